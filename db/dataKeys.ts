import { randomBytes } from 'node:crypto';
import { type MasterKey, Sealer } from './sealing.ts';
import type { Scope } from './database.ts';

/** The key was erased: what it sealed is gone for good, and that is on record. */
export class KeyErasedError extends Error {
  override name = 'KeyErasedError';
}

const place = (organisationId: string, subjectId: string): string =>
  `data_keys/${organisationId}/${subjectId}`;

/** Data keys by subject (an organisation or an incident). Unwrapped per use: an erased key is gone at once. */
export class DataKeys {
  readonly #master: MasterKey;

  constructor(master: MasterKey) {
    this.#master = master;
  }

  async create(scope: Scope, subjectId: string, now: Date): Promise<Sealer> {
    const key = randomBytes(32);
    await scope
      .insertInto('dataKeys')
      .values({
        organisationId: scope.organisationId,
        subjectId,
        wrapped: this.#master.wrap(key, place(scope.organisationId, subjectId)),
        masterKeyId: this.#master.id,
        createdAt: now,
      })
      .execute();
    return new Sealer(key);
  }

  /** @throws KeyErasedError when the key was erased; Error when there never was one */
  async of(scope: Scope, subjectId: string): Promise<Sealer> {
    const row = await scope
      .selectFrom('dataKeys')
      .select(['wrapped', 'masterKeyId'])
      .where('organisationId', '=', scope.organisationId)
      .where('subjectId', '=', subjectId)
      .executeTakeFirstOrThrow();
    if (!row.wrapped) throw new KeyErasedError(`the key of ${subjectId} was erased`);
    return new Sealer(this.#master.unwrap(row.wrapped, place(scope.organisationId, subjectId)));
  }
}
