import { assess } from '../domain/assessment/index.ts';
import type { ObligationKind } from '../domain/organisation.ts';
import type { Applicability, ObligationState } from '../domain/obligations.ts';
import { TRIAGE } from '../domain/plan/triage.ts';
import { causesOf, kindOf } from '../domain/register/entry.ts';
import type { StatisticsDuty, StatisticsIncident } from '../domain/register/statistics.ts';
import { towardsOf } from '../domain/register/towards.ts';
import { bundleReports } from './bundleReports.ts';
import type { Scope } from './database.ts';
import type { DataKeys } from './dataKeys.ts';
import { toIncident } from './incidents.ts';
import { type RegisterRow, statusOf } from './register.ts';

export interface Period {
  /** Of the declaration, real time; `to` is not in it. */
  from: Date | null;
  to: Date | null;
}

/** What is counted of each incident that was declared in the period. Drills are left out; erased ones are not. */
export async function statisticsIncidents(
  scope: Scope,
  keys: DataKeys,
  period: Period,
): Promise<StatisticsIncident[]> {
  const rows = await incidentRows(scope, period);
  if (rows.length === 0) return [];
  const duties = await dutiesOf(scope, period);
  const reports = await firstReports(scope, period);
  const answers = await answersOf(scope, period);
  return rows.map((row) => ({
    ...known(scope, keys, row),
    status: statusOf(row),
    discoveredAt: row.discoveredAt,
    awareAt: row.awareAt,
    containedAt: row.containedAt,
    startedAt: row.madeRealAt ?? row.declaredRealAt,
    duties: duties.get(row.id) ?? [],
    reports: reports.get(row.id) ?? [],
    paged: answers.has(row.id),
    firstAcknowledgedAt: answers.get(row.id) ?? null,
  }));
}

/** Only kind and causes are sealed; all else can still be counted when the key was erased. */
function known(scope: Scope, keys: DataKeys, row: RegisterRow): Pick<StatisticsIncident, 'kind' | 'causes'> {
  if (!row.wrapped) return { kind: null, causes: [] };
  const incident = toIncident(row, keys.unwrap(scope, row.id, row.wrapped));
  return { kind: kindOf(assess(incident).personalDataBreach), causes: causesOf(incident) };
}

/** The real, declared incidents of the period, by which every other query of it is bounded. */
function realIncidents(scope: Scope, { from, to }: Period) {
  let query = scope
    .selectFrom('incidents as i')
    .where('i.organisationId', '=', scope.organisationId)
    .where('i.drillScale', 'is', null)
    .where('i.status', 'in', ['open', 'closed']);
  if (from) query = query.where('i.declaredRealAt', '>=', from);
  if (to) query = query.where('i.declaredRealAt', '<', to);
  return query;
}

const incidentRows = (scope: Scope, period: Period): Promise<RegisterRow[]> =>
  realIncidents(scope, period)
    .leftJoin('dataKeys as k', (join) =>
      join.onRef('k.organisationId', '=', 'i.organisationId').onRef('k.subjectId', '=', 'i.id'),
    )
    .selectAll('i')
    .select(['k.wrapped', 'k.erasedAt'])
    .orderBy('i.declaredRealAt')
    .execute();

async function dutiesOf(scope: Scope, period: Period): Promise<Map<string, StatisticsDuty[]>> {
  const rows = await realIncidents(scope, period)
    .innerJoin('obligations as o', (join) =>
      join.onRef('o.organisationId', '=', 'i.organisationId').onRef('o.incidentId', '=', 'i.id'),
    )
    // What was due before the declaration is no duty of the incident.
    .where('o.kind', '<>', TRIAGE)
    .select(['o.incidentId', 'o.id', 'o.kind', 'o.duty', 'o.stage', 'o.state', 'o.applicability'])
    .select(['o.dueAt', 'o.earlierDueAt', 'o.satisfiedAt'])
    .execute();
  return grouped(rows, ({ incidentId, ...row }) => ({
    ...row,
    kind: row.kind as ObligationKind,
    state: row.state as ObligationState,
    applicability: row.applicability as Applicability,
  }));
}

/** The first report under each duty towards an authority, by what it was part of; what was practised in a drill was not reported. */
async function firstReports(scope: Scope, period: Period): Promise<Map<string, string[]>> {
  const shared = await bundleReports(scope);
  const rows = await realIncidents(scope, period)
    .innerJoin('submissions as s', (join) =>
      join.onRef('s.organisationId', '=', 'i.organisationId').onRef('s.incidentId', '=', 'i.id'),
    )
    .innerJoin('obligations as o', (join) =>
      join
        .onRef('o.organisationId', '=', 's.organisationId')
        .onRef('o.incidentId', '=', 's.incidentId')
        .onRef('o.id', '=', 's.obligationId'),
    )
    // A record that only adds to a report is none.
    .where('s.addsTo', 'is', null)
    .where((eb) => eb.or([eb('i.madeRealAt', 'is', null), eb('s.recordedAt', '>=', eb.ref('i.madeRealAt'))]))
    .distinctOn(['s.incidentId', 's.obligationId'])
    .select(['s.incidentId', 's.id', 'o.kind', 'o.duty', 'o.stage'])
    .orderBy('s.incidentId')
    .orderBy('s.obligationId')
    .orderBy('s.madeAt')
    .orderBy('s.id')
    .execute();
  const toAuthorities = rows.filter(
    ({ kind, duty, stage }) => towardsOf({ kind: kind as ObligationKind, duty, stage }) === 'authority',
  );
  return grouped(toAuthorities, ({ id }) => shared.get(id) ?? id);
}

/** Incident → when somebody first answered a page; null: paged, and nobody ever answered. */
async function answersOf(scope: Scope, period: Period): Promise<Map<string, Date | null>> {
  const rows = await realIncidents(scope, period)
    .innerJoin('pages as p', (join) =>
      join.onRef('p.organisationId', '=', 'i.organisationId').onRef('p.incidentId', '=', 'i.id'),
    )
    .where((eb) => eb.or([eb('i.madeRealAt', 'is', null), eb('p.openedAt', '>=', eb.ref('i.madeRealAt'))]))
    // Pages of the time in which it was only suspected came before it was declared.
    .where((eb) => eb.or([eb('p.obligationId', 'is', null), eb('p.obligationId', '<>', TRIAGE)]))
    .select((eb) => [
      'p.incidentId',
      eb.fn.min('p.closedAt').filterWhere('p.state', '=', 'acknowledged').as('first'),
    ])
    .groupBy('p.incidentId')
    .execute();
  return new Map(rows.map(({ incidentId, first }) => [incidentId, first]));
}

function grouped<R extends { incidentId: string }, T>(
  rows: readonly R[],
  make: (row: R) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.incidentId, [...(groups.get(row.incidentId) ?? []), make(row)]);
  return groups;
}
