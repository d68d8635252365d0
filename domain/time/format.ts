import { dateTimeFormat, numberFormat } from './formats.ts';
import { assertTimeZone } from './zone.ts';
import { zoneAbbreviation } from './zoneName.ts';

/**
 * An instant as people read it, local time first, 24 h, with the zone as it is called on that day.
 * English is fixed; another language follows its own order; an unknown language is written in English.
 * @throws RangeError for an invalid date; InvalidTimeError for an unknown zone
 * @example formatInstant(new Date('2026-11-27T14:05Z'), 'Europe/London') is "Fri 27 Nov 2026, 14:05 GMT"
 */
export function formatInstant(instant: Date, timeZone: string, language = 'en'): string {
  assertTimeZone(timeZone);
  const zone = zoneAbbreviation(instant, timeZone, language);
  const local = language === 'en' ? english(instant, timeZone) : translated(instant, timeZone, language);
  return `${local} ${zone}`;
}

const FIELDS = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

function english(instant: Date, timeZone: string): string {
  const parts = dateTimeFormat(['en-US'], { ...FIELDS, timeZone }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')}`;
}

const translated = (instant: Date, timeZone: string, language: string): string =>
  dateTimeFormat([language, 'en-GB'], { ...FIELDS, timeZone }).format(instant);

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/**
 * A length of time in its two largest units, cut, never rounded up, so that it never promises time that is not there.
 * A zero unit is left out. The sign does not matter.
 * @throws RangeError unless `ms` is finite
 * @example formatDuration(183_600_000) is "2 days 3 hours"; formatDuration(59_999) is "less than a minute"
 */
export function formatDuration(ms: number, language = 'en'): string {
  if (!Number.isFinite(ms)) throw new RangeError('A duration is a finite number of milliseconds');
  const size = Math.abs(ms);
  const largest = UNITS.findIndex(([, length]) => size >= length);
  if (largest === -1) return language === 'en' ? 'less than a minute' : `< ${amount(1, 'minute', language)}`;
  let rest = size;
  const words = UNITS.slice(largest, largest + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? amount(count, unit, language) : '';
  });
  return words.filter((word) => word !== '').join(' ');
}

const amount = (count: number, unit: 'day' | 'hour' | 'minute', language: string): string =>
  numberFormat([language, 'en-GB'], { style: 'unit', unit, unitDisplay: 'long' }).format(count);

export interface TimeLeft {
  /** True once the deadline has passed; at the deadline itself it is false. */
  overdue: boolean;
  /** A whole phrase: "2 days 3 hours left", "due now", "overdue by 45 minutes". */
  text: string;
  /** The bare length, for catalogues that make their own phrase. */
  duration: string;
}

type Phrases = Record<'left' | 'now' | 'overdue', (duration: string) => string>;

/** One row a language; a language without a row gets the whole phrase in English, never a mixture. */
const PHRASES: Record<string, Phrases> = {
  en: {
    left: (duration) => `${duration} left`,
    now: () => 'due now',
    overdue: (duration) => `overdue by ${duration}`,
  },
};

/** How long until (or since) a deadline, in words. @example {overdue: false, text: "2 days 3 hours left", …} */
export function timeLeft(dueAt: Date, now: Date, language = 'en'): TimeLeft {
  const ms = dueAt.getTime() - now.getTime();
  const spoken = Object.hasOwn(PHRASES, language) ? language : 'en';
  const phrases = PHRASES[spoken]!;
  const duration = formatDuration(ms, spoken);
  const phrase = ms === 0 ? phrases.now : ms > 0 ? phrases.left : phrases.overdue;
  return { overdue: ms < 0, text: phrase(duration), duration };
}
