import { tzOffset } from '@date-fns/tz/tzOffset';
import { InvalidTimeError } from './errors.ts';

const DAY_MS = 86_400_000;

/**
 * A wall-clock reading as milliseconds: what `Date.UTC` makes of its fields, so it is not an instant. It turns into
 * instants by {@link instantsShowing}.
 */
export type WallMs = number;

/** Zones that were found good, because asking the runtime is slow. */
const knownZones = new Set<string>();

/** Throws `timeZoneUnknown` unless the runtime knows the zone (IANA name or "+05:30"). */
export function assertTimeZone(timeZone: string): void {
  if (knownZones.has(timeZone)) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    knownZones.add(timeZone);
  } catch {
    throw new InvalidTimeError(
      'timeZoneUnknown',
      `${JSON.stringify(timeZone)} is not a time zone; use an IANA name such as "Europe/London".`,
    );
  }
}

/** Local time minus UTC at an instant, in ms. @example offsetMs('Asia/Kolkata', at) is 19_800_000 */
export function offsetMs(timeZone: string, instant: Date): number {
  assertTimeZone(timeZone);
  return tzOffset(timeZone, instant) * 60_000;
}

/** What a clock on the wall shows at an instant. */
export const wallAt = (instant: Date, timeZone: string): WallMs =>
  instant.getTime() + offsetMs(timeZone, instant);

/** The offsets in force well before and well after a wall time; they differ near a clock change. */
function offsetsAround(wall: WallMs, timeZone: string): { before: number; after: number } {
  return {
    before: offsetMs(timeZone, new Date(wall - DAY_MS)),
    after: offsetMs(timeZone, new Date(wall + DAY_MS)),
  };
}

/** The instants at which a wall clock shows this time, the earlier first: none in a gap, two in an overlap. */
export function instantsShowing(wall: WallMs, timeZone: string): Date[] {
  const { before, after } = offsetsAround(wall, timeZone);
  return [...new Set([wall - before, wall - after])]
    .sort((a, b) => a - b)
    .map((ms) => new Date(ms))
    .filter((instant) => wallAt(instant, timeZone) === wall);
}

/** For a wall time inside a gap: the instants it means by the offset after and by the offset before, earlier first. */
export function readingsOfGap(wall: WallMs, timeZone: string): [Date, Date] {
  const { before, after } = offsetsAround(wall, timeZone);
  return [new Date(wall - after), new Date(wall - before)];
}

/** The first instant of a local day, also where the clocks skip or repeat midnight. `day` is its midnight as wall ms. */
export function startOfLocalDay(day: WallMs, timeZone: string): Date {
  return instantsShowing(day, timeZone)[0] ?? readingsOfGap(day, timeZone)[1];
}

/** "+01:00"; a part below a minute (offsets of the 19th century) is cut off. */
export function offsetText(offset: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}

/** ISO 8601 in local time with offset, to the second. @example "2026-03-29T02:30:00+01:00" */
export function toLocalIso(instant: Date, timeZone: string): string {
  const offset = offsetMs(timeZone, instant);
  return new Date(instant.getTime() + offset).toISOString().slice(0, 19) + offsetText(offset);
}

/** The local calendar date, "YYYY-MM-DD". */
export const localDate = (instant: Date, timeZone: string): string =>
  new Date(wallAt(instant, timeZone)).toISOString().slice(0, 10);
