import { expect, it } from '@jest/globals';
import { fired, verdict } from '../../../domain/assessment/fired.ts';
import { ANY, atLeast, gravest, HIGH, LEVELS, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from '../../../domain/assessment/levels.ts'; // prettier-ignore

it('a level is at least itself and every lower one', () => {
  for (const [n, level] of LEVELS.entries())
    for (const [m, than] of LEVELS.entries()) expect(atLeast(level, than)).toBe(n >= m);
});

it.each([
  ['nothing', [], UNLIKELY],
  ['one', [LIKELY_OR_HIGH], LIKELY_OR_HIGH],
  ['the highest at each end', [UNLIKELY_OR_LIKELY, LIKELY], LIKELY],
  ['ends of several', [ANY, LIKELY], LIKELY_OR_HIGH],
  ['in whatever order', [HIGH, UNLIKELY], HIGH],
])('the gravest of %s', (_, cells, expected) => {
  expect(gravest(cells)).toEqual(expected);
});

it('a verdict asks only where more than one level is left', () => {
  const reasons = [fired('harmSeen', 'harmSeen')];
  expect(verdict(ANY, reasons, 'decideExtent')).toEqual({ cell: ANY, reasons, question: 'decideExtent' });
  expect(verdict(ANY, reasons)).toEqual({ cell: ANY, reasons, question: null });
  expect(verdict(HIGH, reasons, 'decideExtent')).toEqual({ cell: HIGH, reasons, question: null });
});
