import type { Layer } from '../policy/schedules.ts';
import { DAY_MS, type DateMs, datesAround, dateText, instantOf } from './localDays.ts';
import { complement, type Span, union } from './spans.ts';

/** From Sunday, as `Date` counts them. */
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** When a layer speaks at all, inside the window. */
export interface Place {
  timeZone: string;
  /** Local dates, "YYYY-MM-DD". */
  holidays: ReadonlySet<string>;
}

/** The hours of a layer; without any, always. */
export function openHours({ hours }: Layer, timeZone: string, window: Span): Span[] {
  if (hours.length === 0) return [window];
  const open = datesAround(window, timeZone, 2).flatMap((date) =>
    hours
      .filter(({ days }) => days.includes(WEEKDAYS[new Date(date).getUTCDay()]!))
      .map(({ from, until }) => ({
        from: instantOf(date, from, timeZone),
        until: instantOf(until > from ? date : date + DAY_MS, until, timeZone),
      })),
  );
  return union(open);
}

/** The days on which a layer speaks, by its rule about holidays. A holiday is a local calendar day. */
export function openDays({ holidays: rule }: Layer, place: Place, window: Span): Span[] {
  if (rule === 'also') return [window];
  const holidays = union(
    datesAround(window, place.timeZone, 1)
      .filter((date) => place.holidays.has(dateText(date)))
      .map((date) => wholeDay(date, place.timeZone)),
  );
  return rule === 'only' ? holidays : complement(holidays, window);
}

const wholeDay = (date: DateMs, timeZone: string): Span => ({
  from: instantOf(date, '00:00', timeZone),
  until: instantOf(date + DAY_MS, '00:00', timeZone),
});
