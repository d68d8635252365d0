import table from './data/ukBankHolidays.json' with { type: 'json' };
import { localDate, startOfLocalDay } from './time/zone.ts';

export const HOLIDAY_DIVISIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type HolidayDivision = (typeof HOLIDAY_DIVISIONS)[number];

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** The public holidays of one place, for the years that somebody has looked up. */
export interface HolidayList {
  /** Local dates, "YYYY-MM-DD". */
  dates: readonly string[];
  /** Years for which `dates` is complete. Any other year is refused, never guessed. */
  years: readonly number[];
}

/** The bank holidays of a division, in the years that the table covers. */
export function bankHolidays(division: HolidayDivision): HolidayList {
  const { holidays, years } = CALENDARS.get(division)!;
  return { dates: [...holidays], years: [...years].map(Number) };
}

interface Counted {
  /** The instant of receipt; its local day is not counted. */
  from: Date;
  /** Whole working days, 1 to 366. */
  days: number;
  timeZone: string;
}

export interface WorkingDaysQuestion extends Counted {
  division: HolidayDivision;
}

export interface WorkingDaysAnswer {
  /** Local calendar date, "YYYY-MM-DD". */
  dueDate: string;
  /** The local midnight that ends the due date. */
  endsAt: Date;
}

export type WorkingDaysErrorCode = 'workingDaysInvalid' | 'workingDaysYearUnknown' | 'workingDaysListNeeded';

/** Thrown instead of a guess. */
export class WorkingDaysError extends Error {
  readonly code: WorkingDaysErrorCode;

  constructor(code: WorkingDaysErrorCode, message: string) {
    super(message);
    this.name = 'WorkingDaysError';
    this.code = code;
  }
}

interface Calendar {
  holidays: ReadonlySet<string>;
  years: ReadonlySet<string>;
  /** What to do about a year that is not known. */
  cure: string;
}

const CALENDARS = new Map(HOLIDAY_DIVISIONS.map((division) => [division, tableOf(division)]));

/** The day on which the table was last compiled; one-off holidays proclaimed later are not in it. */
export const holidaysAsOf = table._about.asOf;

/**
 * Counts working days: all days but Saturdays, Sundays and the division's bank holidays (Reg. 1182/71 Art. 2),
 * the local day of receipt excluded (Art. 3(1)). The table is domain/data/ukBankHolidays.json.
 * @throws WorkingDaysError `workingDaysYearUnknown` when the count reaches a year that is not in the table
 * @throws InvalidTimeError for an unknown zone
 * @example from Fri 12 Jun 2026, 1 day: Mon 15 Jun in England and Wales, Tue 16 Jun in Scotland
 */
export function workingDaysAfter(question: WorkingDaysQuestion): WorkingDaysAnswer {
  const calendar = CALENDARS.get(question.division);
  if (calendar) return count(question, calendar);
  throw new WorkingDaysError('workingDaysInvalid', `The division is one of ${HOLIDAY_DIVISIONS.join(', ')}.`);
}

/**
 * The same with a list of holidays that the caller has looked up, for places of which Tocsin has no table.
 * @throws WorkingDaysError `workingDaysYearUnknown` when the count reaches a year that the list does not cover
 */
export function workingDaysByList(question: Counted, list: HolidayList): WorkingDaysAnswer {
  const cure = 'pass a list of public holidays that covers it';
  return count(question, { holidays: new Set(list.dates), years: new Set(list.years.map(String)), cure });
}

function count({ from, days, timeZone }: Counted, calendar: Calendar): WorkingDaysAnswer {
  assertQuestion(from, days);
  let day = Date.parse(localDate(from, timeZone));
  for (let left = days; left > 0;) {
    day += DAY_MS;
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return { dueDate: dateOf(day), endsAt: startOfLocalDay(day + DAY_MS, timeZone) };
}

const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

function isWorkingDay(day: number, calendar: Calendar): boolean {
  const date = dateOf(day);
  assertYearKnown(date.slice(0, 4), calendar);
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(date);
}

function assertYearKnown(year: string, { years, cure }: Calendar): void {
  if (years.has(year)) return;
  const known = [...years].sort();
  throw new WorkingDaysError(
    'workingDaysYearUnknown',
    `The bank-holiday table covers ${known[0] ?? 'no year'} to ${known.at(-1) ?? 'no year'} and not ${year}; ${cure}.`,
  );
}

function tableOf(division: HolidayDivision): Calendar {
  const dates = table[division].events.map((event) => event.date);
  return {
    holidays: new Set(dates),
    years: new Set(dates.map((date) => date.slice(0, 4))),
    cure: 'add that year to domain/data/ukBankHolidays.json from https://www.gov.uk/bank-holidays',
  };
}

function assertQuestion(from: Date, days: number): void {
  if (Number.isNaN(from.getTime())) {
    throw new WorkingDaysError('workingDaysInvalid', 'The instant of receipt is not a date with a time.');
  }
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new WorkingDaysError(
      'workingDaysInvalid',
      `Working days are a whole number from 1 to ${MOST_DAYS}.`,
    );
  }
}
