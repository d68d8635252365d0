import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MINIMUM_DRILL_DELAY_MS, realDelayMs, toIncidentTime, toRealTime } from '../../domain/drillClock.ts';

const START = new Date('2026-11-24T12:00Z');
const DAY = 86_400_000;
const at = (ms: number) => new Date(START.getTime() + ms);

describe('a real incident', () => {
  test('has the real clock', () => {
    expect(toIncidentTime(null, at(5))).toEqual(at(5));
    expect(toRealTime(null, at(5))).toEqual(at(5));
    expect(realDelayMs(null, 5)).toBe(300_000);
    expect(realDelayMs(null, 0.5)).toBe(30_000);
  });
});

describe('a drill of 72 hours in 3 minutes', () => {
  const drill = { scale: 1440, startedAt: START };

  test.each([
    [0, 0],
    [60_000, DAY],
    [180_000, 3 * DAY],
    [1, 1440],
    [-60_000, -DAY],
  ])('%i real ms are %i ms of the incident', (real, incident) => {
    expect(toIncidentTime(drill, at(real))).toEqual(at(incident));
    expect(toRealTime(drill, at(incident))).toEqual(at(real));
  });

  test('an instant between two real milliseconds comes at the later one', () => {
    expect(toRealTime(drill, at(1))).toEqual(at(1));
    expect(toRealTime(drill, at(1441))).toEqual(at(2));
  });

  test.each([
    [5, MINIMUM_DRILL_DELAY_MS],
    [119, MINIMUM_DRILL_DELAY_MS],
    [120, 5_000],
    [240, 10_000],
    [1440, 60_000],
  ])('a page delay of %i minutes is %i real ms, never below five seconds', (minutes, ms) => {
    expect(realDelayMs(drill, minutes)).toBe(ms);
  });
});

describe('any drill', () => {
  const drills = fc.record({
    scale: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 1, max: 2000, noNaN: true })),
    startedAt: fc.integer({ min: -DAY, max: DAY }).map(at),
  });
  const distances = fc.integer({ min: -30 * DAY, max: 400 * DAY });

  test('nothing fires before the drill’s clock shows its instant', () => {
    fc.assert(
      fc.property(drills, distances, (drill, distance) => {
        const instant = new Date(drill.startedAt.getTime() + distance);
        const shown = toIncidentTime(drill, toRealTime(drill, instant));
        expect(shown.getTime()).toBeGreaterThanOrEqual(instant.getTime());
      }),
      { numRuns: 2000 },
    );
  });

  test('nothing fires later than a real millisecond after it', () => {
    fc.assert(
      fc.property(drills, distances, (drill, distance) => {
        const instant = new Date(drill.startedAt.getTime() + distance);
        const before = new Date(toRealTime(drill, instant).getTime() - 1);
        expect(toIncidentTime(drill, before).getTime()).toBeLessThanOrEqual(instant.getTime());
      }),
      { numRuns: 2000 },
    );
  });

  test('both conversions keep the order of instants', () => {
    fc.assert(
      fc.property(drills, distances, fc.nat(DAY), (drill, distance, later) => {
        const [first, second] = [at(distance), at(distance + later)];
        expect(toIncidentTime(drill, first) <= toIncidentTime(drill, second)).toBe(true);
        expect(toRealTime(drill, first) <= toRealTime(drill, second)).toBe(true);
      }),
    );
  });

  test('both clocks agree at the start', () => {
    fc.assert(
      fc.property(drills, (drill) => {
        expect(toIncidentTime(drill, drill.startedAt)).toEqual(drill.startedAt);
        expect(toRealTime(drill, drill.startedAt)).toEqual(drill.startedAt);
      }),
    );
  });
});
