import { fireMilestones } from '../db/changes/fireMilestones.ts';
import { reassess } from '../db/changes/reassess.ts';
import { changeIncident, type IncidentView, readIncident } from '../db/incidentChange.ts';
import { recordedFor, recordedMilestones } from '../db/milestones.ts';
import { obligationsOf } from '../db/obligations.ts';
import { toRealTime } from '../domain/drillClock.ts';
import { isLive } from '../domain/incident.ts';
import { incidentAgenda, isDue, nextLook } from '../domain/incidentAgenda.ts';
import { SYSTEM } from '../domain/timeline/kinds.ts';
import type { ActivityDeps } from './deps.ts';
import { draftDue } from './draftDue.ts';
import { draftNotice, raiseDraftFailure } from './notices.ts';
import type { DueAct, IncidentActivities, IncidentRef, Review } from './types.ts';

const SETTLED: Review = { settled: true, due: [], nextLookAt: null, nextLookFor: '' };

/** Reads the truth and answers what is due now and when to look next. */
async function review(view: IncidentView): Promise<Review> {
  const { scope, incident, sealer, at } = view;
  if (!isLive(incident)) return SETTLED;
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const recorded = await recordedMilestones(scope, incident.id);
  const agendas = incidentAgenda(
    incident,
    obligations,
    (o) => recordedFor(recorded, o.id, o.clockVersion),
    at,
  );
  const due: DueAct[] = agendas.filter(isDue).map(({ obligation, fire }) => ({
    act: 'milestone',
    obligationId: obligation.id,
    clockVersion: obligation.clockVersion,
    milestone: fire?.id ?? 'record',
    summary: `${obligation.id}: ${fire?.id ?? 'record what was missed'}`,
  }));
  due.push(...(await draftDue(view, obligations, recorded)));
  const next = nextLook(agendas);
  return {
    settled: false,
    due,
    nextLookAt: next ? toRealTime(incident.drill, next.at).toISOString() : null,
    nextLookFor: next ? `next look: ${next.obligation.id}` : 'daily tick',
  };
}

export function incidentActivities(deps: ActivityDeps): IncidentActivities {
  const change = (ref: IncidentRef, work: Parameters<typeof changeIncident<void>>[2]) =>
    changeIncident(deps, { ...ref, actor: SYSTEM }, work);
  return {
    assessIncident: (ref) =>
      change(ref, async (one) => {
        if (isLive(one.incident)) await reassess(one);
      }),
    reviewIncident: (ref) => readIncident(deps, ref.organisationId, ref.incidentId, review),
    fireMilestone: (ref) => change(ref, (one) => fireMilestones(one, ref.obligationId)),
    draftNotice: (ref) => change(ref, (one) => draftNotice(one, ref.kind)),
    raiseDraftFailure: (ref) => change(ref, (one) => raiseDraftFailure(one, ref)),
  };
}
