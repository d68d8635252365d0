import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { type Facts, factsSchema } from '../../../domain/facts.ts';

interface Case {
  id: string;
  title: string;
  facts: Facts;
  outcome: { notifySA: boolean; notifyIndividuals: boolean };
  /** `false`: the Guidelines are categorical. */
  conditional: false | Record<string, string>;
  /** Where the outcome is the controllers', not that of the organisation in the facts. */
  outcomeFor?: string;
}

const file = new URL('../../fixtures/law/edpb-cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const answer = (duty: boolean) => (duty ? 'required' : 'notRequired');
const named = (some: Case[]) => some.map((one) => [`${one.id} ${one.title}`, one] as const);

const own = cases.filter(({ outcomeFor }) => outcomeFor === undefined);
const categorical = own.filter(({ conditional }) => conditional === false);
const conditional = own.filter((one) => one.conditional !== false);

describe('the cases of EDPB Guidelines 01/2021 and 9/2022', () => {
  it('are all here', () => expect(cases).toHaveLength(28));

  it.each(named(cases))('%s: the facts are in the vocabulary', (_, one) => {
    expect(factsSchema.parse(one.facts)).toEqual(one.facts);
  });

  it.each(named(categorical))('%s: answered outright, as the Guidelines do', (_, { facts, outcome }) => {
    const result = assessFacts(facts);
    expect(result.personalDataBreach).toBe(true);
    expect(result.notifyAuthority).toBe(answer(outcome.notifySA));
    expect(result.communicateToDataSubjects).toBe(answer(outcome.notifyIndividuals));
    expect(result.notifyControllers).toBe('notRequired');
    expect(result.decisions).toEqual([]);
  });

  it.each(named(conditional))('%s: left to a person, or the baseline', (_, { facts, outcome }) => {
    const result = assessFacts(facts);
    expect([answer(outcome.notifySA), 'decide']).toContain(result.notifyAuthority);
    expect([answer(outcome.notifyIndividuals), 'decide']).toContain(result.communicateToDataSubjects);
  });

  it.each(named(cases.filter(({ outcomeFor }) => outcomeFor)))(
    '%s: tells its controllers',
    (_, { facts }) => {
      expect(assessFacts(facts)).toMatchObject({
        notifyAuthority: 'notRequired',
        communicateToDataSubjects: 'notRequired',
        notifyControllers: 'required',
      });
    },
  );

  it.each(named(cases))('%s: gives reasons with their source and standing', (_, { facts }) => {
    const { reasons, severity } = assessFacts(facts);
    expect(reasons.length).toBeGreaterThan(1);
    for (const reason of reasons)
      expect(reason).toEqual({
        code: expect.stringMatching(/^[a-zA-Z0-9]+$/),
        source: expect.stringMatching(/^(UK GDPR|EDPB|ICO)/),
        standing: expect.stringMatching(/^(statute|icoGuidance|persuasive)$/),
        facts: expect.any(Array),
      });
    expect(severity !== null).toBe((facts.dataCategories ?? []).length > 0);
  });
});

describe('take away what protects, and the answer changes', () => {
  const factsOf = (id: string): Facts => cases.find((one) => one.id === id)!.facts;
  const without = (id: string, changes: Partial<Facts>) => {
    const facts = factsOf(id);
    const merged = Object.entries(changes).map(([key, value]) => {
      const before = facts[key as keyof Facts];
      return [
        key,
        typeof value === 'object' && !Array.isArray(value) ? { ...(before as object), ...value } : value,
      ];
    });
    return assessFacts({ ...facts, ...Object.fromEntries(merged) } as Facts);
  };

  it.each<[string, string, Partial<Facts>, string, string]>([
    ['the data were readable', 'EDPB-01', { protection: { unintelligible: false } }, 'decide', 'notRequired'],
    ['the key may be lost', 'EDPB-01', { protection: { keyCompromised: null } }, 'decide', 'notRequired'],
    ['outflow is not excluded', 'EDPB-01', { protection: { unintelligible: false }, exfiltration: 'unknown' }, 'required', 'decide'],
    ['nothing came back for a week', 'EDPB-01', { backup: { available: false, restoredWithinHours: 170 } }, 'required', 'notRequired'],
    ['the data could not be rebuilt', 'EDPB-02', { cia: { availability: 'permanent' } }, 'required', 'decide'],
    ['users are known by their mail address', 'EDPB-06', { dataCategories: ['email', 'passwordHash'], identifiability: 'maximum' }, 'required', 'notRequired'],
    ['the hashes are weak', 'EDPB-06', { credentials: 'hashed-unsalted' }, 'required', 'decide'],
    ['the recipient is not trusted', 'EDPB-09', { recipients: { trusted: false } }, 'required', 'notRequired'],
    ['nobody confirmed the deletion', 'EDPB-09', { recipients: { deletionConfirmed: null } }, 'required', 'notRequired'],
    ['health data are in the sheet', 'EDPB-09', { dataCategories: ['contact', 'health'], specialCategory: true }, 'decide', 'notRequired'],
    ['the tablets are not encrypted', 'EDPB-10', { protection: { unintelligible: false } }, 'required', 'required'],
    ['the key of the tablets is known', 'EDPB-10', { protection: { keyCompromised: true } }, 'required', 'required'],
    ['the thief read them while they were open', 'EDPB-10', { protection: { atRestOnly: true } }, 'required', 'required'],
    ['the notebook was encrypted', 'EDPB-11', { protection: { unintelligible: true, keyCompromised: false } }, 'notRequired', 'notRequired'],
    ['the list says who is ill', 'EDPB-15', { dataCategories: ['name', 'email', 'diagnosis'] }, 'required', 'required'],
    ['the insured can be relied on and sent it back', 'EDPB-16', { recipients: { trusted: true, deletionConfirmed: true } }, 'notRequired', 'notRequired'],
    ['the power is away for days', 'WP250-iii', { sector: 'telecom', backup: { restoredWithinHours: 100 } }, 'required', 'notRequired'],
    ['the power is away for days, nobody says whose', 'WP250-iii', { backup: { restoredWithinHours: 100 } }, 'required', 'decide'],
    ['the list is a psychotherapist’s', 'WP250-x', { sector: 'psychotherapy' }, 'required', 'required'],
    ['it is a minor number of addresses', 'WP250-x', { individuals: { approx: 9 } }, 'notRequired', 'notRequired'],
  ])('%s (%s)', (_, id, changes, authority, people) => {
    const result = without(id, changes);
    expect(result.notifyAuthority).toBe(authority);
    expect(result.communicateToDataSubjects).toBe(people);
  }); // prettier-ignore
});
