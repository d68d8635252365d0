import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueInstant, stageOuterLimit } from '../../../domain/regimes/due.ts';
import { dutyById } from '../../../domain/regimes/index.ts';
import type { Duration, Stage } from '../../../domain/regimes/types.ts';
import { HOLIDAY_DIVISIONS, workingDaysAfter } from '../../../domain/workingDays.ts';
import { HOUR, moments, wallClock, zoneAndChanges, ZONES } from '../time/moments.ts';

const DAY = 24 * HOUR;
const ico = dutyById('uk-gdpr-33-1')!;
const stage = (value: number, unit: Duration['unit']): Stage => ({
  ...ico.stages[0]!,
  duration: { value, unit },
});
const dueMs = (of: Stage, ms: number, timeZone: string): number =>
  dueInstant(of, new Date(ms), { timeZone }).dueAt!.getTime();
const dayOf = (ms: number, zone: string): string => wallClock(new Date(ms), zone).slice(0, 10);
const daysLater = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

const hours = fc.integer({ min: 1, max: 24 * 400 });
const days = fc.integer({ min: 1, max: 90 });
const months = fc.integer({ min: 1, max: 36 });

describe('clock hours', () => {
  test('are elapsed time across every clock change from 2025 to 2035 in ten zones', () => {
    for (const { zone, changes } of zoneAndChanges) {
      for (const change of changes) {
        for (const length of [4, 6, 24, 36, 72]) {
          const start = change - (length * HOUR) / 2;
          expect(dueMs(stage(length, 'clockHours'), start, zone) - start).toBe(length * HOUR);
        }
      }
    }
  });

  test('do not depend on the zone', () => {
    fc.assert(
      fc.property(moments, hours, fc.constantFrom(...ZONES), ({ zone, ms }, length, other) => {
        const of = stage(length, 'clockHours');
        expect(dueMs(of, ms, zone)).toBe(dueMs(of, ms, other));
      }),
    );
  });

  test('are monotone: what starts later is due later by as much', () => {
    fc.assert(
      fc.property(moments, hours, fc.nat(100 * DAY), ({ zone, ms }, length, later) => {
        const of = stage(length, 'clockHours');
        expect(dueMs(of, ms + later, zone) - dueMs(of, ms, zone)).toBe(later);
      }),
    );
  });

  test('end before their outer limit, by at most 60 minutes', () => {
    fc.assert(
      fc.property(moments, hours, ({ zone, ms }, length) => {
        const of = stage(length, 'clockHours');
        const beyond = stageOuterLimit(ico, of, new Date(ms), zone)!.getTime() - dueMs(of, ms, zone);
        expect(beyond).toBeGreaterThan(0);
        expect(beyond).toBeLessThanOrEqual(HOUR);
      }),
    );
  });
});

describe.each([
  ['calendar days', 'calendarDays', days],
  ['months', 'months', months],
] as const)('%s', (_name, unit, lengths) => {
  test('are due at the first instant after their last local day', () => {
    fc.assert(
      fc.property(moments, lengths, ({ zone, ms }, length) => {
        const { dueAt, lastDate } = dueInstant(stage(length, unit), new Date(ms), { timeZone: zone });
        expect(dayOf(dueAt!.getTime() - 1, zone)).toBe(lastDate);
        expect(dayOf(dueAt!.getTime(), zone)).toBe(daysLater(lastDate!, 1));
      }),
      { numRuns: 300 },
    );
  });

  test('are monotone, and one for the whole local day', () => {
    fc.assert(
      fc.property(moments, lengths, fc.nat(3 * DAY), ({ zone, ms }, length, later) => {
        const [first, second] = [ms, ms + later].map((start) => dueMs(stage(length, unit), start, zone));
        expect(second).toBeGreaterThanOrEqual(first!);
        if (dayOf(ms, zone) === dayOf(ms + later, zone)) expect(second).toBe(first);
      }),
    );
  });
});

test('calendar days: the last one is n days after the local day of the start', () => {
  fc.assert(
    fc.property(moments, days, ({ zone, ms }, length) => {
      const { lastDate } = dueInstant(stage(length, 'calendarDays'), new Date(ms), { timeZone: zone });
      expect(lastDate).toBe(daysLater(dayOf(ms, zone), length));
    }),
  );
});

test('months: the same day of the month, or the last day of a month that has no such day', () => {
  fc.assert(
    fc.property(moments, months, ({ zone, ms }, length) => {
      const start = dayOf(ms, zone);
      const { lastDate } = dueInstant(stage(length, 'months'), new Date(ms), { timeZone: zone });
      const index = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
      expect(index(lastDate!) - index(start)).toBe(length);
      if (lastDate!.slice(8) === start.slice(8)) return;
      expect(Number(lastDate!.slice(8))).toBeLessThan(Number(start.slice(8)));
      expect(daysLater(lastDate!, 1)).toMatch(/-01$/);
    }),
  );
});

describe('business days', () => {
  const within = fc.record({
    ms: fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-11-01') }),
    length: fc.integer({ min: 1, max: 30 }),
    division: fc.constantFrom(...HOLIDAY_DIVISIONS),
  });

  test('are what the working days of that division are', () => {
    fc.assert(
      fc.property(within, ({ ms, length, division }) => {
        const question = { from: new Date(ms), days: length, division, timeZone: 'Europe/London' };
        const place = { timeZone: 'Europe/London', holidays: division };
        const { dueAt, lastDate } = dueInstant(stage(length, 'businessDays'), question.from, place);
        expect({ endsAt: dueAt, dueDate: lastDate }).toEqual(workingDaysAfter(question));
      }),
    );
  });

  test('by a list leave out its dates and the weekends, and nothing else', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 365 }), { maxLength: 40 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 30 }), fc.nat(200 * 24), (offsets, length, hour) => {
        const dates = offsets.map((offset) => daysLater('2026-01-01', offset));
        const start = Date.parse('2026-01-01') + hour * HOUR;
        const place = { timeZone: 'UTC', holidays: { dates, years: [2026, 2027] } };
        const { lastDate } = dueInstant(stage(length, 'businessDays'), new Date(start), place);
        let counted = 0;
        for (let day = daysLater(dayOf(start, 'UTC'), 1); day <= lastDate!; day = daysLater(day, 1)) {
          const weekday = new Date(day).getUTCDay();
          if (weekday > 0 && weekday < 6 && !dates.includes(day)) counted += 1;
          else expect(day).not.toBe(lastDate);
        }
        expect(counted).toBe(length);
      }),
    );
  });
});
