import { toIncidentTime } from '../../domain/drillClock.ts';
import type { Scope } from '../database.ts';
import { type Canonical, parsed } from './entry.ts';

type DrillClock = { scale: number; startedAt: Date };

export interface DrillClocks {
  /** Of the incidents that are drills. */
  now: Map<string, DrillClock>;
  /** Of those that were, until they became real: their entry says so, since the incident forgets. */
  before: Map<string, DrillClock>;
}

/** The clocks of all drills of the organisation. */
export async function drillClocks(scope: Scope): Promise<DrillClocks> {
  const drills = await scope
    .selectFrom('incidents')
    .select(['id', 'drillScale', 'drillStartedAt'])
    .where('organisationId', '=', scope.organisationId)
    .where('drillScale', 'is not', null)
    .execute();
  const madeReal = await scope
    .selectFrom('timelineEntries')
    .select('content')
    .where('organisationId', '=', scope.organisationId)
    .where('kind', '=', 'incident.madeReal')
    .execute();
  return {
    now: new Map(
      drills.map((row) => [
        row.id,
        { scale: row.drillScale ?? 1, startedAt: row.drillStartedAt ?? new Date(0) },
      ]),
    ),
    before: new Map(madeReal.flatMap(({ content }) => formerClock(parsed<Partial<MadeReal>>(content)))),
  };
}

interface MadeReal {
  incidentId: string;
  data: { scale: number; drillStartedAt: string };
}

/** Nothing from an entry that somebody has spoiled; it is named when its turn comes. */
function formerClock(entry: Partial<MadeReal> | undefined): [string, DrillClock][] {
  const startedAt = new Date(entry?.data?.drillStartedAt ?? NaN);
  const scale = Number(entry?.data?.scale);
  if (!entry?.incidentId || Number.isNaN(startedAt.getTime()) || !Number.isFinite(scale)) return [];
  return [[entry.incidentId, { scale, startedAt }]];
}

/** The second instant of an entry in a drill follows from the first and from the drill's clock. */
export function drillProblem(
  { now, before }: DrillClocks,
  { incidentId, recordedAt, recordedAtDrill }: Canonical,
): string | undefined {
  const clock = incidentId === null ? undefined : (now.get(incidentId) ?? before.get(incidentId));
  // What was a drill once has entries of both sorts.
  const optional = incidentId === null || !now.has(incidentId);
  if (recordedAtDrill === undefined && optional) return undefined;
  const expected = clock && toIncidentTime(clock, new Date(recordedAt)).toISOString();
  return recordedAtDrill === expected ? undefined : "the instant on the drill's clock does not fit";
}
