import { bankHolidays, type HolidayDivision } from '../../domain/workingDays.ts';
import { type Check, fail, ok, roughly, unknown, warn } from './check.ts';

const WARN_MS = 2_000;
const FAIL_MS = 30_000;
const CURE = 'Set the clocks by NTP (timedatectl set-ntp true): deadlines are told by them.';

/** Two clocks, `aheadMs` of the other against this one. */
export function clockCheck(name: string, aheadMs: number | null, tolerance = 0): Check {
  if (aheadMs === null || Number.isNaN(aheadMs)) return unknown(name, 'shows no time to compare with');
  const off = Math.max(0, Math.abs(aheadMs) - tolerance);
  const says = `${roughly(aheadMs)} ${aheadMs > 0 ? 'ahead' : 'behind'}`;
  if (off <= WARN_MS) return ok(name, 'agrees');
  return off <= FAIL_MS ? warn(name, says, CURE) : fail(name, says, CURE);
}

/** The rules of the policy's zone are known here: its offset half a year on is not a guess of the system's own zone. */
export function zoneCheck(
  timeZone: string,
  versions: { tz: string | undefined; icu: string | undefined },
): Check {
  const known = `tz data ${versions.tz ?? 'unknown'}, ICU ${versions.icu ?? 'unknown'}`;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
  } catch {
    return fail(
      'time zone',
      `"${timeZone}" is not known here (${known})`,
      'Correct policy.timeZone, or use a Node.js with full ICU data.',
    );
  }
  return londonIsRight()
    ? ok('time zone', `${timeZone} (${known})`)
    : fail('time zone', `summer time is not known here (${known})`, 'Use a Node.js with full ICU data.');
}

/** Summer time of 2026 in London, which every sound table has. */
function londonIsRight(): boolean {
  const hour = (at: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hourCycle: 'h23' }).format(
      new Date(at),
    );
  return hour('2026-07-01T12:00:00Z') === '13' && hour('2026-12-01T12:00:00Z') === '12';
}

/** Working days are refused for a year beyond the table. */
export function holidayCheck(division: HolidayDivision, now: Date): Check {
  const year = now.getUTCFullYear();
  const { years } = bankHolidays(division);
  const last = Math.max(...years);
  if (!years.includes(year))
    return fail(
      'bank holidays',
      `the table ends with ${last}`,
      'Update Tocsin: working days of this year are refused.',
    );
  if (!years.includes(year + 1))
    return warn('bank holidays', `the table ends with ${last}`, 'Update Tocsin before the turn of the year.');
  return ok('bank holidays', `known to the end of ${last}`);
}
