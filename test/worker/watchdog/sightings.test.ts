import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../domain/watchdog/candidate.ts';
import { Sightings } from '../../../worker/watchdog/sightings.ts';

const GRACE = 120_000;
const start = Date.parse('2026-02-03T12:00:00Z');
const at = (seconds: number): Date => new Date(start + seconds * 1_000);
const waiting = (dueAt: Date, key = 'a'): Candidate => ({ key, kind: 'page', incidentId: 'i', dueAt });

/** Looks every 15 s from `from` to `to`, and answers when something was overdue. */
function watch(
  sightings: Sightings,
  what: (second: number) => Candidate[],
  from: number,
  to: number,
): number[] {
  const overdue: number[] = [];
  for (let second = from; second <= to; second += 15)
    if (sightings.look(what(second), at(second)).length > 0) overdue.push(second);
  return overdue;
}

describe('what waits', () => {
  it('is overdue when its grace has passed, and not before', () => {
    expect(watch(new Sightings(GRACE), () => [waiting(at(60))], 0, 195)).toEqual([180, 195]);
  });

  it('has its grace from the first look where it was due before, after a start or an outage', () => {
    expect(watch(new Sightings(GRACE), () => [waiting(at(-3_600))], 0, 135)).toEqual([120, 135]);
  });

  it('has its grace anew after a gap in the looking, and after a clock that was put back', () => {
    const sightings = new Sightings(GRACE);
    const what = () => [waiting(at(-10))];
    expect(watch(sightings, what, 0, 135)).toEqual([120, 135]);
    expect(watch(sightings, what, 7_200, 7_305)).toEqual([]);
    expect(watch(sightings, what, 7_320, 7_320)).toEqual([7_320]);
    expect(watch(sightings, what, 7_000, 7_105)).toEqual([]);
  });

  it('is judged by its newest instant where it is a queue that moves', () => {
    expect(watch(new Sightings(GRACE), (second) => [waiting(at(second - 30))], 0, 600)).toEqual([]);
  });

  it('is overdue also where each look takes long', () => {
    const sightings = new Sightings(GRACE);
    const overdue: number[] = [];
    for (let second = 0; second <= 450; second += 90)
      if (sightings.look([waiting(at(-10))], at(second)).length > 0) overdue.push(second);
    expect(overdue).toEqual([270, 360, 450]);
  });

  it('and went, is new when it comes again', () => {
    const sightings = new Sightings(GRACE);
    const what = (second: number) => (second === 60 ? [] : [waiting(at(-10))]);
    expect(watch(sightings, what, 0, 195)).toEqual([195]);
  });

  it('for later is not seen', () => {
    expect(watch(new Sightings(GRACE), () => [waiting(at(1_000))], 0, 195)).toEqual([]);
  });
});
