import { addHours, monthsLater, outerLimit } from '../time/arithmetic.ts';
import { localDate, startOfLocalDay, wallAt, type WallMs } from '../time/zone.ts';
import {
  HOLIDAY_DIVISIONS,
  type HolidayDivision,
  type HolidayList,
  type WorkingDaysAnswer,
  workingDaysAfter,
  workingDaysByList,
  WorkingDaysError,
} from '../workingDays.ts';
import type { Duration, Duty, Stage } from './types.ts';

const DAY_MS = 86_400_000;

/** Whose public holidays: a division of the United Kingdom, or a list for any other place. */
export type Holidays = HolidayDivision | HolidayList;

export interface DuePlace {
  /** IANA name: the calendar in which days and months are counted. Hours do not look at it. */
  timeZone: string;
  /** Needed for business days. */
  holidays?: Holidays | undefined;
  /** Needed for a stage with a cap: the instant of the cap's event (DORA: awareness). */
  capStart?: Date | undefined;
}

export interface StageDue {
  /** Null: the text has no number, or the number is about keeping a record. Show the qualifier. */
  dueAt: Date | null;
  /** The local date at the end of which it is due; null for hours and where there is no number. */
  lastDate: string | null;
  qualifier: string | null;
}

/** A stage that cannot be reckoned from what was passed in. `missing` is the name of the option. */
export class DueError extends Error {
  override name = 'DueError';
  readonly code = 'dueUnknown';
  readonly missing: 'capStart';

  constructor(stage: string, missing: 'capStart') {
    super(`The stage "${stage}" has a second limit from another event: pass its instant as ${missing}.`);
    this.missing = missing;
  }
}

/**
 * When a stage is due that started at `start` (for `previousStage`: when that stage was really done).
 * - clock hours: elapsed time on the instant, never the wall clock;
 * - calendar days: the local day of the start is not counted (Reg. 1182/71 Art. 3(1)); due at the local midnight that
 *   ends the last day;
 * - business days: the same, without Saturdays, Sundays and public holidays;
 * - months: due at the local midnight that ends the same date n months on, or the last day of that month where the
 *   date is missing (Reg. 1182/71 Art. 3(2)(c));
 * - no number: `dueAt` is null. None is invented.
 *
 * Nothing is rolled over to the next working day (Art. 3(4)), and Art. 3(5) lengthens nothing: what is shown is never
 * later than any reading of the law.
 * @throws WorkingDaysError `workingDaysListNeeded` for business days of a place without holidays,
 *   `workingDaysYearUnknown` for a year that they do not cover
 * @throws DueError when the instant of a cap is missing; RangeError for an invalid date
 */
export function dueInstant(stage: Stage, start: Date, place: DuePlace): StageDue {
  const { qualifier, duration, cap } = stage;
  if (duration === null || stage.retention) return { dueAt: null, lastDate: null, qualifier };
  const own = endOf(duration, shifted(stage, start, place.timeZone), place);
  if (cap === undefined) return { ...own, qualifier };
  if (place.capStart === undefined) throw new DueError(stage.id, 'capStart');
  const limit = endOf(cap.duration, place.capStart, place);
  const capped = start <= limit.dueAt && limit.dueAt < own.dueAt;
  return { ...(capped ? limit : own), qualifier };
}

/**
 * The latest reading of a stage's hours, for information beside the deadline and never instead of it: Reg. 1182/71
 * Art. 3(1) does not count the hour of the event. Null where the stage is not in hours, or Reg. 1182/71 does not
 * govern the duty as far as was checked.
 */
export function stageOuterLimit(duty: Duty, stage: Stage, start: Date, timeZone: string): Date | null {
  if (duty.periods === null || stage.duration?.unit !== 'clockHours') return null;
  return outerLimit(start, stage.duration.value, timeZone);
}

interface End {
  dueAt: Date;
  lastDate: string | null;
}

function endOf({ value, unit }: Duration, start: Date, { timeZone, holidays }: DuePlace): End {
  if (Number.isNaN(start.getTime())) throw new RangeError('The start of a stage is not an instant');
  switch (unit) {
    case 'clockHours':
      return { dueAt: addHours(start, value), lastDate: null };
    case 'calendarDays':
      return endOfDay(localDay(start, timeZone) + value * DAY_MS, timeZone);
    case 'months':
      return endOfDay(monthsLater(localDay(start, timeZone), value), timeZone);
    case 'businessDays': {
      const { dueDate, endsAt } = businessDays({ from: start, days: value, timeZone }, holidays);
      return { dueAt: endsAt, lastDate: dueDate };
    }
  }
}

function businessDays(
  question: { from: Date; days: number; timeZone: string },
  holidays: Holidays | undefined,
): WorkingDaysAnswer {
  if (holidays === undefined) {
    throw new WorkingDaysError(
      'workingDaysListNeeded',
      `Business days need the public holidays of the place: pass a list of dates with the years that it covers, or for the United Kingdom one of ${HOLIDAY_DIVISIONS.join(', ')}.`,
    );
  }
  if (typeof holidays === 'string') return workingDaysAfter({ ...question, division: holidays });
  return workingDaysByList(question, holidays);
}

function shifted({ startsFrom }: Stage, start: Date, timeZone: string): Date {
  if (startsFrom.shift === undefined) return start;
  const year = new Date(wallAt(start, timeZone)).getUTCFullYear();
  return startOfLocalDay(Date.UTC(year, 11, 31), timeZone);
}

/** The local day of an instant, as the wall time of its midnight. */
const localDay = (instant: Date, timeZone: string): WallMs => Date.parse(localDate(instant, timeZone));

const endOfDay = (day: WallMs, timeZone: string): End => ({
  dueAt: startOfLocalDay(day + DAY_MS, timeZone),
  lastDate: new Date(day).toISOString().slice(0, 10),
});
