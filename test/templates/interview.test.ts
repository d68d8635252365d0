import { describe, expect, test } from '@jest/globals';
import { QUESTIONS, RESULTS } from '../../domain/interview/index.ts';
import { classifyAll } from '../../domain/assessment/categories.ts';
import { TERMS } from '../../domain/interview/values.ts';
import { interviewTexts } from '../../templates/interview.ts';
import { interviewMarkdown } from '../../templates/interviewSheet.ts';

const texts = interviewTexts('en');
const sheet = {
  language: 'en',
  timeZone: 'Europe/London',
  madeAt: new Date('2026-02-03T12:00:00Z'),
  contained: null,
};

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
    expect(text).toContain('| Is the breach contained? | Not yet known |');
    expect(text).toContain('The breach is not known to be contained.');
    expect(text).toContain('**Is a risk to people likely?** Neither likely nor unlikely');
    expect(text).toContain('Keep this with your record of the breach');
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
      containedAt: null,
      drill: true,
    };
    const text = interviewMarkdown({ ...sheet, facts: { role: 'controller', harmSeen: 'a | b' }, incident });
    expect(text).toContain('**DRILL. This is an exercise.**');
    expect(text).toContain('Revision of the facts:** 3');
    expect(text).toContain('a \\| b');
    expect(text).toContain('\\<b>');
  });

  test('of an incident says who answered what, and when it was contained', () => {
    const at = new Date('2026-02-03T09:30:00Z');
    const incident = {
      organisation: 'A', reference: '2026-001', track: 'staff', factsRevision: 3, drill: false, containedAt: at,
    }; // prettier-ignore
    const answered = new Map([['personalData', { by: 'Ada | B', at }]]);
    const facts = { role: 'controller', personalData: true, harmSeen: 'none' } as const;
    const text = interviewMarkdown({ ...sheet, contained: true, facts, incident, answered });
    expect(text).toContain('| Yes | Art. 4(1) | Ada \\| B, Tue 3 Feb 2026, 09:30 GMT |');
    expect(text).toContain('| none | Recital 85 | in the facts already |');
    expect(text).toContain('| Yes | ICO, 72-hour guide | Tue 3 Feb 2026, 09:30 GMT |');
    expect(text).not.toContain('not known to be contained');
  });
});
