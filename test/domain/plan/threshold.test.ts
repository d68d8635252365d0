import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import { type Proposal, proposalOf } from '../../../domain/assessment/index.ts';
import type { Applicability } from '../../../domain/obligations.ts';
import { applicabilityOf } from '../../../domain/plan/threshold.ts';
import type { ThresholdTest } from '../../../domain/regimes/types.ts';

const assessment = (values: Partial<Proposal>): Proposal => ({
  ...proposalOf({ role: 'controller' }),
  ...values,
});
const on = (test: ThresholdTest, values: Partial<Proposal> = {}, facts: Partial<Facts> = {}) =>
  applicabilityOf(test, [{ facts: { role: 'controller', ...facts }, assessment: assessment(values) }]);

describe('a threshold that asks for the assessment', () => {
  it.each<[ThresholdTest['kind'], Partial<Proposal>, Applicability]>([
    ['none', { personalDataBreach: true }, 'required'],
    ['none', { personalDataBreach: null }, 'required'],
    ['none', { personalDataBreach: false }, 'decide'],
    ['notUnlikelyRisk', { notifyAuthority: 'required' }, 'required'],
    ['notUnlikelyRisk', { notifyAuthority: 'decide' }, 'decide'],
    ['notUnlikelyRisk', { notifyAuthority: 'notRequired' }, 'decide'],
    ['highRisk', { communicateToDataSubjects: 'required' }, 'required'],
    ['highRisk', { communicateToDataSubjects: 'decide' }, 'decide'],
    ['highRisk', { communicateToDataSubjects: 'notRequired' }, 'notRequired'],
    ['seriousHarm', { risk: 'high' }, 'required'],
    ['seriousHarm', { risk: 'likely' }, 'decide'],
    ['seriousHarm', { risk: 'undetermined' }, 'decide'],
    ['seriousHarm', { risk: 'unlikely' }, 'notRequired'],
    ['decide', { risk: 'high' }, 'decide'],
  ])('%s with %j is %s', (kind, values, answer) => {
    expect(on({ kind } as ThresholdTest, values)).toBe(answer);
  });
});

describe('a number of people', () => {
  it.each<[number | null, Applicability, Applicability, Applicability]>([
    [null, 'decide', 'decide', 'decide'],
    [499, 'notRequired', 'required', 'notRequired'],
    [500, 'required', 'required', 'decide'],
    [501, 'required', 'notRequired', 'decide'],
  ])('%s: at least 500 %s, at most 500 %s, at least 500 of one state %s', (approx, least, most, state) => {
    const count = (test: Omit<Extract<ThresholdTest, { kind: 'numberOfPeople' }>, 'kind'>) =>
      on({ kind: 'numberOfPeople', ...test }, {}, { individuals: { approx } });
    expect(count({ atLeast: 500, counting: 'people' })).toBe(least);
    expect(count({ atMost: 500, counting: 'people' })).toBe(most);
    expect(count({ atLeast: 500, counting: 'residentsOfOneState' })).toBe(state);
  });

  it('is asked for where nothing is said about people', () => {
    expect(on({ kind: 'numberOfPeople', atLeast: 500, counting: 'people' })).toBe('decide');
  });
});

describe('whether somebody saw or took the data', () => {
  it.each<[Partial<Facts>, Applicability]>([
    [{ cia: { confidentiality: 'confirmed' } }, 'required'],
    [{ cia: { confidentiality: 'none' }, exfiltration: 'confirmed' }, 'required'],
    [{ cia: { confidentiality: 'none' }, exfiltration: 'published' }, 'required'],
    [{ cia: { confidentiality: 'none' }, exfiltration: 'unknown' }, 'decide'],
    [{ cia: { confidentiality: 'possible' } }, 'decide'],
    [{}, 'decide'],
    [{ cia: { confidentiality: 'none' }, exfiltration: 'n/a' }, 'notRequired'],
    [{ cia: { confidentiality: 'none' }, exfiltration: 'n/a', cause: 'stolenDevice' }, 'decide'],
    [
      { cia: { confidentiality: 'none' }, exfiltration: 'excludedByForensics', cause: 'stolenDevice' },
      'notRequired',
    ],
  ] as [Partial<Facts>, Applicability][])('%j: %s', (facts, answer) => {
    expect(on({ kind: 'unauthorisedAccess' }, {}, facts)).toBe(answer);
  });
});

describe('tests that are joined', () => {
  const tests = {
    required: { kind: 'none' },
    decide: { kind: 'decide' },
    notRequired: { kind: 'seriousHarm' },
  } as const;
  const answers: Applicability[] = ['required', 'decide', 'notRequired'];
  const rank = (answer: Applicability) => answers.indexOf(answer);
  const pairs = answers.flatMap((one) => answers.map((other) => [one, other] as const));

  it.each(pairs)('%s and %s: all of them is the weaker, any of them the stronger', (one, other) => {
    const joined = (kind: 'allOf' | 'anyOf') =>
      on({ kind, tests: [tests[one], tests[other]] }, { risk: 'unlikely' });
    expect(joined('allOf')).toBe(rank(one) > rank(other) ? one : other);
    expect(joined('anyOf')).toBe(rank(one) < rank(other) ? one : other);
  });

  it('without any test: all is met, any is not', () => {
    expect(on({ kind: 'allOf', tests: [] })).toBe('required');
    expect(on({ kind: 'anyOf', tests: [] })).toBe('notRequired');
  });
});
