import { fireMilestones } from '../db/changes/fireMilestones.ts';
import { bringBack, type Promised, promises } from '../db/changes/followThrough.ts';
import { reassess } from '../db/changes/reassess.ts';
import { changeIncident, type IncidentView, readIncident } from '../db/incidentChange.ts';
import { recordedFor, recordedMilestones } from '../db/milestones.ts';
import { obligationsOf } from '../db/obligations.ts';
import { toRealTime } from '../domain/drillClock.ts';
import { isLive } from '../domain/incident.ts';
import { incidentAgenda, isDue, nextLook, type ObligationAgenda } from '../domain/incidentAgenda.ts';
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
  const promised = await promises(view, obligations);
  const due = [
    ...milestonesDue(agendas),
    ...comeBack(promised, view),
    ...(await draftDue(view, obligations, recorded)),
  ];
  return { settled: false, due, ...nextOf(agendas, promised, incident) };
}

/** All that is due in one look is carried out together, so it is one act, named for the first of them. */
function milestonesDue(agendas: readonly ObligationAgenda[]): DueAct[] {
  const [first, ...others] = agendas.filter(isDue);
  if (!first) return [];
  const { obligation, fire } = first;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return [
    {
      act: 'milestone',
      obligationId: obligation.id,
      clockVersion: obligation.clockVersion,
      milestone: fire?.id ?? 'record',
      summary: `${obligation.id}: ${fire?.id ?? 'record what was missed'}${more}`,
    },
  ];
}

/** Names the act by which pages come back whose answers were not followed by action. */
const NO_ACTION = 'noAction';

function comeBack(promised: readonly Promised[], { now }: IncidentView): DueAct[] {
  const broken = promised.find(({ backAt }) => backAt <= now);
  if (!broken) return [];
  const { obligationId, clockVersion } = broken.page;
  return [
    {
      act: 'milestone',
      obligationId: obligationId ?? '-',
      clockVersion,
      milestone: NO_ACTION,
      summary: `${obligationId ?? 'incident'}: answered, and nothing done since`,
    },
  ];
}

/** Real instants: of the clocks' next milestone, and of the first answer that has to be followed by action. */
function nextOf(
  agendas: readonly ObligationAgenda[],
  promised: readonly Promised[],
  { drill }: IncidentView['incident'],
): Pick<Review, 'nextLookAt' | 'nextLookFor'> {
  const next = nextLook(agendas);
  const looks = [
    ...(next ? [{ at: toRealTime(drill, next.at), what: `next look: ${next.obligation.id}` }] : []),
    ...promised.map(({ backAt }) => ({ at: backAt, what: 'next look: was the answer acted upon?' })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const [first] = looks;
  return first
    ? { nextLookAt: first.at.toISOString(), nextLookFor: first.what }
    : { nextLookAt: null, nextLookFor: 'daily tick' };
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
    fireMilestone: (ref) => change(ref, ref.milestone === NO_ACTION ? bringBack : fireMilestones),
    draftNotice: (ref) => change(ref, (one) => draftNotice(one, ref.kind)),
    raiseDraftFailure: (ref) => change(ref, (one) => raiseDraftFailure(one, ref)),
  };
}
