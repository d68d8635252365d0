import { describe, expect, test } from '@jest/globals';
import { CAUSES, type Facts } from '../../../domain/facts.ts';
import {
  applyAnswer,
  applyAnswers,
  InterviewAnswerError,
  interviewOutcome,
  nextQuestion,
  QUESTIONS,
} from '../../../domain/interview/index.ts';

const BREACH = { contained: true, personalData: true, livingPeople: true, securityFailure: true };
const LETTER = {
  ...BREACH, cause: 'misdirectedPost', malicious: false, confidentiality: 'confirmed', integrity: 'none', availability: 'none',
  outflow: 'confirmed', sector: 'retail', people: ['customers'], number: 1, children: false, vulnerable: false,
  data: ['name', 'contactDetails'], specialCategory: false, criminalOffence: false, financial: false,
  governmentId: false, credentials: 'none', identifiable: 'maximum', recipientsKnown: true, recipientsNumber: 1,
  recipientsTrusted: true, deleted: true, unintelligible: false, harmSeen: 'none',
}; // prettier-ignore
const THEFT = {
  ...LETTER, cause: 'stolenDevice', malicious: true, data: ['name', 'passport', 'health'], specialCategory: true, governmentId: true,
  number: 4000, outflow: 'confirmed',
}; // prettier-ignore

const controller: Facts = { role: 'controller' };
const filled = (answers: Record<string, unknown>, facts = controller) => applyAnswers(facts, answers);
const idAfter = (answers: Record<string, unknown>, facts = controller) =>
  nextQuestion(filled(answers, facts), new Set(Object.keys(answers)))?.id ?? null;

describe('the next question', () => {
  test.each<[string, Record<string, unknown>, string | null]>([
    ['begins with containment', {}, 'contained'],
    ['goes on with personal data', { contained: null }, 'personalData'],
    ['ends where no personal data are affected', { contained: false, personalData: false }, null],
    ['ends where nobody lives', { contained: true, personalData: true, livingPeople: false }, null],
    ['goes on where it is not known', { contained: null, personalData: null }, 'livingPeople'],
    ['ends where no security failed', { ...BREACH, securityFailure: false }, null],
    ['asks what went wrong', BREACH, 'cause'],
    ['asks whether it was meant', { ...BREACH, cause: null }, 'malicious'],
    ['asks nothing more after the whole letter', LETTER, null],
  ])('%s', (_, answers, next) => expect(idAfter(answers)).toBe(next));

  test('a processor is asked only whether it is a breach', () => {
    expect(idAfter(BREACH, { role: 'processor' })).toBeNull();
    expect(idAfter({ contained: null, personalData: null, livingPeople: null }, { role: 'processor' })).toBe(
      'securityFailure',
    );
  });

  test('a near miss ends it', () => {
    const untouched = { confidentiality: 'none', outflow: 'n/a', integrity: 'none', availability: 'none' };
    expect(idAfter({ ...BREACH, cause: 'nearMiss', malicious: null, ...untouched })).toBeNull();
  });

  test('a mishap that touched no data ends it after asking for harm', () => {
    const untouched = { confidentiality: 'none', integrity: 'none', availability: 'none', outflow: 'n/a' };
    const mail = { ...BREACH, cause: 'misdirectedEmail', malicious: false, ...untouched };
    expect(idAfter(mail)).toBe('harmSeen');
    expect(idAfter({ ...mail, harmSeen: 'none' })).toBeNull();
    expect(interviewOutcome(filled(mail))).toMatchObject({
      result: 'recordOnly',
      assessment: { personalDataBreach: false },
    });
    expect(idAfter({ ...mail, harmSeen: 'phishing mails' })).toBeNull();
    expect(interviewOutcome(filled({ ...mail, harmSeen: 'phishing mails' })).result).toBe('tellIco');
  });

  test('what a high risk leaves open is asked only where one is possible', () => {
    expect(idAfter(THEFT)).toBe('highRiskEnded');
    expect(idAfter({ ...THEFT, highRiskEnded: false })).toBe('contactDisproportionate');
  });

  test('a fact that the assessment misses is asked last, even where it hardly matters', () => {
    const { unintelligible: _, ...rest } = THEFT;
    const facts = filled({ ...rest, highRiskEnded: false, contactDisproportionate: false });
    const asked = new Set(QUESTIONS.map(({ id }) => id).filter((id) => id !== 'readThrough'));
    expect(nextQuestion(facts, asked)?.id).toBe('readThrough');
  });

  test('of facts alone: null is an answer; for somebody who asks anew it is not', () => {
    const facts = filled({ personalData: null });
    expect(nextQuestion(facts)?.id).toBe('livingPeople');
    expect(nextQuestion(facts, new Set(['contained']))?.id).toBe('personalData');
    expect(nextQuestion(facts, new Set())?.id).toBe('contained');
  });

  test.each([
    ['recipientsTrusted', { recipientsKnown: false }],
    ['deleted', { recipientsKnown: false }],
    ['keyCompromised', { unintelligible: false }],
    ['readThrough', { unintelligible: true, keyCompromised: true }],
    ['recipientsKnown', { malicious: true }],
    ['backup', { availability: 'permanent' }],
    ['data', { confidentiality: 'none', outflow: 'n/a' }],
  ])('%s is left out after %j', (id, change) => {
    const facts = filled({ ...LETTER, ...change });
    expect(QUESTIONS.find((question) => question.id === id)?.matters(facts)).toBe(false);
  });
});

describe('answers that do not fit', () => {
  test('are named, every one of them', () => {
    const wrong = { personalData: 'perhaps', approx: -1, nobody: true, malicious: true };
    expect(() => filled(wrong)).toThrow(InterviewAnswerError);
    try {
      filled(wrong);
    } catch (error) {
      const { errors } = error as InterviewAnswerError;
      expect(errors.map(({ field }) => field)).toEqual(['personalData', 'approx', 'nobody']);
    }
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

  test('where it is no breach nothing is missing; of a processor only what makes one', () => {
    const missing = (facts: Facts) => interviewOutcome(facts).assessment.missing;
    expect(missing({ role: 'controller', personalData: false })).toEqual([]);
    expect(missing({ role: 'processor', personalData: true })).toEqual([
      'livingIndividuals',
      'securityFailure',
    ]);
  });

  test('says in the words of the ICO how likely a risk is', () => {
    expect(interviewOutcome(filled(LETTER)).likelihood).toBe('unlikely');
    expect(interviewOutcome(filled(THEFT)).likelihood).toBe('likely');
    expect(interviewOutcome(filled(BREACH)).likelihood).toBe('neither');
    expect(interviewOutcome({ role: 'processor' }).likelihood).toBeNull();
    expect(interviewOutcome({ role: 'controller', personalData: false }).likelihood).toBeNull();
  });

  test('"not yet known" about outflow is written down as that, and lasts', () => {
    expect(filled({ outflow: null }).exfiltration).toBe('unknown');
    expect(filled({ contained: true })).toEqual(controller);
  });

  test('every cause of the vocabulary can be chosen', () => {
    const cause = QUESTIONS.find(({ id }) => id === 'cause');
    expect([...(cause?.values ?? []), 'unknown'].sort()).toEqual([...CAUSES].sort());
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
    ['contained', 'perhaps', 'true or false'],
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
