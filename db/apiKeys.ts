import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { v7 as uuidv7, parse as uuidBytes, stringify as uuidText } from 'uuid';
import type { Actor } from '../domain/timeline/kinds.ts';
import { type Database, queryInOrganisation, type Scope, uuidLiteral } from './database.ts';
import type { Sealer } from './sealing.ts';
import { appendEntries } from './timeline.ts';
import type { ApiKeys } from './types.ts';

export const SCOPES = [
  'incidents:read',
  'incidents:write',
  'organisation:read',
  'organisation:write',
  'incidents:restricted',
] as const;
/** What a key gets if nobody says otherwise. To see every restricted incident is never given by default. */
export const DEFAULT_SCOPES = SCOPES.filter((scope) => scope !== 'incidents:restricted');
export type ApiScope = (typeof SCOPES)[number];

export interface ApiKeyIdentity {
  organisationId: string;
  keyId: string;
  name: string;
  scopes: ApiScope[];
  /** The person of the policy who uses it: it sees the restricted incidents that name them. */
  personId: string | null;
}

const PREFIX = 'tocsin';
const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * `tocsin_<organisation and key id, base64url>_<256-bit secret>`: the key names its organisation, so that it is
 * looked up under row-level security like everything else. Only the secret's hash is stored.
 */
export function formatKey(organisationId: string, keyId: string, secret: string): string {
  const ids = Buffer.concat([uuidBytes(organisationId), uuidBytes(keyId)]).toString('base64url');
  return `${PREFIX}_${ids}.${secret}`;
}

export function parseKey(key: string): { organisationId: string; keyId: string; secret: string } | undefined {
  const match = /^tocsin_([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/.exec(key);
  if (!match?.[1] || !match[2]) return undefined;
  const ids = Buffer.from(match[1], 'base64url');
  try {
    return {
      organisationId: uuidText(ids.subarray(0, 16)),
      keyId: uuidText(ids.subarray(16, 32)),
      secret: match[2],
    };
  } catch {
    return undefined;
  }
}

/** Makes a key and returns it in the clear, the only time it is ever shown. */
export async function createApiKey(
  scope: Scope,
  sealer: Sealer,
  request: { name: string; scopes: ApiScope[]; personId?: string | undefined; actor: Actor; now: Date },
): Promise<string> {
  const keyId = uuidv7();
  const secret = randomBytes(32).toString('base64url');
  await scope
    .insertInto('apiKeys')
    .values({
      organisationId: scope.organisationId,
      id: keyId,
      name: request.name,
      scopes: request.scopes,
      personId: request.personId ?? null,
      secretHash: hash(secret),
      createdAt: request.now,
    })
    .execute();
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: request.now }, [
    {
      kind: 'apiKey.created',
      actor: request.actor,
      occurredAt: request.now,
      data: { keyId, scopes: request.scopes, bound: request.personId !== undefined },
    },
  ]);
  return formatKey(scope.organisationId, keyId, secret);
}

/** Who this key is, or undefined: unknown, revoked, malformed and wrong look the same. */
export async function authenticate(db: Database, key: string): Promise<ApiKeyIdentity | undefined> {
  const parts = parseKey(key);
  if (!parts) return undefined;
  const row = await findKey(db, parts.organisationId, parts.keyId);
  const matches = timingSafeEqual(hash(parts.secret), row?.secretHash ?? Buffer.alloc(32));
  if (!row || !matches || row.revokedAt) return undefined;
  return {
    organisationId: parts.organisationId,
    keyId: parts.keyId,
    name: row.name,
    scopes: row.scopes as ApiScope[],
    personId: row.personId,
  };
}

type KeyRow = Pick<Selectable<ApiKeys>, 'name' | 'scopes' | 'secretHash' | 'revokedAt' | 'personId'>;

/** Asked at every request, so in one round trip; never remembered, so a revoked key is refused at once. */
async function findKey(db: Database, organisationId: string, keyId: string): Promise<KeyRow | undefined> {
  const [row] = await queryInOrganisation<KeyRow>(
    db,
    organisationId,
    `select name, scopes, secret_hash, revoked_at, person_id from api_keys
      where organisation_id = ${uuidLiteral(organisationId)} and id = ${uuidLiteral(keyId)}`,
  );
  return row;
}
