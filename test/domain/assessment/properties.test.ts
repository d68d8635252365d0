import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAccident } from '../../../domain/assessment/causes.ts';
import { classify } from '../../../domain/assessment/categories.ts';
import { severityOfFacts } from '../../../domain/assessment/enisa.ts';
import { proposalOf } from '../../../domain/assessment/index.ts';
import { FEW_RECIPIENTS } from '../../../domain/assessment/exposure.ts';
import { isDeviceGone } from '../../../domain/assessment/protection.ts';
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
  const unread = facts.cia?.confidentiality === 'none';
  // That "nobody read it" rests on encryption is known only where encryption is named, or where a device is gone.
  if (question === 'protection.unintelligible')
    return unread && answer === true && !isDeviceGone(facts.cause);
  // Of a device that is gone, "unreadable to whoever has it" says that it was locked.
  if (question === 'protection.atRestOnly')
    return isDeviceGone(facts.cause) && facts.protection?.unintelligible === true && answer === true;
  // Who knows that all can be relied on and have deleted has counted them.
  if (question === 'recipients.count')
    return isReliable(facts) && typeof answer === 'number' && answer > FEW_RECIPIENTS;
  if (question !== 'exfiltration') return false;
  if (answer === 'published' && facts.recipients?.known === true) return true;
  return unread && answer !== 'n/a';
}

const isReliable = ({ recipients }: Facts): boolean =>
  recipients?.trusted === true && recipients.deletionConfirmed === true;

/** Naming the kind of data that a "yes" spoke of, where none was named, adds no kind of data: it says which it is. */
function explains(facts: Facts, term: string): boolean {
  const named = (test: (one: ReturnType<typeof classify>) => unknown) =>
    (facts.dataCategories ?? []).some((one) => test(classify(one)));
  const { special, money } = classify(term);
  return (
    (special !== undefined && facts.specialCategory === true && !named((one) => one.special)) ||
    (money === true && facts.financial === true && !named((one) => one.money))
  );
}

describe('what is not known', () => {
  it('never makes a duty softer than an answer would', () => {
    fc.assert(
      fc.property(arbitraryBreach, path, (facts, question) => {
        const unknown = proposalOf(withAnswer(facts, question, null));
        for (const answer of ANSWERS[question]!) {
          if (contradicts(facts, question, answer)) continue;
          const known = proposalOf(withAnswer(facts, question, answer));
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
          // No score is not a low one: no kind of data was named.
          if (unknown === null && known !== null) continue;
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
            proposalOf(withAnswer({ ...facts, cause: 'other' }, question, null)).personalDataBreach,
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
        const result = proposalOf({ ...facts, role: 'processor' });
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
        const result = proposalOf({ ...facts, role: 'controller' });
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
        if (explains(facts, term)) return;
        const before = { ...facts, dataCategories: ['name', ...(facts.dataCategories ?? [])] };
        const after = { ...before, dataCategories: [...before.dataCategories, term] };
        const [one, more] = [severityOfFacts(before), severityOfFacts(after)];
        expect(more?.dpc ?? 0).toBeGreaterThanOrEqual(one?.dpc ?? 0);
        const duty = (given: Facts) => DUTY[proposalOf(given).notifyAuthority];
        expect(duty(after)).toBeGreaterThanOrEqual(duty(before));
        const told = (given: Facts) => DUTY[proposalOf(given).communicateToDataSubjects];
        if (told(before) > 0) expect(told(after)).toBeGreaterThan(0);
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
