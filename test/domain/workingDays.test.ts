import { describe, expect, test } from '@jest/globals';
import {
  holidaysAsOf,
  workingDaysAfter,
  workingDaysByList,
  WorkingDaysError,
  type HolidayDivision,
} from '../../domain/workingDays.ts';

const ENGLAND = 'england-and-wales';
const SCOTLAND = 'scotland';
const IRELAND = 'northern-ireland';

describe('working days by division', () => {
  test.each<[string, string, number, HolidayDivision, string]>([
    ['an ordinary week', '2026-11-23T09:00Z', 3, ENGLAND, '2026-11-26'],
    ['a weekend in between', '2026-11-27T09:00Z', 1, ENGLAND, '2026-11-30'],
    ['received on a Saturday', '2026-11-21T12:00Z', 1, ENGLAND, '2026-11-23'],
    ['St Andrew’s Day in Scotland', '2026-11-27T09:00Z', 1, SCOTLAND, '2026-12-01'],
    ['the World Cup holiday is a working day in England', '2026-06-12T09:00Z', 1, ENGLAND, '2026-06-15'],
    ['the World Cup holiday 2026-06-15 in Scotland', '2026-06-12T09:00Z', 1, SCOTLAND, '2026-06-16'],
    [
      'the World Cup holiday is a working day in Northern Ireland',
      '2026-06-12T09:00Z',
      1,
      IRELAND,
      '2026-06-15',
    ],
    ['Christmas 2026 with Boxing Day on Monday 28', '2026-12-24T10:00Z', 1, ENGLAND, '2026-12-29'],
    ['Christmas 2027 with both substitutes', '2027-12-24T10:00Z', 1, ENGLAND, '2027-12-29'],
    ['Easter 2026 in England', '2026-04-02T10:00Z', 1, ENGLAND, '2026-04-07'],
    ['Easter Monday 2026 is a working day in Scotland', '2026-04-02T10:00Z', 1, SCOTLAND, '2026-04-06'],
    ['2 January in Scotland', '2025-12-31T10:00Z', 1, SCOTLAND, '2026-01-05'],
    ['2 January is a working day in England', '2025-12-31T10:00Z', 1, ENGLAND, '2026-01-02'],
    ['2 January 2027 substituted on Monday 4 in Scotland', '2026-12-31T10:00Z', 1, SCOTLAND, '2027-01-05'],
    ['the Boyne 2026 substituted on Monday 13', '2026-07-10T10:00Z', 1, IRELAND, '2026-07-14'],
    ['St Patrick’s Day in Northern Ireland', '2026-03-16T10:00Z', 1, IRELAND, '2026-03-18'],
    ['the August holiday of Scotland', '2026-07-31T10:00Z', 1, SCOTLAND, '2026-08-04'],
    ['the August holiday of England', '2026-08-28T10:00Z', 1, ENGLAND, '2026-09-01'],
    ['received the day before the table begins', '2024-12-31T10:00Z', 1, ENGLAND, '2025-01-02'],
    ['the last day of the table', '2027-12-30T10:00Z', 1, ENGLAND, '2027-12-31'],
    ['five days over a bank holiday', '2026-05-21T10:00Z', 5, ENGLAND, '2026-05-29'],
  ])('%s', (_name, from, days, division, dueDate) => {
    const answer = workingDaysAfter({ from: new Date(from), days, division, timeZone: 'Europe/London' });
    expect(answer.dueDate).toBe(dueDate);
  });
});

