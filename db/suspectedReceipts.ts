import { sql } from 'kysely';
import type { IncidentStatus } from '../domain/incident.ts';
import type { Signal } from '../domain/suspected/received.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';

/** What was received, as it was received. */
export interface Evidence {
  mediaType: string;
  /** Of the whole, in hexadecimal; of `bytes`, where the rest was never read. */
  sha256: string;
  /** How many bytes there were. */
  size: number;
  /** The whole, or its beginning. */
  bytes: Buffer;
}

export interface NewReceipt {
  id: string;
  incidentId: string;
  source: string;
  signal: Signal;
  receivedAt: Date;
  occurredAt: Date | null;
  /** HMACs of what is equal in repeats. */
  keys: string[];
  messageKey: string | null;
  evidence: Evidence | null;
}

export interface Receipt {
  id: string;
  signal: string;
  receivedAt: Date;
  occurredAt: Date | null;
  mediaType: string | null;
  /** SHA-256, in hexadecimal. */
  digest: string | null;
  bytes: number | null;
  keptBytes: number;
}

const place = (id: string): string => `suspected_receipts/${id}/evidence`;

/** @param keep false: only hash and size of the evidence are kept */
export function receiptInsert(
  scope: Pick<Scope, 'organisationId'>,
  { evidence, ...receipt }: NewReceipt,
  sealer: Sealer,
  keep: boolean,
): Insert {
  const kept = keep ? evidence : null;
  return insertOf('suspectedReceipts', [
    {
      organisationId: scope.organisationId,
      ...receipt,
      mediaType: evidence?.mediaType ?? null,
      digest: evidence?.sha256 ?? null,
      bytes: evidence?.size ?? null,
      keptBytes: kept?.bytes.length ?? 0,
      evidenceSealed: kept && sealer.seal(place(receipt.id), kept.bytes.toString('base64')),
    },
  ]);
}

/** Two messages of one source that come at once are told apart one after the other. */
export async function lockSource(scope: Scope, source: string): Promise<void> {
  const name = `inbound/${scope.organisationId}/${source}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(scope);
}

const ofSource = (scope: Scope, source: string) =>
  scope
    .selectFrom('suspectedReceipts as r')
    .where('r.organisationId', '=', scope.organisationId)
    .where('r.source', '=', source);

/** The incident of a message that was received before. */
export async function incidentOfMessage(
  scope: Scope,
  source: string,
  messageKey: string,
): Promise<string | undefined> {
  const query = ofSource(scope, source).where('r.messageKey', '=', messageKey);
  return (await query.select('r.incidentId').executeTakeFirst())?.incidentId;
}

export interface KeyQuery {
  /** HMACs that fit whenever. */
  lasting: string[];
  /** HMACs that fit since `since` only. */
  fading: string[];
  since: Date;
}

export interface Known {
  incidentId: string;
  status: IncidentStatus;
}

/** The newest incident of this source of which something with one of these keys was received. */
export async function knownByKeys(
  scope: Scope,
  source: string,
  { lasting, fading, since }: KeyQuery,
): Promise<Known | undefined> {
  const overlaps = (keys: string[]) => sql<boolean>`r.keys && ${keys}::text[]`;
  const row = await ofSource(scope, source)
    .innerJoin('incidents as i', (join) =>
      join.onRef('i.organisationId', '=', 'r.organisationId').onRef('i.id', '=', 'r.incidentId'),
    )
    .where((eb) => eb.or([overlaps(lasting), eb.and([overlaps(fading), eb('r.receivedAt', '>=', since)])]))
    .select(['r.incidentId', 'i.status'])
    // Their ids are in the order in which they were suspected.
    .orderBy('r.incidentId', 'desc')
    .executeTakeFirst();
  return row && { incidentId: row.incidentId, status: row.status as IncidentStatus };
}

/** In the order of their receipt. */
export async function receiptsOf(scope: Scope, incidentId: string, limit: number): Promise<Receipt[]> {
  const rows = await scope
    .selectFrom('suspectedReceipts')
    .select(['id', 'signal', 'receivedAt', 'occurredAt', 'mediaType', 'digest', 'bytes', 'keptBytes'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('receivedAt')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    bytes: row.bytes === null ? null : Number(row.bytes),
    keptBytes: Number(row.keptBytes),
  }));
}

/** How many receipts of an incident still have their evidence, and its bytes together. */
export async function keptEvidence(
  scope: Scope,
  incidentId: string,
): Promise<{ count: number; bytes: number }> {
  const row = await scope
    .selectFrom('suspectedReceipts')
    .select((eb) => [eb.fn.countAll<string>().as('count'), eb.fn.sum<string | null>('keptBytes').as('bytes')])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('keptBytes', '>', '0')
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), bytes: Number(row.bytes ?? 0) };
}

/** The bytes of one receipt; undefined where none were kept. */
export async function evidenceOf(
  scope: Scope,
  incidentId: string,
  id: string,
  sealer: Sealer,
): Promise<{ bytes: Buffer; mediaType: string; sha256: string } | undefined> {
  const row = await scope
    .selectFrom('suspectedReceipts')
    .select(['evidenceSealed', 'mediaType', 'digest'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.evidenceSealed) return undefined;
  const bytes = Buffer.from(sealer.open<string>(place(id), row.evidenceSealed), 'base64');
  return { bytes, mediaType: row.mediaType ?? 'application/octet-stream', sha256: row.digest ?? '' };
}
