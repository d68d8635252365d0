import type { Selectable } from 'kysely';
import type { SuspicionKind, SuspicionState } from '../domain/suspected/received.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';
import type { SuspectedIncidents } from './types.ts';

/** What came in about an incident that nobody has declared, and what a person decided. */
export interface Suspicion {
  incidentId: string;
  /** S-2026-001; stays when the incident gets a reference of its own. */
  reference: string;
  source: string;
  kind: SuspicionKind;
  state: SuspicionState;
  receivedAt: Date;
  lastReceivedAt: Date;
  receivedCount: number;
  decidedAt: Date | null;
  decision: { by: string; reason: string | null } | null;
  content: { details: string | null; reporter: string | null };
}

export type SuspicionRow = Selectable<SuspectedIncidents>;

const place = (id: string, field: string): string => `suspected_incidents/${id}/${field}`;

export const toSuspicion = (row: SuspicionRow, sealer: Sealer): Suspicion => ({
  incidentId: row.incidentId,
  reference: row.reference,
  source: row.source,
  kind: row.kind as SuspicionKind,
  state: row.state as SuspicionState,
  receivedAt: row.receivedAt,
  lastReceivedAt: row.lastReceivedAt,
  receivedCount: row.receivedCount,
  decidedAt: row.decidedAt,
  decision: row.decisionSealed && sealer.open(place(row.incidentId, 'decision'), row.decisionSealed),
  content: sealer.open(place(row.incidentId, 'content'), row.contentSealed),
});

export function suspicionInsert(
  scope: Pick<Scope, 'organisationId'>,
  suspicion: Omit<Suspicion, 'state' | 'lastReceivedAt' | 'receivedCount' | 'decidedAt' | 'decision'>,
  sealer: Sealer,
): Insert {
  const { incidentId, reference, source, kind, receivedAt, content } = suspicion;
  return insertOf('suspectedIncidents', [
    {
      organisationId: scope.organisationId,
      incidentId,
      reference,
      source,
      kind,
      state: 'open',
      receivedAt,
      lastReceivedAt: receivedAt,
      contentSealed: sealer.seal(place(incidentId, 'content'), content),
    },
  ]);
}

const byId = (scope: Scope, incidentId: string) =>
  scope
    .selectFrom('suspectedIncidents')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId);

export const findSuspicionRow = (scope: Scope, incidentId: string): Promise<SuspicionRow | undefined> =>
  byId(scope, incidentId).executeTakeFirst();

/** One more about it. @returns how many there are now */
export async function countReceipt(scope: Scope, incidentId: string, receivedAt: Date): Promise<number> {
  const row = await scope
    .updateTable('suspectedIncidents')
    .set((eb) => ({
      receivedCount: eb('receivedCount', '+', 1),
      lastReceivedAt: eb.fn<Date>('greatest', ['lastReceivedAt', eb.val(receivedAt)]),
    }))
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .returning('receivedCount')
    .executeTakeFirstOrThrow();
  return row.receivedCount;
}

/** Notes what a person decided. */
export async function decideSuspicion(
  scope: Scope,
  incidentId: string,
  decision: { state: SuspicionState; at: Date; by: string; reason: string | null },
  sealer: Sealer,
): Promise<void> {
  const { state, at, by, reason } = decision;
  await scope
    .updateTable('suspectedIncidents')
    .set({
      state,
      decidedAt: at,
      decisionSealed: sealer.seal(place(incidentId, 'decision'), { by, reason }),
    })
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .execute();
}

/** Those of one source that came to Tocsin since a real instant, newest first: a flood is told by their number. */
export const openOfSource = (scope: Scope, source: string, since: Date): Promise<{ incidentId: string }[]> =>
  scope
    .selectFrom('suspectedIncidents as s')
    .innerJoin('incidents as i', (join) =>
      join.onRef('i.organisationId', '=', 's.organisationId').onRef('i.id', '=', 's.incidentId'),
    )
    .select('s.incidentId')
    .where('s.organisationId', '=', scope.organisationId)
    .where('s.source', '=', source)
    // When Tocsin heard of it: a mailbox may hand over the mail of years.
    .where('i.declaredRealAt', '>=', since)
    .where('i.status', '=', 'suspected')
    .orderBy('s.incidentId', 'desc')
    .limit(100)
    .execute();

export interface SuspicionQuery {
  limit: number;
  state?: SuspicionState | undefined;
  reference?: string | undefined;
  after?: { at: Date; id: string } | undefined;
}

/** Newest receipt first; `after` is the last row of the page before. */
export function listSuspicionRows(
  scope: Scope,
  { limit, state, reference, after }: SuspicionQuery,
): Promise<SuspicionRow[]> {
  let query = scope
    .selectFrom('suspectedIncidents')
    .selectAll()
    .where('organisationId', '=', scope.organisationId);
  if (state) query = query.where('state', '=', state);
  if (reference) query = query.where('reference', '=', reference);
  if (after)
    query = query.where((eb) =>
      eb(eb.refTuple('receivedAt', 'incidentId'), '<', eb.tuple(after.at, after.id)),
    );
  return query.orderBy('receivedAt', 'desc').orderBy('incidentId', 'desc').limit(limit).execute();
}

/** The next reference of the year: S-2026-001. */
export async function nextSuspicionReference(scope: Scope, year: number): Promise<string> {
  const row = await scope
    .insertInto('suspectedNumbers')
    .values({ organisationId: scope.organisationId, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['organisationId', 'year'])
        .doUpdateSet((eb) => ({ last: eb('suspectedNumbers.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return `S-${year}-${String(row.last).padStart(3, '0')}`;
}
