import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { proposalOf } from '../../../domain/assessment/index.ts';
import { isDeviceGone } from '../../../domain/assessment/protection.ts';
import type { Facts } from '../../../domain/facts.ts';
import {
  type Answer,
  applyAnswer,
  applyAnswers,
  interviewOutcome,
  nextQuestion,
  type Question,
  QUESTIONS,
} from '../../../domain/interview/index.ts';

const DUTY = { notRequired: 0, decide: 1, required: 2 };
/** The same people every time; `RUNS=3000` looks at as many others. */
const runs =
  process.env.RUNS === undefined ? { numRuns: 100, seed: 20261125 } : { numRuns: Number(process.env.RUNS) };

function answersTo({ kind, values }: Question): fc.Arbitrary<Answer> {
  if (kind === 'yesNo') return fc.boolean();
  if (kind === 'number') return fc.constantFrom(0, 1, 10, 40, 300, 100_000);
  if (kind === 'text') return fc.constantFrom('none', 'phishing mails', 'fraud');
  return kind === 'choice'
    ? fc.constantFrom(...values)
    : fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

/** Somebody who has an answer, or none, ready for every question. */
const anybody: fc.Arbitrary<Record<string, Answer>> = fc.record(
  Object.fromEntries(
    QUESTIONS.map((question) => [
      question.id,
      fc.oneof({ weight: 4, arbitrary: answersTo(question) }, { weight: 1, arbitrary: fc.constant(null) }),
    ]),
  ),
);

/** Most people who ask have had a breach; else nearly every interview would end at once. */
const breach = fc.option(fc.constant({ personalData: true, livingPeople: true, securityFailure: true }), {
  nil: {},
  freq: 4,
});
const person = fc
  .tuple(anybody, breach)
  .map(([answers, surely]): Record<string, Answer> => ({ ...answers, ...surely }));
const pathOf = (id: string) => QUESTIONS.find((question) => question.id === id)?.path;
const role = fc.constantFrom('controller' as const, 'processor' as const);

/** Asks until nothing is left to ask. @returns the answers that were given, in order */
function interview(facts: Facts, answers: Record<string, Answer>): [string, Answer][] {
  const given: [string, Answer][] = [];
  let filled = facts;
  for (let count = 0; count <= QUESTIONS.length; count += 1) {
    const next = nextQuestion(filled, new Set(given.map(([id]) => id)));
    if (!next) return given;
    given.push([next.id, answers[next.id] ?? null]);
    filled = applyAnswer(filled, next.id, answers[next.id] ?? null);
  }
  throw new Error('the interview does not end');
}

const factsOf = (facts: Facts, given: readonly [string, Answer][]): Facts =>
  given.reduce((filled, [id, answer]) => applyAnswer(filled, id, answer), facts);

/** What somebody says here only ever raises a risk: silence adds nothing (docs/interview.md). */
const ONLY_RAISES = ['sector', 'people', 'harmSeen'];

describe('an interview', () => {
  test('ends on every path, and asks nothing twice', () => {
    fc.assert(
      fc.property(role, person, (is, answers) => {
        const ids = interview({ role: is }, answers).map(([id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      runs,
    );
  });

  test('comes to the same facts and the same end in whatever order the answers come', () => {
    fc.assert(
      fc.property(role, person, fc.infiniteStream(fc.nat()), (is, answers, order) => {
        const given = interview({ role: is }, answers);
        const mixed = given
          .map((pair) => ({ pair, at: Number(order.next().value) }))
          .sort((one, other) => one.at - other.at)
          .map(({ pair }) => pair);
        const [one, other] = [factsOf({ role: is }, given), factsOf({ role: is }, mixed)];
        expect(other).toEqual(one);
        expect(interviewOutcome(other)).toEqual(interviewOutcome(one));
      }),
      runs,
    );
  });

  test('has no milder end where one of the answers is not known', () => {
    fc.assert(
      fc.property(role, person, (is, answers) => {
        const given = interview({ role: is }, answers);
        const facts = factsOf({ role: is }, given);
        const known = proposalOf(facts);
        for (const [id, answer] of given) {
          if (answer === null || ONLY_RAISES.includes(id) || overrules(id, answers)) continue;
          if (saysItself(id, facts)) continue;
          const without = given.map(([one, value]): [string, Answer] => [one, one === id ? null : value]);
          const unknown = proposalOf(factsOf({ role: is }, without));
          expect(DUTY[unknown.notifyAuthority]).toBeGreaterThanOrEqual(DUTY[known.notifyAuthority]);
          expect(DUTY[unknown.notifyControllers]).toBeGreaterThanOrEqual(DUTY[known.notifyControllers]);
          // Measures end a high risk that is established; where it may be lower, a person says whether they were needed.
          if (unknown.communicateToDataSubjects === 'notRequired' && !unknown.art34Exceptions.includes('b'))
            expect([id, known.communicateToDataSubjects]).toEqual([id, 'notRequired']);
        }
      }),
      runs,
    );
  });

  test('has asked at its end for every fact that could change it', () => {
    fc.assert(
      fc.property(role, person, (is, answers) => {
        const given = interview({ role: is }, answers);
        const { missing } = interviewOutcome(factsOf({ role: is }, given)).assessment;
        const unknown = given.filter(([, answer]) => answer === null).map(([id]) => pathOf(id));
        expect(missing.filter((path) => !unknown.includes(path))).toEqual([]);
      }),
      runs,
    );
  });

  test('leaves out only what would change neither duties nor risk', () => {
    fc.assert(
      fc.property(person, (answers) => {
        const given = interview({ role: 'controller' }, answers);
        const facts = factsOf({ role: 'controller' }, given);
        const asked = new Set(given.map(([id]) => id));
        for (const { id } of QUESTIONS.filter((question) => !asked.has(question.id))) {
          if (id === 'malicious' || contradicts(id, answers)) continue;
          const more = proposalOf(applyAnswers(facts, { [id]: answers[id] }));
          const { risk, notifyAuthority, communicateToDataSubjects } = proposalOf(facts);
          expect([id, more]).toMatchObject([id, { risk, notifyAuthority, communicateToDataSubjects }]);
        }
      }),
      runs,
    );
  });
});

/** A list that speaks against a plain "no" (victims, but nobody vulnerable) is heeded; without the list the "no" stands. */
const PLAIN = [
  'children',
  'vulnerable',
  'specialCategory',
  'criminalOffence',
  'financial',
  'governmentId',
  'credentials',
];
const overrules = (id: string, answers: Record<string, Answer>): boolean =>
  (id === 'people' || id === 'data') &&
  PLAIN.some((plain) => answers[plain] === false || answers[plain] === 'none');

/**
 * What another answer says already (docs/assessment.md): a locked device was not open, a deletion that all confirmed
 * counted them, and that "nobody read it" rests on encryption is known only where encryption is named.
 */
const saysItself = (id: string, { cause, cia, protection, recipients }: Facts): boolean =>
  (id === 'readThrough' && isDeviceGone(cause) && protection?.unintelligible === true) ||
  (id === 'unintelligible' && cia?.confidentiality === 'none' && !isDeviceGone(cause)) ||
  (id === 'recipientsNumber' && recipients?.trusted === true && recipients.deletionConfirmed === true);

/** Answers against what was said: data that nobody could see have left; encryption was relied on where nobody has them. */
const contradicts = (id: string, answers: Record<string, Answer>): boolean =>
  (id === 'outflow' && answers.outflow !== 'n/a') ||
  (id === 'unintelligible' && answers.unintelligible === true);
