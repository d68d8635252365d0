import { sql } from 'kysely';
import type { Candidate } from '../domain/watchdog/candidate.ts';
import {
  answerCandidates,
  deliveryCandidates,
  milestoneCandidates,
  pageCandidates,
  type WatchedPage,
} from '../domain/watchdog/incidentCandidates.ts';
import { promises } from './changes/followThrough.ts';
import { type Database, isDatabaseAway, pgCode, type Scope } from './database.ts';
import { type DataKeys, KeyErasedError } from './dataKeys.ts';
import { deliveriesOf } from './deliveries.ts';
import { type StoredIncident, toIncident } from './incidents.ts';
import { recordedFor, recordedMilestones } from './milestones.ts';
import { obligationsOf } from './obligations.ts';
import type { Sealer } from './sealing.ts';

/** What one organisation's incidents should have had by now and have not, from PostgreSQL alone. */
export async function incidentCandidatesOf(scope: Scope, keys: DataKeys, now: Date): Promise<Candidate[]> {
  const rows = await scope
    .selectFrom('incidents')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('status', 'in', ['open', 'suspected'])
    .orderBy('id')
    .execute();
  const all: Candidate[] = [];
  for (const row of rows) all.push(...(await candidatesOfRow(scope, keys, row, now)));
  return all;
}

/** One that cannot be read cannot be worked on either, and blinds nobody to the others. One that was erased is gone. */
async function candidatesOfRow(
  scope: Scope,
  keys: DataKeys,
  row: Parameters<typeof toIncident>[0],
  now: Date,
): Promise<Candidate[]> {
  try {
    const sealer = await keys.of(scope, row.id);
    return await candidatesOf(scope, toIncident(row, sealer), sealer, now);
  } catch (error) {
    if (error instanceof KeyErasedError) return [];
    if (isDatabaseAway(error) || pgCode(error) !== undefined) throw error;
    return [
      { key: `unreadable/${row.id}`, kind: 'unreadable', incidentId: row.id, dueAt: row.declaredRealAt },
    ];
  }
}

async function candidatesOf(
  scope: Scope,
  incident: StoredIncident,
  sealer: Sealer,
  now: Date,
): Promise<Candidate[]> {
  const recorded = await recordedMilestones(scope, incident.id);
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const pages = await watchedPages(scope, incident.id);
  const deliveries = await deliveriesOf(
    scope,
    pages.map(({ id }) => id),
  );
  const promised = incident.status === 'open' ? await promises({ scope, incident }, obligations) : [];
  return [
    ...milestoneCandidates(incident, obligations, (o) => recordedFor(recorded, o.id, o.clockVersion), now),
    ...pageCandidates(incident, pages),
    ...answerCandidates(incident, promised),
    ...deliveryCandidates(incident, pages, deliveries),
  ];
}

/** Pages that should be moving; one that another page speaks for waits with it. */
const watchedPages = (scope: Scope, incidentId: string): Promise<WatchedPage[]> =>
  scope
    .selectFrom('pages')
    .select(['id', 'attempt', 'openedAt', 'nextStepAt'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('state', '=', 'open')
    .where('bundledInto', 'is', null)
    .execute();

/** Organisation → for how many milliseconds its oldest entry waits to be sealed, on the database's own clock. */
export async function unsealedAges(db: Database): Promise<Map<string, number>> {
  const { rows } = await sql<Age>`
    select organisation_id, extract(epoch from clock_timestamp() - min(queued_at))::float8 * 1000 as ms
    from timeline_unsealed group by organisation_id`.execute(db);
  return byOrganisation(rows);
}

/**
 * Organisation → for how many milliseconds its oldest "look again" waits to be carried to Temporal. Runs under the
 * relay's role. What is to wait on purpose counts from then (on our clock), until it is tried.
 */
export async function outboxAges(relayDb: Database, now: Date): Promise<Map<string, number>> {
  const { rows } = await sql<Age>`
    select organisation_id, extract(epoch from max(
      case when attempts > 0 then clock_timestamp() - queued_at
      else least(clock_timestamp() - queued_at, ${now}::timestamptz - not_before) end))::float8 * 1000 as ms
    from outbox group by organisation_id`.execute(relayDb);
  return byOrganisation(rows);
}

interface Age {
  organisationId: string;
  ms: number;
}

const byOrganisation = (rows: Age[]): Map<string, number> =>
  new Map(rows.map(({ organisationId, ms }) => [organisationId, ms]));
