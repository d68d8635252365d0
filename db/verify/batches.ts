import { sql } from 'kysely';
import type { Scope } from '../database.ts';
import type { Entry } from './entry.ts';

export const BATCH = 1_000;

/** The sequencer takes a second; whoever waits for longer than this while others are sealed is held back. */
const LONGEST_WAIT = sql.lit('60 seconds');

/** The next entries in the sealed order, also where the entry behind a seal is gone. */
export function sealedBatch(scope: Scope, after: number): Promise<Entry[]> {
  return scope
    .selectFrom('timelineSeals as s')
    .leftJoin('timelineEntries as e', (join) =>
      join.onRef('e.organisationId', '=', 's.organisationId').onRef('e.id', '=', 's.entryId'),
    )
    .select(['s.entryId as id', 's.seq', 's.leafHash as sealLeaf', 's.chainHash as chain'])
    .select(['e.content', 'e.leafHash as leaf', 'e.incidentId', 'e.kind', 'e.actorKind', 'e.actorId'])
    .select(['e.occurredAt', 'e.recordedAt'])
    .where('s.organisationId', '=', scope.organisationId)
    .where('s.seq', '>', String(after))
    .orderBy('s.seq')
    .limit(BATCH)
    .execute();
}

/** The next entries without a seal, by id. */
export function unsealedBatch(scope: Scope, after: string): Promise<Entry[]> {
  return scope
    .selectFrom('timelineEntries as e')
    .leftJoin('timelineSeals as s', (join) =>
      join.onRef('s.organisationId', '=', 'e.organisationId').onRef('s.entryId', '=', 'e.id'),
    )
    .leftJoin('timelineUnsealed as u', (join) =>
      join.onRef('u.organisationId', '=', 'e.organisationId').onRef('u.entryId', '=', 'e.id'),
    )
    .select(['e.id', 's.seq', 's.leafHash as sealLeaf', 's.chainHash as chain'])
    .select(['e.content', 'e.leafHash as leaf', 'e.incidentId', 'e.kind', 'e.actorKind', 'e.actorId'])
    .select(['e.occurredAt', 'e.recordedAt'])
    .select([
      sql<boolean>`u.entry_id is not null`.as('queued'),
      sql<boolean>`u.queued_at < now() - ${LONGEST_WAIT}::interval`.as('overdue'),
    ])
    .where('e.organisationId', '=', scope.organisationId)
    .where('s.seq', 'is', null)
    .where('e.id', '>', after)
    .orderBy('e.id')
    .limit(BATCH)
    .execute();
}
