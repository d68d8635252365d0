import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  gaps,
  onCallAt,
  type Override,
  pieces,
  type RotaPolicy,
  shifts,
} from '../../../domain/onCall/index.ts';
import { firstInstant } from '../../../domain/time/firstInstant.ts';
import { instantsShowing, wallAt } from '../../../domain/time/zone.ts';
import { WEEKDAYS } from '../../../domain/policy/schedules.ts';
import { HOUR, moments, wallClock, zoneAndChanges, ZONES } from '../time/moments.ts';
import { policy } from './support.ts';

const DAY = 24 * HOUR;
const PEOPLE = ['ann', 'ben', 'cat', 'dan'];

const two = (value: number) => String(value).padStart(2, '0');
const localTimes = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const dateNear = (ms: number, days: number) => new Date(ms + days * DAY).toISOString().slice(0, 10);
const windows = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
  from: localTimes,
  until: localTimes,
});

const layersNear = (ms: number) =>
  fc.record(
    {
      people: fc.array(fc.constantFrom(...PEOPLE), { minLength: 1, maxLength: 4 }),
      every: fc.constantFrom('day' as const, 'week' as const, { days: 3 }),
      handOverAt: localTimes,
      startsOn: fc.integer({ min: -60, max: 6 }).map((days) => dateNear(ms, days)),
      endsOn: fc.integer({ min: -2, max: 12 }).map((days) => dateNear(ms, days)),
      hours: fc.array(windows, { maxLength: 2 }),
      holidays: fc.constantFrom('never' as const, 'only' as const, 'also' as const),
    },
    { requiredKeys: ['people', 'startsOn'] },
  );

const overridesNear = (ms: number): fc.Arbitrary<Override[]> =>
  fc.array(
    fc.record({
      id: fc.uuid({ version: 7 }),
      scheduleId: fc.constant('rota'),
      personId: fc.constantFrom(...PEOPLE),
      from: fc.integer({ min: -3 * DAY, max: 6 * DAY }).map((after) => new Date(ms + after)),
      until: fc.integer({ min: 6 * DAY, max: 9 * DAY }).map((after) => new Date(ms + after)),
    }),
    { maxLength: 3 },
  );

interface Case {
  rota: RotaPolicy;
  overrides: Override[];
  from: Date;
  until: Date;
}

/** A schedule in one of the ten zones and a window of up to ten days, half of the time near a clock change. */
const cases: fc.Arbitrary<Case> = moments.chain(({ zone, ms }) =>
  fc.record({
    rota: fc
      .tuple(
        fc.array(layersNear(ms), { minLength: 1, maxLength: 3 }),
        fc.array(
          fc.integer({ min: 0, max: 8 }).map((days) => dateNear(ms, days)),
          { maxLength: 2 },
        ),
      )
      .map(([layers, holidayDates]) => policy(layers, zone, { holidayDates })),
    overrides: overridesNear(ms),
    from: fc.constant(new Date(ms)),
    until: fc.integer({ min: 1, max: 10 * DAY }).map((length) => new Date(ms + length)),
  }),
);

const shiftsOf = ({ rota, overrides, from, until }: Case) => shifts(rota, 'rota', from, until, overrides);

test('shifts cover the window exactly, without hole or overlap, and neighbours differ', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const found = shiftsOf(one);
      expect(found[0]!.from).toEqual(one.from);
      expect(found.at(-1)!.until).toEqual(one.until);
      found.forEach((shift, at) => {
        expect(shift.until.getTime()).toBeGreaterThan(shift.from.getTime());
        if (at > 0) expect(shift.from).toEqual(found[at - 1]!.until);
        if (at > 0) expect(shift.personId).not.toBe(found[at - 1]!.personId);
      });
    }),
  );
});

test('who is on call at an instant is whose shift contains it, at the edges too', () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
      const found = shiftsOf(one);
      const inside = one.from.getTime() + Math.floor(share * (one.until.getTime() - one.from.getTime() - 1));
      const edges = found.flatMap(({ from, until }) => [from.getTime(), until.getTime() - 1]);
      for (const ms of [inside, ...edges]) {
        const shift = found.find(({ from, until }) => from.getTime() <= ms && ms < until.getTime())!;
        const expected = shift.personId === null ? [] : [shift.personId];
        expect(onCallAt(one.rota, 'rota', new Date(ms), one.overrides)).toEqual(expected);
      }
    }),
  );
});

