import { assess, type Assessment } from './assessment/index.ts';
import type { Incident } from './incident.ts';
import { hasRole } from './incident.ts';
import type { Applicability, PlannedObligation, Reason } from './obligations.ts';
import type { ObligationKind, Policy } from './organisation.ts';

const HOUR = 3_600_000;
/** UK GDPR Art. 33(1). Elapsed hours on the instant; nights, weekends and holidays count. */
export const AUTHORITY_HOURS = 72;

interface Duty {
  kind: ObligationKind;
  basis: string;
  from: 'discoveredAt' | 'awareAt';
  hours: (policy: Policy) => number;
  qualifier?: string;
  ownTarget: boolean;
}

const DUTIES: Record<ObligationKind, Duty> = {
  containment: { kind: 'containment', basis: 'Own promise', from: 'discoveredAt', hours: (p) => p.containmentHours, ownTarget: true },
  scope: { kind: 'scope', basis: 'Own promise', from: 'discoveredAt', hours: (p) => p.scopeHours, ownTarget: true },
  authority: {
    kind: 'authority', basis: 'UK GDPR Art. 33(1)', from: 'awareAt', hours: () => AUTHORITY_HOURS,
    qualifier: 'without undue delay and, where feasible, not later than 72 hours', ownTarget: false,
  },
  individuals: {
    kind: 'individuals', basis: 'UK GDPR Art. 34(1)', from: 'awareAt', hours: (p) => p.individualsTargetHours,
    qualifier: 'without undue delay', ownTarget: true,
  },
  controllers: {
    kind: 'controllers', basis: 'UK GDPR Art. 33(2)', from: 'awareAt', hours: (p) => p.controllersTargetHours,
    qualifier: 'without undue delay', ownTarget: true,
  },
  publicSummary: { kind: 'publicSummary', basis: 'Own promise', from: 'awareAt', hours: (p) => p.publicSummaryTargetHours, ownTarget: true },
}; // prettier-ignore

function planned(
  incident: Incident,
  kind: ObligationKind,
  applicability: Applicability,
  reasons: Reason[],
): PlannedObligation {
  const duty = DUTIES[kind];
  const startsAt = incident[duty.from];
  return {
    id: kind,
    kind,
    applicability,
    basis: duty.basis,
    qualifier: duty.qualifier ?? null,
    ownTarget: duty.ownTarget,
    startsAt,
    dueAt: new Date(startsAt.getTime() + duty.hours(incident.organisation.policy) * HOUR),
    reasons,
  };
}

/** Art. 33(1): notify unless a risk is unlikely; that exception is for a person to decide, so never "notRequired". */
const authority = (a: Assessment): Applicability =>
  a.personalDataBreach === false || a.risk === 'unlikely' ? 'decide' : 'required';

/** Art. 34(1): likely high risk. Where the facts do not say, a person decides. */
function individuals(a: Assessment): Applicability {
  if (a.personalDataBreach === false) return 'notRequired';
  if (a.risk === 'high') return 'required';
  return a.risk === 'undetermined' ? 'decide' : 'notRequired';
}

function publicSummary(a: Assessment, policy: Policy): Applicability {
  if (policy.publicSummary === 'never' || a.personalDataBreach === false) return 'notRequired';
  if (policy.publicSummary === 'everyBreach') return 'required';
  return individuals(a);
}

const ownPromise: Reason = { code: 'ownPromise', source: 'policy', facts: [] };
const PROCESSOR: Reason = {
  code: 'processorTellsControllers',
  source: 'UK GDPR Art. 33(2)',
  facts: ['role'],
};
const NOT_CONTROLLER: Reason = {
  code: 'noControllerTrack',
  source: 'UK GDPR Arts 33(1), 34(1)',
  facts: ['role'],
};
const NOT_PROCESSOR: Reason = { code: 'noProcessorTrack', source: 'UK GDPR Art. 33(2)', facts: ['role'] };

/** Arts 33(1) and 34 bind the controller only. */
function controllerDuties(incident: Incident, assessment: Assessment): PlannedObligation[] {
  const bound = hasRole(incident, 'controller');
  const reasons = bound ? assessment.reasons : [NOT_CONTROLLER];
  return [
    planned(incident, 'authority', bound ? authority(assessment) : 'notRequired', reasons),
    planned(incident, 'individuals', bound ? individuals(assessment) : 'notRequired', reasons),
  ];
}

/** Art. 33(2): the processor tells every controller, without a risk test. */
function processorDuty(incident: Incident): PlannedObligation {
  const bound = hasRole(incident, 'processor');
  return planned(incident, 'controllers', bound ? 'required' : 'notRequired', [
    bound ? PROCESSOR : NOT_PROCESSOR,
  ]);
}

/**
 * The duties of an incident as the rules see them now: instants on the incident's clock, each with its reasons.
 * Duties that do not apply are listed as `notRequired`, so that one which existed before can stand down.
 */
export function planObligations(incident: Incident): PlannedObligation[] {
  const policy = incident.organisation.policy;
  const assessment = assess(incident);
  const duties = [
    planned(incident, 'containment', 'required', [ownPromise]),
    planned(incident, 'scope', 'required', [ownPromise]),
  ];
  duties.push(...controllerDuties(incident, assessment), processorDuty(incident));
  const promise: Reason = {
    code: policy.publicSummary === 'everyBreach' ? 'promiseEveryBreach' : 'promiseHighRisk',
    source: 'policy',
    facts: [],
  };
  duties.push(planned(incident, 'publicSummary', publicSummary(assessment, policy), [promise]));
  return duties;
}
