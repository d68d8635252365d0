import { describe, expect, test } from '@jest/globals';
import { formatDuration, formatInstant, timeLeft } from '../../../domain/time/format.ts';
import { InvalidTimeError } from '../../../domain/time/errors.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('an instant as people read it', () => {
  test.each([
    ['2026-11-27T14:05:00Z', 'Europe/London', 'Fri 27 Nov 2026, 14:05 GMT'],
    ['2026-07-01T23:30:00Z', 'Europe/London', 'Thu 2 Jul 2026, 00:30 BST'],
    ['2026-09-09T08:00:59.999Z', 'Europe/London', 'Wed 9 Sep 2026, 09:00 BST'],
    ['2026-03-29T00:59:59Z', 'Europe/London', 'Sun 29 Mar 2026, 00:59 GMT'],
    ['2026-03-29T01:00:00Z', 'Europe/London', 'Sun 29 Mar 2026, 02:00 BST'],
    ['2026-10-25T00:30:00Z', 'Europe/London', 'Sun 25 Oct 2026, 01:30 BST'],
    ['2026-10-25T01:30:00Z', 'Europe/London', 'Sun 25 Oct 2026, 01:30 GMT'],
    ['2026-01-15T12:00:00Z', 'Europe/Berlin', 'Thu 15 Jan 2026, 13:00 CET'],
    ['2026-07-15T12:00:00Z', 'Europe/Berlin', 'Wed 15 Jul 2026, 14:00 CEST'],
    ['2026-07-15T12:00:00Z', 'Europe/Dublin', 'Wed 15 Jul 2026, 13:00 IST'],
    ['2026-01-15T12:00:00Z', 'America/New_York', 'Thu 15 Jan 2026, 07:00 EST'],
    ['2026-07-15T12:00:00Z', 'America/Los_Angeles', 'Wed 15 Jul 2026, 05:00 PDT'],
    ['2026-01-15T12:00:00Z', 'Australia/Sydney', 'Thu 15 Jan 2026, 23:00 AEDT'],
    ['2026-01-15T12:00:00Z', 'Asia/Kolkata', 'Thu 15 Jan 2026, 17:30 UTC+05:30'],
    ['2026-01-15T12:00:00Z', 'Asia/Kathmandu', 'Thu 15 Jan 2026, 17:45 UTC+05:45'],
    ['2026-01-15T12:00:00Z', 'America/Sao_Paulo', 'Thu 15 Jan 2026, 09:00 UTC-03:00'],
    ['2026-01-15T12:00:00Z', 'Asia/Tokyo', 'Thu 15 Jan 2026, 21:00 UTC+09:00'],
    ['2026-01-15T12:00:00Z', 'UTC', 'Thu 15 Jan 2026, 12:00 UTC'],
    ['2025-12-31T18:30:00Z', 'Asia/Kolkata', 'Thu 1 Jan 2026, 00:00 UTC+05:30'],
  ])('%s in %s is "%s"', (instant, zone, text) => {
    expect(formatInstant(new Date(instant), zone)).toBe(text);
  });

  test('another language writes its own words, in its own order', () => {
    const text = formatInstant(new Date('2026-07-15T12:00:00Z'), 'Europe/Berlin', 'de');
    expect(text).toMatch(/^Mi.*15\. Juli 2026.*14:00 MESZ$/);
  });

  test('an unknown language is written in English, whatever the machine speaks', () => {
    const text = formatInstant(new Date('2026-11-27T14:05Z'), 'Europe/London', 'xx');
    expect(text).toMatch(/^Fri.* 27 Nov 2026.*14:05 GMT$/);
  });

  test('an invalid date and an unknown zone are refused', () => {
    expect(() => formatInstant(new Date(NaN), 'Europe/London')).toThrow(RangeError);
    expect(() => formatInstant(new Date(0), 'Mars/Olympus')).toThrow(InvalidTimeError);
  });
});

describe('a length of time', () => {
  test.each([
    [0, 'less than a minute'],
    [MINUTE - 1, 'less than a minute'],
    [MINUTE, '1 minute'],
    [45 * MINUTE, '45 minutes'],
    [HOUR - 1, '59 minutes'],
    [HOUR, '1 hour'],
    [HOUR + 5 * MINUTE, '1 hour 5 minutes'],
    [DAY - 1, '23 hours 59 minutes'],
    [DAY, '1 day'],
    [DAY + 59 * MINUTE, '1 day'],
    [2 * DAY + 3 * HOUR, '2 days 3 hours'],
    [3 * DAY - 1, '2 days 23 hours'],
    [100 * DAY, '100 days'],
    [-45 * MINUTE, '45 minutes'],
  ])('%i ms is "%s"', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('is written in another language without words of our own', () => {
    expect(formatDuration(2 * DAY + 3 * HOUR, 'de')).toBe('2 Tage 3 Stunden');
    expect(formatDuration(1, 'de')).toBe('< 1 Minute');
  });

  test.each([NaN, Infinity])('%p is refused', (ms) => {
    expect(() => formatDuration(ms)).toThrow(RangeError);
    expect(() => formatDuration(ms)).toThrow('A duration is a finite number of milliseconds');
  });
});

describe('the time left', () => {
  const dueAt = new Date('2026-11-27T14:05Z');
  test.each([
    [-2 * DAY - 3 * HOUR, false, '2 days 3 hours left'],
    [-1, false, 'less than a minute left'],
    [0, false, 'due now'],
    [1, true, 'overdue by less than a minute'],
    [45 * MINUTE, true, 'overdue by 45 minutes'],
  ])('%i ms from the deadline, overdue is %p: "%s"', (offset, overdue, text) => {
    expect(timeLeft(dueAt, new Date(dueAt.getTime() + offset))).toMatchObject({ overdue, text });
  });

  test('gives the bare length to catalogues that make their own phrase', () => {
    expect(timeLeft(dueAt, new Date(dueAt.getTime() - HOUR)).duration).toBe('1 hour');
  });

  test('never mixes two languages in one phrase', () => {
    expect(timeLeft(dueAt, new Date(dueAt.getTime() - HOUR), 'de').text).toBe('1 hour left');
    expect(timeLeft(dueAt, new Date(dueAt.getTime() - HOUR), 'constructor').text).toBe('1 hour left');
  });
});
