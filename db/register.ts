import type { Selectable } from 'kysely';
import { toIncidentTime } from '../domain/drillClock.ts';
import { frameOf, registerEntry } from '../domain/register/entry.ts';
import { REGISTER_EVENTS } from '../domain/register/input.ts';
import type { BundleRef, ErasedEntry, RegisterEntry, RegisterKind } from '../domain/register/types.ts';
import { bundleReports } from './bundleReports.ts';
import { bundlesOf } from './bundles.ts';
import type { Scope } from './database.ts';
import { demandsOf } from './demands.ts';
import type { Store } from './incidentChange.ts';
import { type IncidentCursor, toIncident } from './incidents.ts';
import { obligationsOf } from './obligations.ts';
import type { Sealer } from './sealing.ts';
import { submissionsOf } from './submissions.ts';
import { readTimeline } from './timelineRead.ts';
import type { DataKeys, Incidents } from './types.ts';

export interface RegisterFilter {
  /** Of the reference: the local year in which the incident was declared. */
  year?: number | undefined;
  state?: 'open' | 'closed' | undefined;
  /** An entry whose key was erased has no kind. */
  kind?: RegisterKind | undefined;
}

export type RegisterRow = Selectable<Incidents> & Pick<Selectable<DataKeys>, 'wrapped' | 'erasedAt'>;

/** Rows of the register, newest declaration first. Drills, and what was only suspected, are not in it. */
function registerRows(
  scope: Scope,
  { year, state }: RegisterFilter,
  page: { limit: number; after?: IncidentCursor | undefined },
): Promise<RegisterRow[]> {
  let query = scope
    .selectFrom('incidents as i')
    .leftJoin('dataKeys as k', (join) =>
      join.onRef('k.organisationId', '=', 'i.organisationId').onRef('k.subjectId', '=', 'i.id'),
    )
    .selectAll('i')
    .select(['k.wrapped', 'k.erasedAt'])
    .where('i.organisationId', '=', scope.organisationId)
    .where('i.drillScale', 'is', null)
    .where('i.status', 'in', ['open', 'closed']);
  if (year !== undefined) query = query.where('i.reference', 'like', `${year}-%`);
  if (state) query = query.where('i.status', '=', state);
  const { after } = page;
  if (after)
    query = query.where((eb) =>
      eb(eb.refTuple('i.declaredRealAt', 'i.id'), '<', eb.tuple(after.declaredRealAt, after.id)),
    );
  return query.orderBy('i.declaredRealAt', 'desc').orderBy('i.id', 'desc').limit(page.limit).execute();
}

/** What the entries of one organisation have in common; read once a request. */
interface RegisterContext {
  scope: Scope;
  store: Store;
  bundles: ReadonlyMap<string, BundleRef>;
  reports: ReadonlyMap<string, string>;
}

async function registerContext(scope: Scope, store: Store): Promise<RegisterContext> {
  const bundles = await bundlesOf(scope, await store.keys.of(scope, scope.organisationId));
  const byIncident = bundles.flatMap(({ id, name, reason, members }) =>
    members.map((member) => [member.id, { id, name, reason, members }] as const),
  );
  return { scope, store, bundles: new Map(byIncident), reports: await bundleReports(scope) };
}

export interface RegisterItem {
  entry: RegisterEntry | ErasedEntry;
  /** Where a list goes on. */
  cursor: IncidentCursor;
}

const ROWS_AT_ONCE = 50;

/** The register, newest declaration first, from after `after`; a reader who has enough stops reading. */
export async function* registerItems(
  scope: Scope,
  store: Store,
  filter: RegisterFilter,
  after?: IncidentCursor,
): AsyncGenerator<RegisterItem> {
  const context = await registerContext(scope, store);
  let next = after;
  for (;;) {
    const rows = await registerRows(scope, filter, { limit: ROWS_AT_ONCE, after: next });
    for (const row of rows) {
      next = { declaredRealAt: row.declaredRealAt, id: row.id };
      const entry = await entryOf(context, row);
      if (filter.kind === undefined || (!entry.erased && entry.kind === filter.kind))
        yield { entry, cursor: next };
    }
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

/** The entry of one row; where its key was erased, what is left without it. */
async function entryOf(context: RegisterContext, row: RegisterRow): Promise<RegisterEntry | ErasedEntry> {
  if (!row.wrapped)
    return { ...frameOf({ ...row, status: statusOf(row) }), erased: true, erasedAt: row.erasedAt };
  const { scope, store, bundles, reports } = context;
  const sealer = store.keys.unwrap(scope, row.id, row.wrapped);
  const incident = toIncident(row, sealer);
  const demands = await demandsOf(scope, row.id, sealer);
  return registerEntry({
    incident,
    obligations: await obligationsOf(scope, row.id, sealer),
    submissions: await submissionsOf(scope, row.id, sealer),
    events: await eventsOf(scope, row.id, sealer),
    complaints: demands.filter(({ kind }) => kind === 'complaint').length,
    bundle: bundles.get(row.id) ?? null,
    reports,
    at: toIncidentTime(incident.drill, store.clock.now()),
  });
}

export const statusOf = ({ status }: Pick<RegisterRow, 'status'>): 'open' | 'closed' =>
  status === 'closed' ? 'closed' : 'open';

/** Far more than people decide about one incident. */
const MOST_EVENTS = 5_000;

const eventsOf = (scope: Scope, incidentId: string, sealer: Sealer) =>
  readTimeline(scope, { incidentId, limit: MOST_EVENTS, kinds: [...REGISTER_EVENTS] }, sealer);
