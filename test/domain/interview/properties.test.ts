import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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
const person: fc.Arbitrary<Record<string, Answer>> = fc.record(
  Object.fromEntries(
    QUESTIONS.map((question) => [
      question.id,
      fc.oneof({ weight: 4, arbitrary: answersTo(question) }, { weight: 1, arbitrary: fc.constant(null) }),
    ]),
  ),
);
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
        const known = interviewOutcome(factsOf({ role: is }, given)).assessment;
        for (const [id, answer] of given) {
          if (answer === null || ONLY_RAISES.includes(id) || overrules(id, answers)) continue;
          const without = given.map(([one, value]): [string, Answer] => [one, one === id ? null : value]);
          const unknown = interviewOutcome(factsOf({ role: is }, without)).assessment;
          expect(DUTY[unknown.notifyAuthority]).toBeGreaterThanOrEqual(DUTY[known.notifyAuthority]);
          expect(DUTY[unknown.notifyControllers]).toBeGreaterThanOrEqual(DUTY[known.notifyControllers]);
          if (unknown.communicateToDataSubjects === 'notRequired')
            expect([id, known.communicateToDataSubjects]).toEqual([id, 'notRequired']);
        }
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
          const more = interviewOutcome(applyAnswers(facts, { [id]: answers[id] })).assessment;
          const { risk, notifyAuthority, communicateToDataSubjects } = interviewOutcome(facts).assessment;
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

/** Answers against what was said: data that nobody could see have left; encryption was relied on where nobody has them. */
const contradicts = (id: string, answers: Record<string, Answer>): boolean =>
  (id === 'outflow' && answers.outflow !== 'n/a') ||
  (id === 'unintelligible' && answers.unintelligible === true);
