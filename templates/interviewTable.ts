import { QUESTIONS } from '../domain/interview/index.ts';
import { formatInstant } from '../domain/time/format.ts';
import { markdownLine } from './escape.ts';
import { labelledAnswers, labelledQuestion } from './interview.ts';
import type { InterviewSheet, Phrase } from './interviewInput.ts';

/** Questions and answers with their article; of an incident also who answered, and when. */
export function answersTable(sheet: InterviewSheet, say: Phrase): string {
  const { facts, language, timeZone, answered, incident } = sheet;
  const who = (by: string | null, at: Date | null): string =>
    by && at ? `${markdownLine(by)}, ${formatInstant(at, timeZone, language)}` : say('fromFacts');
  const given = labelledAnswers(facts, language, answered);
  const rows = given.map(({ text, display, article, answeredBy, answeredAt }) =>
    row([markdownLine(text), markdownLine(display), article], incident && who(answeredBy, answeredAt)),
  );
  const heads = row([say('question'), say('answer'), say('law')], incident && say('answered'));
  const first = containedRow(sheet, say);
  return [heads, row(['---', '---', '---'], incident && '---'), first, ...rows].join('\n');
}

/** Whether it is contained is kept with the incident and not with its facts. */
function containedRow({ language, contained, incident, timeZone }: InterviewSheet, say: Phrase): string {
  const [question] = QUESTIONS;
  if (!question) return '';
  const { text, article } = labelledQuestion(question, language);
  const answer = contained === null ? say('unknown') : say(contained ? 'yes' : 'no');
  const at = incident?.containedAt;
  const when = at ? formatInstant(at, timeZone, language) : ' ';
  return row([markdownLine(text), answer, article], incident && when);
}

const row = (cells: readonly string[], last: string | undefined): string =>
  `| ${[...cells, ...(last === undefined ? [] : [last])].join(' | ')} |`;
