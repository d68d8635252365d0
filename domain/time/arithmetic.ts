import { instantsShowing, offsetMs, readingsOfGap, wallAt, type WallMs } from './zone.ts';

const HOUR_MS = 3_600_000;

/**
 * Elapsed hours on an instant, whatever the clocks on the wall do meanwhile: this is how every deadline in hours is
 * counted (Reg. 1182/71 Art. 3; regulatory.md §4.3, §4.4). Fractions are rounded down to a millisecond, so a
 * deadline is never late.
 * @example addHours(new Date('2026-03-27T16:30Z'), 72) is 2026-03-30T16:30Z, 17:30 in London
 */
export const addHours = (instant: Date, hours: number): Date =>
  new Date(Math.floor(instant.getTime() + hours * HOUR_MS));

/**
 * The latest reading of a period in hours under Reg. 1182/71 Art. 3(1): the hour of the event is not counted, so the
 * start of the next full local hour + `hours`. For information beside the deadline, never instead of it. The zone
 * matters only where local hours do not begin on UTC hours (India).
 * @example aware 12:17, 72 → three days later 13:00; aware 10:00:00 → 11:00
 */
export function outerLimit(aware: Date, hours: number, timeZone = 'UTC'): Date {
  const offset = offsetMs(timeZone, aware);
  const hourOfEvent = Math.floor((aware.getTime() + offset) / HOUR_MS) * HOUR_MS - offset;
  return addHours(new Date(hourOfEvent + HOUR_MS), hours);
}

/**
 * The same local date and time `months` later, or the last day of that month where the date is missing (Reg. 1182/71
 * Art. 3(2)(c)). Where the clocks skip or repeat that local time, the earlier reading, which is never late.
 * @example addMonthsClamped(new Date('2026-01-31T12:00Z'), 1, 'Europe/London') is 2026-02-28T12:00Z
 */
export function addMonthsClamped(instant: Date, months: number, timeZone: string): Date {
  const wall = monthsLater(wallAt(instant, timeZone), months);
  return instantsShowing(wall, timeZone)[0] ?? readingsOfGap(wall, timeZone)[0];
}

/** The same wall time `months` later, or that time on the last day of the month where the date is missing. */
export function monthsLater(wall: WallMs, months: number): WallMs {
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}
