import { AmbiguousTimeError, InvalidTimeError } from './errors.ts';
import { instantsShowing, readingsOfGap, toLocalIso, type WallMs } from './zone.ts';

export { addHours, addMonthsClamped, outerLimit } from './arithmetic.ts';
export { AmbiguousTimeError, InvalidTimeError } from './errors.ts';

const DATE = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const TIME = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?`;
const OFFSET = String.raw`(Z|[+-]\d\d(?::?\d\d)?)`;
const INSTANT = new RegExp(`^${DATE}[T ]${TIME}${OFFSET}?$`, 'i');
const LONGEST_INPUT = 64;
const EARLIEST_YEAR = 1900;
/** What lies further off is a slip of the pen, and near the end of the calendar no deadline could be counted. */
const LATEST_YEAR = 2999;
/** No place on earth is further from UTC than UTC+14. */
const LARGEST_OFFSET_MINUTES = 14 * 60;

/**
 * ISO 8601 → instant. With an offset or Z the zone is not looked at; without one it is needed. Fractions of a
 * second are cut to milliseconds.
 * @throws InvalidTimeError with a typed code; for a local time that the clocks skip, with both readings
 * @throws AmbiguousTimeError for a local time that the clocks repeat, with both readings
 * @example parseInstant('2026-11-27T14:05+00:00')
 * @example parseInstant('2026-11-27 14:05', 'Europe/London')
 */
export function parseInstant(input: string, timeZone?: string): Date {
  const text = input.trim();
  const match = text.length <= LONGEST_INPUT ? INSTANT.exec(text) : null;
  if (!match) throw wrongFormat(text);
  const wall = wallFrom(match, text);
  const offset = match[8];
  if (offset !== undefined) return new Date(wall - offsetFrom(offset, text));
  if (timeZone === undefined) throw zoneNeeded(text);
  return fromWall(wall, timeZone, text);
}

function wallFrom(match: RegExpExecArray, text: string): WallMs {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const wall = Date.UTC(year!, month! - 1, day, hour, minute, second);
  const fields = [year, month, day, hour, minute, second];
  const real = new Date(wall);
  const shown = [
    real.getUTCFullYear(),
    real.getUTCMonth() + 1,
    real.getUTCDate(),
    real.getUTCHours(),
    real.getUTCMinutes(),
    real.getUTCSeconds(),
  ];
  if (year! > LATEST_YEAR) throw tooFar(text);
  if (year! < EARLIEST_YEAR || fields.some((field, index) => field !== shown[index])) throw impossible(text);
  return wall + Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
}

function offsetFrom(offset: string, text: string): number {
  const digits = offset.replace(/\D/g, ''); // none for Z, two where there are no minutes
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (Number(digits.slice(2)) > 59 || minutes > LARGEST_OFFSET_MINUTES) throw impossible(text);
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function fromWall(wall: WallMs, timeZone: string, text: string): Date {
  const [first, second] = instantsShowing(wall, timeZone);
  if (first && second) throw twice(text, timeZone, first, second);
  if (first) return first;
  throw missing(text, timeZone, ...readingsOfGap(wall, timeZone));
}

const quoted = (text: string) =>
  JSON.stringify(text.length > LONGEST_INPUT ? `${text.slice(0, LONGEST_INPUT)}…` : text);

const wrongFormat = (text: string) =>
  new InvalidTimeError(
    'timeFormat',
    `${quoted(text)} is not a date with a time; write it like 2026-11-27T14:05Z or 2026-11-27T14:05+01:00.`,
  );

const impossible = (text: string) =>
  new InvalidTimeError(
    'timeImpossible',
    `${quoted(text)} does not exist in the calendar or on the clock; correct the date, the time or the offset.`,
  );

const tooFar = (text: string) =>
  new InvalidTimeError(
    'timeImpossible',
    `${quoted(text)} lies after the year ${LATEST_YEAR}; correct the year.`,
  );

const zoneNeeded = (text: string) =>
  new InvalidTimeError(
    'timeZoneNeeded',
    `${quoted(text)} has no offset; add Z or an offset such as +01:00, or name the time zone.`,
  );

function twice(text: string, timeZone: string, first: Date, second: Date): AmbiguousTimeError {
  const readings: [string, string] = [toLocalIso(first, timeZone), toLocalIso(second, timeZone)];
  return new AmbiguousTimeError(
    `${quoted(text)} exists twice in ${timeZone}, because the clocks go back; write ${readings[0]} or ${readings[1]}.`,
    readings,
  );
}

function missing(text: string, timeZone: string, early: Date, late: Date): InvalidTimeError {
  const readings = [toLocalIso(early, timeZone), toLocalIso(late, timeZone)];
  return new InvalidTimeError(
    'timeMissing',
    `${quoted(text)} does not exist in ${timeZone}, because the clocks go forward; write ${readings.join(' or ')}.`,
    readings,
  );
}
