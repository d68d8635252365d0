import { isIcoDuty, type Report, reportsOf } from '../../domain/notices/reports.ts';
import type { ReportMade } from '../../domain/plan/happened.ts';
import type { Happened } from '../../domain/plan/index.ts';
import { demandsOf } from '../demands.ts';
import type { IncidentView } from '../incidentChange.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { taskClocksOf } from '../tasks.ts';
import { submissionsOf } from '../submissions.ts';

type View = Pick<IncidentView, 'scope' | 'incident' | 'sealer'>;

/** What was really done and asked in one incident, for the plan. What was practised in a drill was not done. */
export async function happened(view: View, stored?: readonly StoredObligation[]): Promise<Happened> {
  const { scope, incident, sealer } = view;
  const obligations = stored ?? (await obligationsOf(scope, incident.id, sealer));
  const demands = await demandsOf(scope, incident.id, sealer);
  const submissions = await submissionsOf(scope, incident.id, sealer);
  return {
    done: new Map(obligations.flatMap(({ id, satisfiedAt }) => (satisfiedAt ? [[id, satisfiedAt]] : []))),
    tracks: new Map(obligations.flatMap(({ id, track }) => (track ? [[id, track]] : []))),
    demands,
    tasks: await taskClocksOf(scope, incident.id),
    reports: reportsOf(submissions, incident.madeRealAt).filter(isOfMainDuty).map(made),
  };
}

/** One form covers every controller track, so what follows it follows the report on the first of them. */
const isOfMainDuty = ({ phase, obligationId }: Report): boolean =>
  isIcoDuty(obligationId) && (phase !== 'initial' || obligationId === 'authority');

const made = ({ phase, madeAt, practised, missing }: Report): ReportMade => ({
  phase,
  madeAt,
  practised,
  incomplete: missing.length > 0,
});
