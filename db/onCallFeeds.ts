import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parse as uuidBytes, stringify as uuidText, v7 as uuidv7 } from 'uuid';
import { type Database, queryInOrganisation, type Scope, uuidLiteral } from './database.ts';

export interface Feed {
  organisationId: string;
  personId: string;
}

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Like an API key: it names its organisation and itself, and 256 bits that only its hash is kept of. */
const tokenOf = (organisationId: string, id: string, secret: string): string =>
  `${Buffer.concat([uuidBytes(organisationId), uuidBytes(id)]).toString('base64url')}.${secret}`;

function parseToken(token: string): { organisationId: string; id: string; secret: string } | undefined {
  const [, ids, secret] = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  if (!ids || !secret) return undefined;
  const bytes = Buffer.from(ids, 'base64url');
  try {
    return { organisationId: uuidText(bytes.subarray(0, 16)), id: uuidText(bytes.subarray(16)), secret };
  } catch {
    return undefined;
  }
}

/** Makes a person's feed and returns its token, the only time it is known. An earlier feed of that person ends. */
export async function createFeed(scope: Scope, personId: string, now: Date): Promise<string> {
  await revokeFeed(scope, personId, now);
  const id = uuidv7();
  const secret = randomBytes(32).toString('base64url');
  const { organisationId } = scope;
  await scope
    .insertInto('onCallFeeds')
    .values({ organisationId, id, personId, secretHash: hash(secret), createdAt: now })
    .execute();
  return tokenOf(organisationId, id, secret);
}

/** @returns whether there was one */
export async function revokeFeed(scope: Scope, personId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await scope
    .updateTable('onCallFeeds')
    .set({ revokedAt: now })
    .where('organisationId', '=', scope.organisationId)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** People with a feed, and since when. */
export const feedsOf = (scope: Scope): Promise<{ personId: string; createdAt: Date }[]> =>
  scope
    .selectFrom('onCallFeeds')
    .select(['personId', 'createdAt'])
    .where('organisationId', '=', scope.organisationId)
    .where('revokedAt', 'is', null)
    .orderBy('personId')
    .execute();

/** Whose feed this is, or undefined: unknown, revoked, malformed and wrong look the same. */
export async function findFeed(db: Database, token: string): Promise<Feed | undefined> {
  const parts = parseToken(token);
  if (!parts) return undefined;
  const [row] = await queryInOrganisation<{ personId: string; secretHash: Buffer; revokedAt: Date | null }>(
    db,
    parts.organisationId,
    `select person_id, secret_hash, revoked_at from on_call_feeds
      where organisation_id = ${uuidLiteral(parts.organisationId)} and id = ${uuidLiteral(parts.id)}`,
  );
  const matches = timingSafeEqual(hash(parts.secret), row?.secretHash ?? Buffer.alloc(32));
  if (!row || !matches || row.revokedAt) return undefined;
  return { organisationId: parts.organisationId, personId: row.personId };
}
