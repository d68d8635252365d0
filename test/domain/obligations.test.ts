import { describe, expect, it } from '@jest/globals';
import { isLate, isLateAgainstEarlier, isRunning, type Obligation } from '../../domain/obligations.ts';
import { stored } from './duties.ts';

const at = (hour: number) => new Date(`2026-02-06T${hour}:00:00Z`);
const due = (values: Partial<Obligation> = {}) => stored({ dueAt: at(12), ...values });
const done = (hour: number) => due({ state: 'satisfied', satisfiedAt: at(hour) });

describe('lateness', () => {
  it.each([
    ['running, before its deadline', due(), 11, false],
    ['running, at its deadline', due(), 12, false],
    ['running, after its deadline', due(), 13, true],
    ['decided as not required', due({ state: 'notRequired' }), 13, false],
    ['stood down by the facts', due({ applicability: 'notRequired' }), 13, false],
    ['satisfied before it was due', done(11), 13, false],
    ['satisfied at the instant at which it was due', done(12), 13, false],
    ['satisfied after it was due', done(13), 13, true],
  ])('%s', (_, obligation, hour, late) => {
    expect(isLate(obligation, at(hour))).toBe(late);
  });

  it.each([
    ['there was only ever one deadline', null, 15, false],
    ['the earlier deadline has not passed', 14, 13, false],
    ['the earlier deadline has passed', 14, 15, true],
  ])('against an earlier deadline, where %s', (_, earlier, hour, late) => {
    const obligation = due({ dueAt: at(20), earlierDueAt: earlier === null ? null : at(earlier) });
    expect(isLateAgainstEarlier(obligation, at(hour))).toBe(late);
  });
});

it.each([
  ['open', 'required', true],
  ['dispatched', 'decide', true],
  ['satisfied', 'required', false],
  ['notRequired', 'required', false],
  ['open', 'notRequired', false],
] as const)('a duty that is %s and %s runs: %s', (state, applicability, runs) => {
  expect(isRunning(stored({ state, applicability }))).toBe(runs);
});