describe('the local day', () => {
  const count = (from: string, timeZone: string) =>
    workingDaysAfter({ from: new Date(from), days: 1, division: ENGLAND, timeZone });

  test('decides, and not the UTC day', () => {
    expect(count('2026-06-08T23:30Z', 'Europe/London').dueDate).toBe('2026-06-10');
    expect(count('2026-06-08T23:30Z', 'UTC').dueDate).toBe('2026-06-09');
  });

  test.each([
    ['2026-11-23T09:00Z', 'Europe/London', '2026-11-25T00:00:00.000Z'],
    ['2026-06-08T09:00Z', 'Europe/London', '2026-06-09T23:00:00.000Z'],
    ['2026-03-27T09:00Z', 'Europe/London', '2026-03-30T23:00:00.000Z'],
    ['2026-10-23T09:00Z', 'Europe/London', '2026-10-27T00:00:00.000Z'],
    ['2026-11-23T09:00Z', 'Asia/Kolkata', '2026-11-24T18:30:00.000Z'],
  ])('received %s in %s ends at %s', (from, zone, endsAt) => {
    expect(count(from, zone).endsAt.toISOString()).toBe(endsAt);
  });

  test('ends at the first instant of the next day where the clocks skip midnight', () => {
    const { dueDate, endsAt } = count('2026-04-22T09:00Z', 'Africa/Cairo');
    expect([dueDate, endsAt.toISOString()]).toEqual(['2026-04-23', '2026-04-23T22:00:00.000Z']);
  });

  test('ends after the second time round where the clocks repeat the last hour of the day', () => {
    const { dueDate, endsAt } = count('2026-10-28T09:00Z', 'Africa/Cairo');
    expect([dueDate, endsAt.toISOString()]).toEqual(['2026-10-29', '2026-10-29T22:00:00.000Z']);
  });
});

describe('what is refused', () => {
  const refusal = (days: number, from = '2026-11-23T09:00Z', division: HolidayDivision = ENGLAND) => {
    try {
      workingDaysAfter({ from: new Date(from), days, division, timeZone: 'Europe/London' });
    } catch (error) {
      if (error instanceof WorkingDaysError) return error;
    }
    throw new Error('not refused');
  };

  test.each([
    ['2027-12-31T10:00Z', 1],
    ['2027-12-20T10:00Z', 20],
    ['2024-12-30T10:00Z', 1],
    ['2030-06-01T10:00Z', 1],
  ])('a year beyond the table is refused and never guessed: %s and %i days', (from, days) => {
    const error = refusal(days, from);
    expect(error).toMatchObject({ code: 'workingDaysYearUnknown', name: 'WorkingDaysError' });
    expect(error.message).toMatch(/covers 2025 to 2027 and not \d{4};.*gov\.uk/);
  });

  test.each([0, -1, 1.5, NaN, Infinity, 367])('%p days are refused', (days) => {
    expect(refusal(days)).toMatchObject({
      code: 'workingDaysInvalid',
      message: 'Working days are a whole number from 1 to 366.',
    });
  });

  test('an invalid date and an unknown division are refused', () => {
    expect(refusal(1, 'never')).toMatchObject({
      code: 'workingDaysInvalid',
      message: 'The instant of receipt is not a date with a time.',
    });
    expect(refusal(1, undefined, 'wales' as HolidayDivision)).toMatchObject({
      code: 'workingDaysInvalid',
      message: 'The division is one of england-and-wales, scotland, northern-ireland.',
    });
  });
});

describe('a list of holidays', () => {
  const counted = (days: number, years: number[], dates: string[] = []) =>
    workingDaysByList({ from: new Date('2026-01-01T12:00Z'), days, timeZone: 'UTC' }, { years, dates });

  test('is counted by as the table is, up to 366 days', () => {
    expect(counted(1, [2026]).dueDate).toBe('2026-01-02');
    expect(counted(1, [2026], ['2026-01-02']).dueDate).toBe('2026-01-05');
    expect(counted(366, [2026, 2027]).dueDate).toBe('2027-05-28');
  });

  test('that does not cover a year says which years it covers, the earliest first', () => {
    expect(() => counted(366, [2028, 2026, 2024])).toThrow(
      'The bank-holiday table covers 2024 to 2028 and not 2027; pass a list of public holidays that covers it.',
    );
    expect(() => counted(1, [])).toThrow('covers no year to no year and not 2026');
  });
});

test('the table says as of when it was compiled', () => {
  expect(holidaysAsOf).toMatch(/^\d{4}-\d\d-\d\d$/);
});
