import type { Layer } from '../policy/schedules.ts';
import { DAY_MS, type DateMs, datesAround, dateText, type LocalClock } from './localDays.ts';
import { complement, type Span, union } from './spans.ts';

/** From Sunday, as `Date` counts them. */
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Whose clock and whose holidays a layer goes by. */
export interface Place {
  clock: LocalClock;
  /** Local dates, "YYYY-MM-DD". */
  holidays: ReadonlySet<string>;
}

/** The hours of a layer; without any, always. */
export function openHours({ hours }: Layer, clock: LocalClock, window: Span): Span[] {
  if (hours.length === 0) return [window];
  const open = datesAround(window, clock.timeZone, 2).flatMap((date) =>
    hours
      .filter(({ days }) => days.includes(WEEKDAYS[new Date(date).getUTCDay()]!))
      .map(({ from, until }) => ({
        from: clock.instantOf(date, from),
        until: clock.instantOf(until > from ? date : date + DAY_MS, until),
      })),
  );
  return union(open);
}

/** The days on which a layer speaks, by its rule about holidays. A holiday is a local calendar day. */
export function openDays({ holidays: rule }: Layer, place: Place, window: Span): Span[] {
  if (rule === 'also') return [window];
  const holidays = union(
    datesAround(window, place.clock.timeZone, 1)
      .filter((date) => place.holidays.has(dateText(date)))
      .map((date) => wholeDay(date, place.clock)),
  );
  return rule === 'only' ? holidays : complement(holidays, window);
}

const wholeDay = (date: DateMs, clock: LocalClock): Span => ({
  from: clock.instantOf(date, '00:00'),
  until: clock.instantOf(date + DAY_MS, '00:00'),
});
