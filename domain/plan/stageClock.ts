import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { Reason } from '../obligations.ts';
import { dueInstant } from '../regimes/due.ts';
import type { Duty, Stage } from '../regimes/types.ts';
import type { ClockEvent } from '../regimes/vocabulary.ts';
import { WorkingDaysError } from '../workingDays.ts';
import { hoursAfter } from './own.ts';

export interface Clock {
  startsAt: Date;
  dueAt: Date;
  ownTarget: boolean;
  reasons: Reason[];
}

/** Events that the incident itself knows. */
const GIVEN = ['aware', 'belief', 'discovered', 'noticed', 'suspicion', 'occurred', 'previousStage'] as const;
type Given = (typeof GIVEN)[number];
/** Events that only the organisation can state. The first three are expected to come; the rest come or do not. */
const EXPECTED: readonly string[] = ['determined', 'classified', 'assessed'];

interface Starts {
  duty: Duty;
  incident: Incident;
  track: Track | null;
  /** When the stage before was really done. */
  previousDone: Date | undefined;
  /** When the assessment that the same duty asks for was really done: then the breach is assessed. */
  assessmentDone: Date | undefined;
}

/** When one stage starts and is due; undefined while its event has not happened, and for mere retention. */
export function stageClock(stage: Stage, starts: Starts): Clock | undefined {
  const startsAt = eventInstant(stage.startsFrom.event, starts);
  return startsAt && !stage.retention ? { startsAt, ...dueOf(stage, startsAt, starts) } : undefined;
}

/** What the incident itself knows; everything else only the organisation can state. */
function eventInstant(event: ClockEvent, starts: Starts): Date | undefined {
  const { incident, track, previousDone, assessmentDone } = starts;
  const { awareAt, discoveredAt, occurredFrom, tracks } = incident;
  const given: Record<Given, Date | undefined> = {
    aware: awareAt,
    belief: awareAt,
    discovered: discoveredAt,
    noticed: discoveredAt,
    suspicion: discoveredAt,
    occurred: occurredFrom ?? discoveredAt,
    previousStage: previousDone,
  };
  if (isGiven(event)) return given[event];
  return stated(event, track ? [track] : tracks) ?? (event === 'assessed' ? assessmentDone : undefined);
}

const isGiven = (event: ClockEvent): event is Given => GIVEN.some((given) => given === event);

/** The earliest that a track states. */
function stated(event: Exclude<ClockEvent, Given>, tracks: readonly Track[]): Date | undefined {
  const instants = tracks.flatMap(({ moments }) => (moments?.[event] ? [Date.parse(moments[event])] : []));
  return instants.length > 0 ? new Date(Math.min(...instants)) : undefined;
}

const HOLIDAYS_UNKNOWN: Reason = { code: 'holidaysUnknown', source: 'domain/regimes', facts: [] };

/** A stage without a number runs on the organisation's own target; the law's words stand beside it. */
function dueOf(stage: Stage, startsAt: Date, starts: Starts): Omit<Clock, 'startsAt'> {
  const { policy } = starts.incident.organisation;
  const towardsControllers = stage.towards.some((kind) => kind === 'controllers');
  const target = towardsControllers ? policy.controllersTargetHours : policy.undueDelayTargetHours;
  const own = { dueAt: hoursAfter(startsAt, target), ownTarget: true, reasons: [] };
  const { timeZone } = policy;
  // Business days are those of the place whose law it is; only the United Kingdom's are in the table.
  const holidays = starts.duty.jurisdiction.startsWith('GB') ? policy.holidayDivision : undefined;
  const capStart = stage.cap && eventInstant(stage.cap.event, starts);
  try {
    const { dueAt } = dueInstant(stage, startsAt, { timeZone, holidays, capStart });
    return dueAt ? { dueAt, ownTarget: false, reasons: [] } : own;
  } catch (error) {
    if (!(error instanceof WorkingDaysError) || !stage.duration) throw error;
    // Without that place's holidays: as many calendar days as it has business days is never later than the law.
    const dueAt = hoursAfter(startsAt, stage.duration.value * 24);
    return { dueAt, ownTarget: true, reasons: [HOLIDAYS_UNKNOWN] };
  }
}

/**
 * The event that somebody must state before a stage of this duty can run; undefined where none is expected, or where
 * the duty itself asks for the assessment whose end it is.
 */
export const expectedEvent = ({ stages }: Duty): ClockEvent | undefined =>
  stages
    .map(({ startsFrom }) => startsFrom.event)
    .find(
      (event) =>
        EXPECTED.includes(event) && !(event === 'assessed' && stages.some(({ id }) => id === 'assessment')),
    );

/** Has anybody stated it? For a duty of a track in that track, else in any. */
export const isStarted = (event: ClockEvent, { tracks }: Incident, track: Track | null): boolean =>
  !isGiven(event) && stated(event, track ? [track] : tracks) !== undefined;
