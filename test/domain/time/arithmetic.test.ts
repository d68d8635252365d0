import { describe, expect, test } from '@jest/globals';
import { formatInstant } from '../../../domain/time/format.ts';
import { addHours, addMonthsClamped, outerLimit, parseInstant } from '../../../domain/time/parse.ts';

describe('72 hours, as regulatory.md §4.3 has them', () => {
  test.each([
    ['2026-11-24T12:17', 'Europe/London', 'Fri 27 Nov 2026, 12:17 GMT', 'Fri 27 Nov 2026, 13:00 GMT'],
    ['2026-11-27T10:00:00', 'Europe/London', 'Mon 30 Nov 2026, 10:00 GMT', 'Mon 30 Nov 2026, 11:00 GMT'],
    ['2020-12-22T12:17', 'Europe/Berlin', 'Fri 25 Dec 2020, 12:17 CET', 'Fri 25 Dec 2020, 13:00 CET'],
    ['2020-12-22T12:59', 'Europe/Berlin', 'Fri 25 Dec 2020, 12:59 CET', 'Fri 25 Dec 2020, 13:00 CET'],
    ['2026-04-02T18:05', 'Europe/London', 'Sun 5 Apr 2026, 18:05 BST', 'Sun 5 Apr 2026, 19:00 BST'],
    ['2026-03-27T16:30', 'Europe/London', 'Mon 30 Mar 2026, 17:30 BST', 'Mon 30 Mar 2026, 18:00 BST'],
    ['2026-10-23T16:30', 'Europe/London', 'Mon 26 Oct 2026, 15:30 GMT', 'Mon 26 Oct 2026, 16:00 GMT'],
  ])('aware %s in %s: due %s, outer limit %s', (aware, zone, due, outer) => {
    const instant = parseInstant(aware, zone);
    expect(formatInstant(addHours(instant, 72), zone)).toBe(due);
    expect(formatInstant(outerLimit(instant, 72, zone), zone)).toBe(outer);
  });

  test.each([
    ['Asia/Kolkata', '2026-11-24T12:17', 'Fri 27 Nov 2026, 13:00 UTC+05:30'],
    ['Asia/Kolkata', '2026-11-24T12:00', 'Fri 27 Nov 2026, 13:00 UTC+05:30'],
    ['Asia/Kathmandu', '2026-11-24T12:50', 'Fri 27 Nov 2026, 13:00 UTC+05:45'],
    ['America/St_Johns', '2026-11-24T12:17', 'Fri 27 Nov 2026, 13:00 NST'],
  ])('the outer limit in %s from %s is a full local hour: %s', (zone, aware, outer) => {
    expect(formatInstant(outerLimit(parseInstant(aware, zone), 72, zone), zone)).toBe(outer);
  });

  test('the zone makes no difference where local hours begin on UTC hours', () => {
    const aware = new Date('2026-11-24T12:17:33.007Z');
    expect(outerLimit(aware, 72)).toEqual(outerLimit(aware, 72, 'Europe/London'));
  });
});

describe('adding hours', () => {
  test.each([
    [24, '2026-11-25T12:00:00.000Z'],
    [0.5, '2026-11-24T12:30:00.000Z'],
    [0, '2026-11-24T12:00:00.000Z'],
    [-1, '2026-11-24T11:00:00.000Z'],
    [1 / 7_200_000, '2026-11-24T12:00:00.000Z'],
  ])('%p hours lead to %s', (hours, iso) => {
    expect(addHours(new Date('2026-11-24T12:00Z'), hours).toISOString()).toBe(iso);
  });
});

describe('adding months', () => {
  test.each([
    ['2026-01-31T12:00', 1, '2026-02-28T12:00:00.000Z'],
    ['2028-01-31T12:00', 1, '2028-02-29T12:00:00.000Z'],
    ['2026-01-15T12:00', 1, '2026-02-15T12:00:00.000Z'],
    ['2026-03-31T12:00', -1, '2026-02-28T12:00:00.000Z'],
    ['2026-03-15T12:00', 1, '2026-04-15T11:00:00.000Z'],
    ['2026-12-31T23:30', 2, '2027-02-28T23:30:00.000Z'],
    ['2026-08-31T00:15', 6, '2027-02-28T00:15:00.000Z'],
    ['2026-11-30T12:00', 3, '2027-02-28T12:00:00.000Z'],
    ['2026-11-30T12:00', 0, '2026-11-30T12:00:00.000Z'],
    ['2024-02-29T12:00', 12, '2025-02-28T12:00:00.000Z'],
  ])('%s in London and %i months is %s', (from, months, iso) => {
    const instant = parseInstant(from, 'Europe/London');
    expect(addMonthsClamped(instant, months, 'Europe/London').toISOString()).toBe(iso);
  });

  test('the local date decides and not the UTC date', () => {
    const instant = new Date('2026-01-30T23:00Z');
    expect(addMonthsClamped(instant, 1, 'Asia/Kolkata').toISOString()).toBe('2026-02-27T23:00:00.000Z');
    expect(addMonthsClamped(instant, 1, 'UTC').toISOString()).toBe('2026-02-28T23:00:00.000Z');
  });

  test('a local time that the clocks skip or repeat is taken at its earlier reading', () => {
    const skipped = parseInstant('2026-02-28T01:30', 'Europe/London');
    expect(addMonthsClamped(skipped, 1, 'Europe/London').toISOString()).toBe('2026-03-28T01:30:00.000Z');
    const gap = parseInstant('2026-01-29T01:30', 'Europe/London');
    expect(addMonthsClamped(gap, 2, 'Europe/London').toISOString()).toBe('2026-03-29T00:30:00.000Z');
    const overlap = parseInstant('2026-09-25T01:30', 'Europe/London');
    expect(addMonthsClamped(overlap, 1, 'Europe/London').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });
});
