import type { Answer } from '../domain/interview/index.ts';
import type { LabelledQuestion } from '../templates/interview.ts';

interface Choice {
  name: string;
  value: string;
}

/** The part of @inquirer/prompts that is used. */
export interface InterviewPrompts {
  input(config: { message: string; validate?: (text: string) => true | string }): Promise<string>;
  select(config: { message: string; choices: Choice[]; default?: string }): Promise<string>;
  checkbox(config: { message: string; choices: Choice[] }): Promise<string[]>;
}

const UNKNOWN = '?';
const ENTER = '(Enter: not yet known)';
const YES_NO: Choice[] = [
  { name: 'Yes', value: 'yes' },
  { name: 'No', value: 'no' },
];

/** Puts one question. Enter means "not yet known", which is `null` and never "no". */
export async function askQuestion(prompts: InterviewPrompts, question: LabelledQuestion): Promise<Answer> {
  const message = `${question.text} (${question.article})\n  ${question.help}\n `;
  const choices = question.choices.map(({ text, value }) => ({ name: text, value }));
  if (question.kind === 'several') return ticked(await prompts.checkbox({ message, choices }));
  if (question.kind === 'text')
    return (await prompts.input({ message: `${message} ${ENTER}` })).trim() || null;
  if (question.kind === 'number') return askNumber(prompts, message, !question.fact.endsWith('Hours'));
  const answer = await askOne(prompts, message, question.kind === 'yesNo' ? YES_NO : choices);
  return answer !== null && question.kind === 'yesNo' ? answer === 'yes' : answer;
}

/** Nothing ticked is "not yet known": the data are about somebody, and of some kind. */
const ticked = (values: string[]): Answer => (values.length > 0 ? values : null);

async function askOne(prompts: InterviewPrompts, message: string, choices: Choice[]): Promise<string | null> {
  const unknown = { name: 'Not yet known', value: UNKNOWN };
  const answer = await prompts.select({ message, choices: [...choices, unknown], default: UNKNOWN });
  return answer === UNKNOWN ? null : answer;
}

async function askNumber(prompts: InterviewPrompts, message: string, whole: boolean): Promise<number | null> {
  const pattern = whole ? /^\s*\d*\s*$/ : /^\s*(\d+(\.\d+)?)?\s*$/;
  const text = await prompts.input({
    message: `${message} ${ENTER}`,
    validate: (input) =>
      pattern.test(input) || (whole ? 'A whole number, or nothing.' : 'A number, or nothing.'),
  });
  return text.trim() ? Number(text) : null;
}
