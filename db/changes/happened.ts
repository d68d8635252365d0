import type { Happened } from '../../domain/plan/index.ts';
import { demandsOf } from '../demands.ts';
import type { IncidentView } from '../incidentChange.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { submissionsOf } from '../submissions.ts';

type View = Pick<IncidentView, 'scope' | 'incident' | 'sealer'>;

/** What was really done and asked in one incident, for the plan. What was practised in a drill was not done. */
export async function happened(view: View, stored?: readonly StoredObligation[]): Promise<Happened> {
  const { scope, incident, sealer } = view;
  const obligations = stored ?? (await obligationsOf(scope, incident.id, sealer));
  const demands = await demandsOf(scope, incident.id, sealer);
  const submissions = await submissionsOf(scope, incident.id, sealer);
  const { madeRealAt } = incident;
  const real = submissions.filter(({ recordedAt }) => !madeRealAt || recordedAt >= madeRealAt);
  const reports = real.filter(({ obligationId }) => obligationId === 'authority');
  return {
    done: new Map(obligations.flatMap(({ id, satisfiedAt }) => (satisfiedAt ? [[id, satisfiedAt]] : []))),
    tracks: new Map(obligations.flatMap(({ id, track }) => (track ? [[id, track]] : []))),
    demands,
    reportIncomplete: (reports[0]?.missing.length ?? 0) > 0,
  };
}
