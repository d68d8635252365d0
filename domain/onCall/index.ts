import type { Policy } from '../organisation.ts';
import type { Schedule } from '../policy/schedules.ts';
import { bankHolidays } from '../workingDays.ts';
import { localClock } from './localDays.ts';
import type { Override } from './override.ts';
import { type Turn, turns } from './rotation.ts';
import { openDays, openHours, type Place } from './silence.ts';
import { intersect, type Span } from './spans.ts';
import { topmost } from './topmost.ts';

export { MOST_OVERRIDE_DAYS, type Override } from './override.ts';

/** What a rota is worked out from. Where `people` is given, an override to somebody who is not among them is void. */
export type RotaPolicy = Pick<Policy, 'timeZone' | 'holidayDivision' | 'schedules'> &
  Partial<Pick<Policy, 'people'>>;

/** One person, or nobody, without a break; `until` is excluded. */
export interface Shift {
  personId: string | null;
  from: Date;
  until: Date;
}

/** A shift with what it comes from, whole: the same turn has the same `turnFrom` in whatever window it is looked at. */
export interface Piece extends Shift {
  personId: string;
  turnFrom: Date;
  overrideId: string | null;
}

interface Held extends Turn {
  turnFrom: number;
  overrideId: string | null;
}

/**
 * Who is on call at an instant: ids of people, empty when nobody is or the schedule is unknown. An active override wins
 * over the layers, of several the newest; a later layer wins over an earlier one.
 */
export function onCallAt(
  policy: RotaPolicy,
  scheduleId: string,
  at: Date,
  overrides: readonly Override[],
): string[] {
  const [piece] = pieces(policy, scheduleId, at, new Date(at.getTime() + 1), overrides);
  return piece ? [piece.personId] : [];
}

/**
 * Who is on call from one instant to another, without a hole: where nobody is, `personId` is null. Neighbours differ.
 * An unknown schedule is one gap; an empty window has no shifts.
 */
export function shifts(
  policy: RotaPolicy,
  scheduleId: string,
  from: Date,
  until: Date,
  overrides: readonly Override[],
): Shift[] {
  const found: Shift[] = [];
  for (const part of held(policy, scheduleId, spanOf(from, until), overrides)) {
    const personId = part.top?.personId ?? null;
    const last = found.at(-1);
    if (last?.personId === personId) last.until = new Date(part.until);
    else found.push({ personId, from: new Date(part.from), until: new Date(part.until) });
  }
  return found;
}

/** When nobody is on call between two instants. */
export const gaps = (
  policy: RotaPolicy,
  scheduleId: string,
  from: Date,
  until: Date,
  overrides: readonly Override[],
): { from: Date; until: Date }[] =>
  shifts(policy, scheduleId, from, until, overrides)
    .filter(({ personId }) => personId === null)
    .map((gap) => ({ from: gap.from, until: gap.until }));

/** The same as {@link shifts}, but cut at every hand-over and where an override begins or ends, and without the gaps. */
export const pieces = (
  policy: RotaPolicy,
  scheduleId: string,
  from: Date,
  until: Date,
  overrides: readonly Override[],
): Piece[] =>
  held(policy, scheduleId, spanOf(from, until), overrides).flatMap(({ top, ...part }) =>
    top
      ? {
          personId: top.personId,
          from: new Date(part.from),
          until: new Date(part.until),
          turnFrom: new Date(top.turnFrom),
          overrideId: top.overrideId,
        }
      : [],
  );

const spanOf = (from: Date, until: Date): Span => ({ from: from.getTime(), until: until.getTime() });

function held(policy: RotaPolicy, scheduleId: string, window: Span, overrides: readonly Override[]) {
  if (!(window.from < window.until)) return [];
  const schedule = policy.schedules.find(({ id }) => id === scheduleId);
  if (!schedule) return [{ ...window, top: null }];
  const stacks = [...layersOf(policy, schedule, window), ...overridesOf(policy, scheduleId, overrides)];
  return topmost<Held>(stacks, window);
}

function layersOf(policy: RotaPolicy, schedule: Schedule, window: Span): Held[][] {
  const clock = localClock(schedule.timeZone ?? policy.timeZone);
  const dates = [...bankHolidays(policy.holidayDivision).dates, ...schedule.holidayDates];
  const place: Place = { clock, holidays: new Set(dates) };
  return schedule.layers.map((layer) => {
    const open = intersect(openHours(layer, clock, window), openDays(layer, place, window));
    const whole = turns(layer, clock, window).map((turn) => ({ ...turn, turnFrom: turn.from }));
    return intersect(whole, open).map((turn) => ({ ...turn, overrideId: null }));
  });
}

/** Each override is a stack of its own, the newest on top. */
const overridesOf = ({ people }: RotaPolicy, scheduleId: string, overrides: readonly Override[]): Held[][] =>
  overrides
    .filter((override) => override.scheduleId === scheduleId)
    .filter((override) => !people || people.some(({ id }) => id === override.personId))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, personId, from, until }) => [
      { ...spanOf(from, until), personId, turnFrom: from.getTime(), overrideId: id },
    ]);
