import { describe, expect, test } from '@jest/globals';
import { QUESTIONS, RESULTS } from '../../domain/interview/index.ts';
import { classifyAll } from '../../domain/assessment/categories.ts';
import { TERMS } from '../../domain/interview/values.ts';
import { interviewTexts } from '../../templates/interview.ts';
import { interviewMarkdown } from '../../templates/interviewSheet.ts';

const texts = interviewTexts('en');
const sheet = { language: 'en', timeZone: 'Europe/London', madeAt: new Date('2026-02-03T12:00:00Z') };

describe('the words of the interview', () => {
  test.each(QUESTIONS.map((question) => [question.id, question] as const))(
    '%s: a question, one line of help, words for each answer',
    (id, { values }) => {
      expect(texts.questions[id]?.text).toMatch(/\?$/);
      expect(texts.questions[id]?.help).toMatch(/^[^\n]+\.$/);
      expect(Object.keys(texts.questions[id]?.values ?? {}).sort()).toEqual([...values].sort());
    },
  );

  test('are for questions and ends that there are', () => {
    expect(Object.keys(texts.questions)).toEqual(QUESTIONS.map(({ id }) => id));
    expect(Object.keys(texts.results)).toEqual([...RESULTS]);
  });

  test('the kinds of data are words that the assessment knows', () => {
    expect(classifyAll([...TERMS]).filter(({ known }) => known !== 'table')).toEqual([]);
  });
});

describe('the printed result', () => {
  test('shows the end, questions and answers, reasons with source and standing, and what is missing', () => {
    const facts = { role: 'controller', personalData: true, livingIndividuals: null } as const;
    const text = interviewMarkdown({ ...sheet, facts });
    expect(text).toContain('## Result: Tell the ICO');
    expect(text).toContain('| Are personal data affected? | Yes | Art. 4(1) |');
    expect(text).toContain('| Are they about living people? | Not yet known | Recital 27 |');
    expect(text).toMatch(/- .+ \(UK GDPR .+; law\)/);
    expect(text).toContain('- Which data?');
    expect(text).toContain('Tue 3 Feb 2026, 12:00 GMT');
    expect(text).not.toContain('undefined');
  });

  test('of a drill says so, and values of people do no harm in it', () => {
    const incident = {
      organisation: 'A | B',
      reference: 'D-2026-001',
      track: '<b>',
      factsRevision: 3,
      drill: true,
    };
    const text = interviewMarkdown({ ...sheet, facts: { role: 'controller', harmSeen: 'a | b' }, incident });
    expect(text).toContain('**DRILL. This is an exercise.**');
    expect(text).toContain('Revision of the facts:** 3');
    expect(text).toContain('a \\| b');
    expect(text).toContain('\\<b>');
  });
});
