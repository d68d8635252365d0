import { describe, expect, test } from '@jest/globals';
import {
  assertTimeZone,
  instantsShowing,
  localDate,
  offsetMs,
  offsetText,
  startOfLocalDay,
  toLocalIso,
} from '../../../domain/time/zone.ts';

const MINUTE = 60_000;

test.each([
  [0, '+00:00'],
  [60 * MINUTE, '+01:00'],
  [-210 * MINUTE, '-03:30'],
  [345 * MINUTE, '+05:45'],
  [840 * MINUTE, '+14:00'],
  [-30 * MINUTE, '-00:30'],
])('an offset of %i ms is written %s', (ms, text) => {
  expect(offsetText(ms)).toBe(text);
});

describe('the start of a local day', () => {
  test.each([
    ['an ordinary day', 'Europe/London', Date.UTC(2026, 10, 24), '2026-11-24T00:00:00.000Z'],
    ['a day that begins in summer time', 'Europe/London', Date.UTC(2026, 5, 9), '2026-06-08T23:00:00.000Z'],
    ['a day whose midnight is skipped', 'America/Santiago', Date.UTC(2026, 8, 6), '2026-09-06T04:00:00.000Z'],
    ['a day whose midnight comes twice', 'America/Havana', Date.UTC(2025, 10, 2), '2025-11-02T04:00:00.000Z'],
  ])('%s', (_name, zone, day, iso) => {
    expect(startOfLocalDay(day, zone).toISOString()).toBe(iso);
  });
});

test('a wall time names one instant, none or two', () => {
  const showing = (hour: number, month: number, day: number) =>
    instantsShowing(Date.UTC(2026, month, day, hour, 30), 'Europe/London').map((one) => one.toISOString());
  expect(showing(12, 5, 1)).toEqual(['2026-06-01T11:30:00.000Z']);
  expect(showing(1, 2, 29)).toEqual([]);
  expect(showing(1, 9, 25)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
});

test('the local date and time are those of the zone', () => {
  const instant = new Date('2026-06-08T23:30:59.999Z');
  expect(localDate(instant, 'Europe/London')).toBe('2026-06-09');
  expect(localDate(instant, 'America/New_York')).toBe('2026-06-08');
  expect(toLocalIso(instant, 'America/New_York')).toBe('2026-06-08T19:30:59-04:00');
  expect(offsetMs('Asia/Kathmandu', instant)).toBe(345 * MINUTE);
});

test('a zone that is unknown is refused each time', () => {
  for (const zone of ['Mars/Olympus', 'Mars/Olympus', '', 'Nowhere+05:30']) {
    expect(() => assertTimeZone(zone)).toThrow('use an IANA name such as "Europe/London"');
  }
  expect(() => assertTimeZone('Europe/London')).not.toThrow();
});
