import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, formatInstant, timeLeft } from '../../../domain/time/format.ts';
import { toLocalIso } from '../../../domain/time/zone.ts';
import {
  addHours,
  addMonthsClamped,
  AmbiguousTimeError,
  outerLimit,
  parseInstant,
} from '../../../domain/time/parse.ts';
import { HOUR, moments, wallClock, zoneAndChanges, ZONES } from './moments.ts';

const MINUTE = 60_000;

test('every clock change of the ten zones is known', () => {
  const counts = Object.fromEntries(zoneAndChanges.map(({ zone, changes }) => [zone, changes.length]));
  expect(counts).toMatchObject({ 'Europe/London': 22, 'America/New_York': 22, 'Asia/Kolkata': 0 });
});

describe('a deadline in hours', () => {
  test('is the elapsed time, across every clock change of the ten zones', () => {
    for (const { zone, changes } of zoneAndChanges) {
      for (const change of changes) {
        const aware = parseInstant(toLocalIso(new Date(change - 36 * HOUR), zone));
        expect(addHours(aware, 72).getTime() - aware.getTime()).toBe(72 * HOUR);
        expect(parseInstant(toLocalIso(addHours(aware, 72), zone)).getTime()).toBe(change + 36 * HOUR);
      }
    }
  });

  test('and its outer limit are right at every half hour around every clock change of the ten zones', () => {
    const wrong = zoneAndChanges.flatMap(({ zone, changes }) =>
      changes.flatMap((change) =>
        Array.from({ length: 149 }, (_, halves) => change - (halves * HOUR) / 2).filter((aware) => {
          const due = addHours(new Date(aware), 72).getTime();
          const beyond = outerLimit(new Date(aware), 72, zone).getTime() - due;
          return due - aware !== 72 * HOUR || beyond <= 0 || beyond > HOUR;
        }),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('does not depend on the zone in which the awareness was written down', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom(...ZONES), ({ zone, ms }, other) => {
        const second = Math.floor(ms / 1000) * 1000;
        const here = parseInstant(toLocalIso(new Date(second), zone));
        const there = parseInstant(toLocalIso(new Date(second), other));
        expect(addHours(here, 72)).toEqual(addHours(there, 72));
      }),
    );
  });

  test('is monotone: aware later is due later', () => {
    fc.assert(
      fc.property(
        moments,
        fc.nat(HOUR),
        fc.double({ min: 0, max: 9000, noNaN: true }),
        ({ ms }, later, hours) => {
          const first = addHours(new Date(ms), hours);
          const second = addHours(new Date(ms + later), hours);
          expect(second.getTime() - first.getTime()).toBe(later);
        },
      ),
    );
  });

  test('lies before the outer limit, by at most an hour, and the outer limit is a full local hour', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const aware = new Date(ms);
        const beyond = outerLimit(aware, 72, zone).getTime() - addHours(aware, 72).getTime();
        expect(beyond).toBeGreaterThan(0);
        expect(beyond).toBeLessThanOrEqual(HOUR);
        const hourOfEvent = new Date(outerLimit(aware, 72, zone).getTime() - 73 * HOUR);
        if (zone !== 'Australia/Lord_Howe') expect(wallClock(hourOfEvent, zone)).toMatch(/:00:00$/);
      }),
    );
  });
});

describe('reading and writing', () => {
  test('a local time with its offset comes back as the same instant', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const second = Math.floor(ms / 1000) * 1000;
        const text = toLocalIso(new Date(ms), zone);
        expect(text.slice(0, 19)).toBe(wallClock(new Date(ms), zone));
        expect(parseInstant(text).getTime()).toBe(second);
      }),
      { numRuns: 500 },
    );
  });

  test('what a wall clock shows is read as that instant, or offered as one of two readings', () => {
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const second = new Date(Math.floor(ms / 1000) * 1000);
        try {
          expect(parseInstant(wallClock(second, zone), zone)).toEqual(second);
        } catch (error) {
          if (!(error instanceof AmbiguousTimeError)) throw error;
          expect(error.readings.map((reading) => parseInstant(reading))).toContainEqual(second);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('the written form shows the day, hour and minute of the wall clock', () => {
    const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
    fc.assert(
      fc.property(moments, ({ zone, ms }) => {
        const match = /^\w{3} (\d+) (\w{3}) (\d{4}), (\d\d:\d\d) (.+)$/.exec(
          formatInstant(new Date(ms), zone),
        );
        const [, day, month, year, time] = match ?? [];
        const two = (value: number) => String(value).padStart(2, '0');
        const shown = `${year}-${two(months.indexOf(month ?? '') + 1)}-${two(Number(day))}T${time}`;
        expect(shown).toBe(wallClock(new Date(ms), zone).slice(0, 16));
      }),
    );
  });

  test('before and after a clock change the zone is called differently', () => {
    for (const { zone, changes } of zoneAndChanges) {
      for (const change of changes) {
        const [before, after] = [new Date(change - HOUR), new Date(change)];
        expect(formatInstant(before, zone).split(' ').at(-1)).not.toBe(
          formatInstant(after, zone).split(' ').at(-1),
        );
      }
    }
  });
});

describe('months', () => {
  test('keep the local date or clamp it to the last day, and are monotone to the day', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 24 }), ({ zone, ms }, months) => {
        const before = wallClock(new Date(ms), zone);
        const after = wallClock(addMonthsClamped(new Date(ms), months, zone), zone);
        const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(Number(after.slice(8, 10))).toBeLessThanOrEqual(Number(before.slice(8, 10)));
        expect(index(after) - index(before)).toBe(months);
      }),
    );
  });
});

describe('time left', () => {
  test('is never rounded up', () => {
    const lengths = { day: 24 * HOUR, hour: HOUR, minute: MINUTE };
    fc.assert(
      fc.property(fc.nat(400 * 24 * HOUR), (ms) => {
        const said = [...formatDuration(ms).matchAll(/(\d+) (day|hour|minute)/g)]
          .map(([, count, unit]) => Number(count?.replace(/,/g, '')) * lengths[unit as keyof typeof lengths])
          .reduce((sum, length) => sum + length, 0);
        expect(said).toBeLessThanOrEqual(ms);
        expect(ms - said).toBeLessThan(ms >= 24 * HOUR ? HOUR : MINUTE);
      }),
    );
  });

  test('is overdue exactly when now is past the deadline', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -HOUR, max: HOUR }), ({ ms }, difference) => {
        expect(timeLeft(new Date(ms), new Date(ms + difference)).overdue).toBe(difference > 0);
      }),
    );
  });
});
