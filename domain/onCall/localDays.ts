import { firstInstant } from '../time/firstInstant.ts';
import { localDate, offsetMs } from '../time/zone.ts';
import type { Span } from './spans.ts';

export const DAY_MS = 86_400_000;

/** A calendar date as the ms of its midnight in UTC: arithmetic on dates knows no zone and no clock change. */
export type DateMs = number;

export const dateMs = (date: string): DateMs => Date.parse(`${date}T00:00:00Z`);
export const dateText = (date: DateMs): string => new Date(date).toISOString().slice(0, 10);

/** @example minutes('09:30') is 570 */
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Local times of one zone. */
export interface LocalClock {
  timeZone: string;
  /** The instant, in ms, of a local time (HH:MM) on a local date; see {@link firstInstant} for clock changes. */
  instantOf(date: DateMs, time: string): number;
}

/** Remembers on which dates no clock change is near, because asking the runtime for an offset is slow. */
export function localClock(timeZone: string): LocalClock {
  const steadyOffsets = new Map<DateMs, number | null>();
  const steadyOffset = (date: DateMs): number | null => {
    const known = steadyOffsets.get(date);
    if (known !== undefined) return known;
    const [before, after] = [date - DAY_MS, date + 2 * DAY_MS].map((ms) => offsetMs(timeZone, new Date(ms)));
    const offset = before === after ? before! : null;
    steadyOffsets.set(date, offset);
    return offset;
  };
  return {
    timeZone,
    instantOf: (date, time) => {
      const wall = date + minutes(time) * 60_000;
      const offset = steadyOffset(date);
      return offset === null ? firstInstant(wall, timeZone).getTime() : wall - offset;
    },
  };
}

/** The local dates that a span of instants touches, and `margin` days on both sides. */
export function datesAround(span: Span, timeZone: string, margin: number): DateMs[] {
  const first = dateMs(localDate(new Date(span.from), timeZone)) - margin * DAY_MS;
  const last = dateMs(localDate(new Date(span.until), timeZone)) + margin * DAY_MS;
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, day) => first + day * DAY_MS);
}
