import { describe, expect, test } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import {
  applyAnswer,
  applyAnswers,
  InterviewAnswerError,
  interviewOutcome,
  nextQuestion,
  QUESTIONS,
} from '../../../domain/interview/index.ts';

const BREACH = { personalData: true, livingPeople: true, securityFailure: true };
const LETTER = {
  ...BREACH, malicious: false, confidentiality: 'confirmed', integrity: 'none', availability: 'none',
  outflow: null, sector: 'retail', people: ['customers'], number: 1, children: false, vulnerable: false,
  data: ['name', 'contactDetails'], specialCategory: false, criminalOffence: false, financial: false,
  governmentId: false, credentials: 'none', identifiable: 'maximum', recipientsKnown: true, recipientsNumber: 1,
  recipientsTrusted: true, deleted: true, unintelligible: false, harmSeen: 'none',
}; // prettier-ignore
const THEFT = {
  ...LETTER, malicious: true, data: ['name', 'passport', 'health'], specialCategory: true, governmentId: true,
  number: 4000, outflow: 'confirmed',
}; // prettier-ignore

const controller: Facts = { role: 'controller' };
const filled = (answers: Record<string, unknown>, facts = controller) => applyAnswers(facts, answers);
const idAfter = (answers: Record<string, unknown>, facts = controller) =>
  nextQuestion(filled(answers, facts), new Set(Object.keys(answers)))?.id ?? null;

describe('the next question', () => {
  test.each<[string, Record<string, unknown>, string | null]>([
    ['begins with personal data', {}, 'personalData'],
    ['ends where no personal data are affected', { personalData: false }, null],
    ['ends where nobody lives', { personalData: true, livingPeople: false }, null],
    ['goes on where it is not known', { personalData: null }, 'livingPeople'],
    ['ends where no security failed', { ...BREACH, securityFailure: false }, null],
    ['asks whether it was meant', BREACH, 'malicious'],
    ['asks nothing more after the whole letter', LETTER, null],
  ])('%s', (_, answers, next) => expect(idAfter(answers)).toBe(next));

  test('a processor is asked only whether it is a breach', () => {
    expect(idAfter(BREACH, { role: 'processor' })).toBeNull();
    expect(idAfter({ personalData: null, livingPeople: null }, { role: 'processor' })).toBe(
      'securityFailure',
    );
  });

  test('a cause that tells whether it was meant spares the question', () => {
    expect(idAfter(BREACH, { ...controller, cause: 'stolenDevice' })).toBe('confidentiality');
  });

  test('of facts alone: null is an answer; for somebody who asks anew it is not', () => {
    const facts = filled({ personalData: null });
    expect(nextQuestion(facts)?.id).toBe('livingPeople');
    expect(nextQuestion(facts, new Set())?.id).toBe('personalData');
  });

  test.each([
    ['recipientsTrusted', { recipientsKnown: false }],
    ['deleted', { recipientsKnown: false }],
    ['keyCompromised', { unintelligible: false }],
    ['readThrough', { unintelligible: true, keyCompromised: true }],
    ['recipientsKnown', { malicious: true }],
    ['backup', { availability: 'permanent' }],
    ['data', { confidentiality: 'none' }],
  ])('%s is left out after %j', (id, change) => {
    const facts = filled({ ...LETTER, ...change });
    expect(QUESTIONS.find((question) => question.id === id)?.matters(facts)).toBe(false);
  });
});

describe('the end', () => {
  test.each<[string, Record<string, unknown>, string, string[]]>([
    ['no personal data', { personalData: false }, 'recordOnly', []],
    ['a letter to a trusted reader who destroyed it', LETTER, 'recordOnly', []],
    ['stolen health data and passports', THEFT, 'tellIcoAndPeople', []],
    ['nothing known', BREACH, 'tellIco', ['communicateToDataSubjects']],
    ['an intruder, and logs that show no outflow', { ...THEFT, confidentiality: 'possible', outflow: 'excludedByLogs' }, 'personDecides', ['notifyAuthority']],
  ])('%s', (_, answers, result, toDecide) => {
    const outcome = interviewOutcome(filled(answers));
    expect(outcome).toMatchObject({ result, toDecide });
  }); // prettier-ignore

  test('of a processor is to tell its controllers, unless it is no breach', () => {
    expect(interviewOutcome({ role: 'processor' }).result).toBe('tellControllers');
    expect(interviewOutcome({ role: 'processor', personalData: false }).result).toBe('recordOnly');
  });

  test('neither likely nor unlikely is not unlikely', () => {
    const { result, assessment } = interviewOutcome(filled({ ...LETTER, recipientsKnown: null }));
    expect(assessment.risk).toBe('undetermined');
    expect(result).not.toBe('recordOnly');
  });
});

describe('an answer that does not fit is refused by name', () => {
  test.each<[string, unknown, string]>([
    ['invented', true, 'is no question'],
    ['personalData', 'yes', 'true or false'],
    ['confidentiality', 'perhaps', 'one of: none, possible, confirmed'],
    ['outflow', 'unknown', 'one of'],
    ['number', -1, 'number'],
    ['number', 1.5, 'number'],
    ['number', '12', 'number'],
    ['data', [], 'list of'],
    ['data', ['dreams'], 'list of'],
    ['harmSeen', ' ', 'in words'],
    ['harmSeen', 'x'.repeat(2001), 'in words'],
  ])('%s: %j', (id, answer, message) => {
    expect(() => applyAnswer(controller, id, answer)).toThrow(InterviewAnswerError);
    expect(() => applyAnswer(controller, id, answer)).toThrow(message);
  });
});
