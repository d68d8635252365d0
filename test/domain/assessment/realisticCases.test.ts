import { describe, expect, it } from '@jest/globals';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { factsSchema } from '../../../domain/facts.ts';
import {
  ATTACKS,
  LOST_AND_STOLEN,
  NO_BREACH_OR_NOT_OURS,
  OPEN_TO_THE_WORLD,
  OUT_OF_REACH,
  REALISTIC_CASES,
  type RealisticCase,
  WRONG_RECIPIENT,
} from '../../fixtures/law/realisticCases.ts';

const decides = (one: RealisticCase) => {
  const result = assessFacts(factsSchema.parse(one.facts));
  expect(one.authority).toContain(result.notifyAuthority);
  expect(one.people).toContain(result.communicateToDataSubjects);
  expect(result.personalDataBreach).toBe(one.breach === undefined ? true : one.breach);
  expect(result.notifyControllers).toBe(one.controllers ?? 'notRequired');
};

const groups: [string, RealisticCase[]][] = [
  ['something is lost or stolen', LOST_AND_STOLEN],
  ['something reaches the wrong person', WRONG_RECIPIENT],
  ['something stands open', OPEN_TO_THE_WORLD],
  ['somebody attacks', ATTACKS],
  ['data are out of reach or changed', OUT_OF_REACH],
  ['it is no breach, or the duty of others', NO_BREACH_OR_NOT_OURS],
];

describe.each(groups)('when %s', (_, cases) => {
  it.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => decides(one));
});

describe('our own cases', () => {
  it('are more than thirty', () => expect(REALISTIC_CASES.length).toBeGreaterThan(30));

  it('leave a person little to decide: three of four are answered outright', () => {
    const results = REALISTIC_CASES.map(({ facts }) => assessFacts(facts));
    const open = results.filter(({ decisions }) => decisions.length > 0);
    expect(open.length / results.length).toBeLessThan(0.25);
  });
});
