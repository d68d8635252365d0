import table from './data/ukBankHolidays.json' with { type: 'json' };
import { localDate, startOfLocalDay } from './time/zone.ts';

export const HOLIDAY_DIVISIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type HolidayDivision = (typeof HOLIDAY_DIVISIONS)[number];

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

export interface WorkingDaysQuestion {
  /** The instant of receipt; its local day is not counted. */
  from: Date;
  /** Whole working days, 1 to 366. */
  days: number;
  division: HolidayDivision;
  timeZone: string;
}

export interface WorkingDaysAnswer {
  /** Local calendar date, "YYYY-MM-DD". */
  dueDate: string;
  /** The local midnight that ends the due date. */
  endsAt: Date;
}

export type WorkingDaysErrorCode = 'workingDaysInvalid' | 'workingDaysYearUnknown';

/** Thrown instead of a guess. */
export class WorkingDaysError extends Error {
  readonly code: WorkingDaysErrorCode;

  constructor(code: WorkingDaysErrorCode, message: string) {
    super(message);
    this.name = 'WorkingDaysError';
    this.code = code;
  }
}

const HOLIDAYS = new Map(
  HOLIDAY_DIVISIONS.map((division) => [division, new Set(table[division].events.map((event) => event.date))]),
);

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
  const { from, days, division, timeZone } = question;
  const holidays = holidaysOf(division);
  assertQuestion(from, days);
  let day = Date.parse(localDate(from, timeZone));
  for (let left = days; left > 0;) {
    day += DAY_MS;
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return { dueDate: dateOf(day), endsAt: startOfLocalDay(day + DAY_MS, timeZone) };
}

const dateOf = (day: number): string => new Date(day).toISOString().slice(0, 10);

function isWorkingDay(day: number, holidays: ReadonlySet<string>): boolean {
  const date = dateOf(day);
  assertYearKnown(date.slice(0, 4), holidays);
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(date);
}

function assertYearKnown(year: string, holidays: ReadonlySet<string>): void {
  const years = [...new Set([...holidays].map((date) => date.slice(0, 4)))].sort();
  if (years.includes(year)) return;
  throw new WorkingDaysError(
    'workingDaysYearUnknown',
    `The bank-holiday table covers ${years[0]} to ${years.at(-1)} and not ${year}; ` +
      `add that year to domain/data/ukBankHolidays.json from https://www.gov.uk/bank-holidays.`,
  );
}

function holidaysOf(division: HolidayDivision): ReadonlySet<string> {
  const holidays = HOLIDAYS.get(division);
  if (holidays) return holidays;
  throw new WorkingDaysError('workingDaysInvalid', `The division is one of ${HOLIDAY_DIVISIONS.join(', ')}.`);
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
