import { proposalOf, type Proposal } from '../assessment/index.ts';
import { gravityOf } from '../assessment/gravity.ts';
import { heldUntil } from '../demands.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { Applicability, PlannedObligation, Reason } from '../obligations.ts';
import type { Happened } from './happened.ts';
import { regimesOf } from '../regimes/choice.ts';
import { JOINT } from './joint.ts';
import { hoursAfter, PLAIN } from './own.ts';
import { idsByTrack } from './tracks.ts';

/** UK GDPR Art. 33(1). Elapsed hours on the instant; nights, weekends and holidays count. */
const AUTHORITY_HOURS = 72;

const PROMISED: Reason = { code: 'promiseAuthorityEveryBreach', source: 'policy', facts: [] };
const ORDERED: Reason = { code: 'commissionerOrders', source: 'UK GDPR Art. 34(4)', facts: [] };
/** Arts 33(1) and 34 bind the controller only; a report may be made without a duty, so the duty has a name anyway. */
const NOT_CONTROLLER: Reason = {
  code: 'noControllerTrack',
  source: 'UK GDPR Arts 33(1), 34(1)',
  facts: ['role'],
};

type Frame = Omit<PlannedObligation, 'id' | 'applicability' | 'reasons' | 'track'>;
interface Bound {
  track: Track;
  assessment: Proposal;
}
type Answer = Pick<PlannedObligation, 'applicability' | 'reasons'>;

/** One obligation for each controller track; where there is none, one that is not required. */
function forControllers(
  incident: Incident,
  happened: Happened,
  frame: Frame,
  answer: (bound: Bound) => Answer,
): PlannedObligation[] {
  if (!regimesOf(incident.organisation.policy.regimes).some(({ id }) => id === frame.duty)) return [];
  const tracks = incident.tracks.filter(({ facts }) => facts.role === 'controller');
  if (tracks.length === 0) {
    const nobody = { track: null, applicability: 'notRequired' as const, reasons: [NOT_CONTROLLER] };
    return [{ ...frame, id: frame.kind, ...nobody }];
  }
  return idsByTrack(frame.kind, tracks, happened).map(({ track, id }) => {
    const assessment = proposalOf(track.facts);
    const gravity = gravityOf(track.facts, assessment);
    return { ...frame, id, track: track.id, gravity, ...answer({ track, assessment }) };
  });
}

/** Art. 33(1): each controller track, from awareness. */
export function authorityDuties(incident: Incident, happened: Happened): PlannedObligation[] {
  const { awareAt, organisation } = incident;
  const frame: Frame = {
    ...PLAIN,
    kind: 'authority',
    basis: 'UK GDPR Art. 33(1)',
    qualifier: 'without undue delay and, where feasible, not later than 72 hours',
    ownTarget: false,
    startsFrom: 'aware',
    startsAt: awareAt,
    dueAt: hoursAfter(awareAt, AUTHORITY_HOURS),
    duty: 'uk-gdpr-33-1',
    stage: 'notification',
  };
  const promise = organisation.policy.authorityPromise === 'everyBreach';
  return forControllers(incident, happened, frame, (bound) => authority(bound, promise));
}

/**
 * That a risk is unlikely is for the controller to show (Arts 5(2), 33(1)), so a named person confirms it and the
 * clock runs until then. A promise may go further than the law, and an arrangement may name another notifier.
 */
function authority({ track, assessment }: Bound, promise: boolean): Answer {
  const asked = assessment.notifyAuthority === 'required';
  const notifier = track.joint?.notifier;
  const joint = notifier && notifier !== 'us' ? JOINT[notifier] : undefined;
  const applicability: Applicability = asked && track.joint?.notifier !== 'them' ? 'required' : 'decide';
  const beside = [...(joint ? [joint] : []), ...(promise && !asked ? [PROMISED] : [])];
  return { applicability, reasons: [...assessment.reasons, ...beside] };
}

/** Art. 34(1): each controller track, where a high risk is likely, a person has to judge it, or the Commissioner orders it. */
export function individualsDuties(incident: Incident, happened: Happened): PlannedObligation[] {
  const { awareAt, organisation } = incident;
  const ordered = happened.demands.some(({ kind, endedAt }) => kind === 'authorityOrder' && !endedAt);
  const frame: Frame = {
    ...PLAIN,
    kind: 'individuals',
    basis: 'UK GDPR Art. 34(1)',
    qualifier: 'without undue delay',
    ownTarget: true,
    startsFrom: 'aware',
    startsAt: awareAt,
    dueAt: hoursAfter(awareAt, organisation.policy.individualsTargetHours),
    duty: 'uk-gdpr-34',
    stage: 'communication',
    heldUntil: heldUntil(happened.demands, 'individuals'),
  };
  return forControllers(incident, happened, frame, ({ assessment }) =>
    ordered
      ? { applicability: 'required', reasons: [ORDERED, ...assessment.reasons] }
      : { applicability: assessment.communicateToDataSubjects, reasons: assessment.reasons },
  );
}
