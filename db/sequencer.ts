import { sql } from 'kysely';
import { chainHash, EMPTY_CHAIN } from '../domain/timeline/entry.ts';
import type { Clock } from '../domain/clock.ts';
import { inOrganisation, type Database, type Scope } from './database.ts';

const BATCH = 1_000;

/** The organisations that have entries to seal, the one that waits longest first. Sees identifiers only. */
export async function organisationsToSeal(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('timelineUnsealed')
    .select('organisationId')
    .groupBy('organisationId')
    .orderBy(({ fn }) => fn.min('queuedAt'))
    .execute();
  return rows.map((row) => row.organisationId);
}

/**
 * Orders and seals what is waiting in one organisation, oldest first. One sequencer at a time holds the
 * organisation's advisory lock; another one finds it taken and leaves.
 * @returns how many entries were sealed
 */
export function sealOrganisation(db: Database, organisationId: string, clock: Clock): Promise<number> {
  return inOrganisation(db, organisationId, async (scope) => {
    const lock = await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${'timeline/' + organisationId}, 0)) as taken`.execute(
      scope,
    );
    if (!lock.rows[0]?.taken) return 0;
    const waiting = await waitingEntries(scope);
    if (waiting.length > 0) await seal(scope, waiting, clock.now());
    return waiting.length;
  });
}

interface Waiting {
  id: string;
  leafHash: Buffer;
}

const waitingEntries = (scope: Scope): Promise<Waiting[]> =>
  scope
    .selectFrom('timelineUnsealed as u')
    .innerJoin('timelineEntries as e', (join) =>
      join.onRef('e.organisationId', '=', 'u.organisationId').onRef('e.id', '=', 'u.entryId'),
    )
    .select(['e.id', 'e.leafHash'])
    .where('u.organisationId', '=', scope.organisationId)
    .orderBy('u.recordedAt')
    .orderBy('u.entryId')
    .limit(BATCH)
    .execute();

async function head(scope: Scope): Promise<{ seq: number; chain: Uint8Array }> {
  const last = await scope
    .selectFrom('timelineSeals')
    .select(['seq', 'chainHash'])
    .where('organisationId', '=', scope.organisationId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ? { seq: Number(last.seq), chain: last.chainHash } : { seq: 0, chain: EMPTY_CHAIN };
}

async function seal(scope: Scope, waiting: Waiting[], sealedAt: Date): Promise<void> {
  let { seq, chain } = await head(scope);
  const rows = waiting.map(({ id, leafHash }) => {
    seq += 1;
    chain = chainHash(chain, leafHash);
    return {
      organisationId: scope.organisationId,
      seq,
      entryId: id,
      leafHash,
      chainHash: Buffer.from(chain),
      sealedAt,
    };
  });
  await scope.insertInto('timelineSeals').values(rows).execute();
  await scope
    .deleteFrom('timelineUnsealed')
    .where('organisationId', '=', scope.organisationId)
    .where(
      'entryId',
      'in',
      waiting.map((one) => one.id),
    )
    .execute();
}
