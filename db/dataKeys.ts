import { randomBytes } from 'node:crypto';
import { type MasterKey, Sealer } from './sealing.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf, insertTogether } from './insertTogether.ts';

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
    const { sealer, insert } = this.make(scope, subjectId, now);
    await insertTogether(scope, [insert]);
    return sealer;
  }

  /** A new key and the insert that keeps it, still to be sent. */
  make(scope: Scope, subjectId: string, now: Date): { sealer: Sealer; insert: Insert } {
    const key = randomBytes(32);
    const insert = insertOf('dataKeys', [
      {
        organisationId: scope.organisationId,
        subjectId,
        wrapped: this.#master.wrap(key, place(scope.organisationId, subjectId)),
        masterKeyId: this.#master.id,
        createdAt: now,
      },
    ]);
    return { sealer: new Sealer(key), insert };
  }

  /** @throws KeyErasedError when the key was erased; Error when there never was one */
  async of(scope: Scope, subjectId: string): Promise<Sealer> {
    const row = await scope
      .selectFrom('dataKeys')
      .select('wrapped')
      .where('organisationId', '=', scope.organisationId)
      .where('subjectId', '=', subjectId)
      .executeTakeFirstOrThrow();
    return this.unwrap(scope, subjectId, row.wrapped);
  }

  /** A key that was read together with what it seals. @throws KeyErasedError when it was erased */
  unwrap(scope: Scope, subjectId: string, wrapped: Buffer | null): Sealer {
    if (!wrapped) throw new KeyErasedError(`the key of ${subjectId} was erased`);
    return new Sealer(this.#master.unwrap(wrapped, place(scope.organisationId, subjectId)));
  }
}
