import { assess } from '../assessment/index.ts';
import { heldUntil } from '../demands.ts';
import type { Incident } from '../incident.ts';
import type { Applicability, PlannedObligation } from '../obligations.ts';
import type { Policy } from '../organisation.ts';
import type { Happened } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';

const ofHighRisk: Record<string, Applicability> = { high: 'required', undetermined: 'decide' };

/**
 * A promise to publish every breach goes further than the law, so a person decides each time; one to publish at high
 * risk binds there.
 */
function applicability(incident: Incident, { publicSummary }: Policy): Applicability {
  const { personalDataBreach, risk } = assess(incident);
  if (publicSummary === 'never' || personalDataBreach === false) return 'notRequired';
  return publicSummary === 'everyBreach' ? 'decide' : (ofHighRisk[risk] ?? 'notRequired');
}

/** The public summary that the policy promises; the gravest track decides. */
export function publicSummary(incident: Incident, happened: Happened): PlannedObligation {
  const { policy } = incident.organisation;
  const code = policy.publicSummary === 'everyBreach' ? 'promiseEveryBreach' : 'promiseHighRisk';
  return {
    ...PLAIN,
    id: 'publicSummary',
    kind: 'publicSummary',
    applicability: applicability(incident, policy),
    reasons: [{ code, source: 'policy', facts: [] }],
    basis: 'Own promise',
    ownTarget: true,
    startsFrom: 'aware',
    startsAt: incident.awareAt,
    dueAt: hoursAfter(incident.awareAt, policy.publicSummaryTargetHours),
    heldUntil: heldUntil(happened.demands, 'public'),
  };
}