test('a window that is cut in two gives the same shifts', () => {
  fc.assert(
    fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
      const middle = new Date(
        one.from.getTime() + Math.floor(share * (one.until.getTime() - one.from.getTime())),
      );
      const parts = [...shiftsOf({ ...one, until: middle }), ...shiftsOf({ ...one, from: middle })];
      const joined = parts.filter(({ personId }, at) => parts[at - 1]?.personId !== personId);
      expect(joined.map(({ from }) => from)).toEqual(shiftsOf(one).map(({ from }) => from));
    }),
  );
});

test('gaps are the shifts of nobody; pieces are the shifts of somebody, each within its turn', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { rota, overrides, from, until } = one;
      const sum = (spans: { from: Date; until: Date }[]) =>
        spans.reduce((total, span) => total + span.until.getTime() - span.from.getTime(), 0);
      const cut = pieces(rota, 'rota', from, until, overrides);
      expect(sum(cut) + sum(gaps(rota, 'rota', from, until, overrides))).toBe(
        until.getTime() - from.getTime(),
      );
      for (const piece of cut) {
        expect(onCallAt(rota, 'rota', piece.from, overrides)).toEqual([piece.personId]);
        expect(piece.turnFrom.getTime()).toBeLessThanOrEqual(piece.from.getTime());
      }
    }),
  );
});

test('an override changes nothing outside its window, and puts its person on inside it if it is the newest', () => {
  fc.assert(
    fc.property(
      cases,
      fc.integer({ min: -DAY, max: 5 * DAY }),
      fc.integer({ min: 1, max: 4 * DAY }),
      (one, after, length) => {
        const from = new Date(one.from.getTime() + after);
        const until = new Date(from.getTime() + length);
        const newest = { id: 'newest', scheduleId: 'rota', personId: 'eve', from, until };
        const changed = { ...one, overrides: [newest, ...one.overrides] };
        const edges = [...shiftsOf(one), ...shiftsOf(changed)].flatMap((shift) => [shift.from, shift.until]);
        for (const at of [
          ...edges,
          from,
          until,
          new Date(from.getTime() - 1),
          new Date(until.getTime() - 1),
        ]) {
          const inside = from <= at && at < until;
          const before = onCallAt(one.rota, 'rota', at, one.overrides);
          expect(onCallAt(one.rota, 'rota', at, changed.overrides)).toEqual(inside ? ['eve'] : before);
        }
      },
    ),
  );
});

test("each person's turn comes round in order, at the hand-over time on the wall, in ten zones", () => {
  const people = ['ann', 'ben', 'cat'];
  for (const { zone, changes } of zoneAndChanges) {
    for (const change of changes.length > 0 ? changes.slice(0, 6) : [Date.parse('2026-06-01T00:00Z')]) {
      const rota = policy([{ people, every: 'day', handOverAt: '09:30', startsOn: '2025-01-01' }], zone);
      const found = shifts(rota, 'rota', new Date(change - 5 * DAY), new Date(change + 5 * DAY), []);
      const order = found.map(({ personId }) => people.indexOf(personId!));
      order.slice(1).forEach((person, at) => expect(person).toBe((order[at]! + 1) % 3));
      for (const { from } of found.slice(1)) expect(wallClock(from, zone)).toMatch(/T09:30:00$/);
    }
  }
});

test('the first instant of a local time shows it, or is the jump over it; earlier instants show less', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      moments,
      fc.integer({ min: 0, max: 95 }),
      (zone, { ms }, quarter) => {
        const wall = Math.floor(ms / DAY) * DAY + quarter * 15 * 60_000;
        const found = firstInstant(wall, zone);
        const shown = wallAt(found, zone);
        expect(shown).toBeGreaterThanOrEqual(wall);
        expect(wallAt(new Date(found.getTime() - 1), zone)).toBeLessThan(wall);
        if (shown > wall) expect(instantsShowing(wall, zone)).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
});
