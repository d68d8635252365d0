import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { isAccident } from '../../../domain/assessment/causes.ts';
import { severityOfFacts } from '../../../domain/assessment/enisa.ts';
import type { Facts } from '../../../domain/facts.ts';
import { ANSWERS, arbitraryBreach, arbitraryFacts, TERMS, withAnswer } from './arbitraryFacts.ts';

const DUTY = { notRequired: 0, decide: 1, required: 2 };
const runs = { numRuns: Number(process.env.RUNS ?? 300) };
const path = fc.constantFrom(...Object.keys(ANSWERS));

/** Answers that contradict what is known already tell nothing about not knowing. */
function contradicts(facts: Facts, question: string, answer: unknown): boolean {
  if (question === 'malicious') return isAccident(facts.cause) && answer === true;
  if (question === 'cia.confidentiality') return facts.exfiltration === 'confirmed' && answer !== 'confirmed';
  const restored = facts.backup?.available === true && facts.backup.restoredWithinHours !== null;
  if (question === 'cia.availability') return answer === 'permanent' && restored;
  // That "nobody read it" rests on encryption is known only where encryption is named.
  if (question === 'protection.unintelligible')
    return facts.cia?.confidentiality === 'none' && answer === true;
  if (question !== 'exfiltration') return false;
  if (answer === 'published' && facts.recipients?.known === true) return true;
  return facts.cia?.confidentiality === 'none' && answer !== 'n/a';
}

describe('what is not known', () => {
  it('never makes a duty softer than an answer would', () => {
    fc.assert(
      fc.property(arbitraryBreach, path, (facts, question) => {
        const unknown = assessFacts(withAnswer(facts, question, null));
        for (const answer of ANSWERS[question]!) {
          if (contradicts(facts, question, answer)) continue;
          const known = assessFacts(withAnswer(facts, question, answer));
          expect(DUTY[unknown.notifyAuthority]).toBeGreaterThanOrEqual(DUTY[known.notifyAuthority]);
          if (unknown.communicateToDataSubjects === 'notRequired')
            expect(known.communicateToDataSubjects).toBe('notRequired');
          if (unknown.risk === 'unlikely') expect(known.risk).toBe('unlikely');
        }
      }),
      runs,
    );
  });

  it('never lowers a severity below that of an answer', () => {
    fc.assert(
      fc.property(arbitraryBreach, path, (facts, question) => {
        const unknown = severityOfFacts(withAnswer(facts, question, null));
        // Outflow that is possible is scored as the method scores exposure without evidence.
        if (question === 'exfiltration') return;
        for (const answer of ANSWERS[question]!) {
          if (contradicts(facts, question, answer)) continue;
          const known = severityOfFacts(withAnswer(facts, question, answer));
          expect(unknown?.se ?? 0).toBeGreaterThanOrEqual(known?.se ?? 0);
        }
      }),
      runs,
    );
  });

  it('about a breach stays not known', () => {
    for (const question of ['personalData', 'livingIndividuals', 'securityFailure'])
      fc.assert(
        fc.property(arbitraryBreach, (facts) => {
          expect(
            assessFacts(withAnswer({ ...facts, cause: 'other' }, question, null)).personalDataBreach,
          ).toBeNull();
        }),
        { numRuns: 50 },
      );
  });
});

describe('duties', () => {
  it('of a processor are towards its controllers only', () => {
    fc.assert(
      fc.property(arbitraryFacts, (facts) => {
        const result = assessFacts({ ...facts, role: 'processor' });
        expect(result.notifyAuthority).toBe('notRequired');
        expect(result.communicateToDataSubjects).toBe('notRequired');
        expect(result.notifyControllers).toBe(
          result.personalDataBreach === false ? 'notRequired' : 'required',
        );
        expect(result.art34Exceptions).toEqual([]);
      }),
      runs,
    );
  });

  it('of a controller follow the risk', () => {
    fc.assert(
      fc.property(arbitraryFacts, (facts) => {
        const result = assessFacts({ ...facts, role: 'controller' });
        const { risk, notifyAuthority, communicateToDataSubjects, decisions } = result;
        if (result.personalDataBreach === false || risk === 'unlikely')
          expect(notifyAuthority).toBe('notRequired');
        if (result.personalDataBreach === false) return;
        if (risk === 'likely' || risk === 'high') expect(notifyAuthority).toBe('required');
        expect(communicateToDataSubjects === 'required').toBe(risk === 'high');
        expect(decisions.map(({ about }) => about)).toEqual(
          (['notifyAuthority', 'communicateToDataSubjects'] as const).filter(
            (duty) => result[duty] === 'decide',
          ),
        );
      }),
      runs,
    );
  });
});

describe('the data', () => {
  it('never score or count less because one more kind is affected', () => {
    fc.assert(
      fc.property(arbitraryBreach, fc.constantFrom(...TERMS), (facts, term) => {
        // Naming the special or financial data that a flag spoke of adds no kind of data.
        const named = { ...facts, specialCategory: false, financial: false, governmentId: false };
        const before = { ...named, dataCategories: ['name', ...(facts.dataCategories ?? [])] };
        const after = { ...before, dataCategories: [...before.dataCategories, term] };
        expect(severityOfFacts(after)!.dpc).toBeGreaterThanOrEqual(severityOfFacts(before)!.dpc);
        const duty = (given: Facts) => DUTY[assessFacts(given).notifyAuthority];
        expect(duty(after)).toBeGreaterThanOrEqual(duty(before));
      }),
      runs,
    );
  });

  it('change only a flag with the number of people', () => {
    fc.assert(
      fc.property(arbitraryBreach, (facts) => {
        const few = severityOfFacts(withAnswer(facts, 'individuals.approx', 100));
        const many = severityOfFacts(withAnswer(facts, 'individuals.approx', 101));
        expect({ ...few, flags: null }).toEqual({ ...many, flags: null });
        expect(few?.flags.over100 ?? false).toBe(false);
        expect(many?.flags.over100 ?? true).toBe(true);
      }),
      runs,
    );
  });
});
