import { type Facts, factsSchema } from '../facts.ts';
import { type Answer, InterviewAnswerError, type Question } from './question.ts';
import { missingAnswers } from './missing.ts';
import { QUESTIONS } from './questions.ts';

type Tree = Record<string, unknown>;

/** @throws InterviewAnswerError for an id that is no question */
export function questionOf(id: string): Question {
  const question = QUESTIONS.find((one) => one.id === id);
  if (question) return question;
  throw new InterviewAnswerError({ field: id, message: 'is no question of the interview' });
}

/** What the facts answer: a value, `null` for "not yet known", `undefined` where nobody was asked or facts cannot say. */
export function answerOf(facts: Facts, { path }: Question): Answer | undefined {
  if (path === null) return undefined;
  const value = path
    .split('.')
    .reduce<unknown>((tree, key) => (tree as Tree | null | undefined)?.[key], facts);
  const unknown = value === 'unknown' || (Array.isArray(value) && value.length === 0);
  return unknown ? null : (value as Answer | undefined);
}

/**
 * The first question that could still matter and is not answered; after those, any whose fact the assessment misses.
 * @param asked ids that were put already; "not yet known" was an answer to them. Without it, a `null` in the facts is
 * such an answer; with it, questions whose answer is not known and that are not in it are put again.
 * @returns `null` when nothing is left to ask
 */
export function nextQuestion(facts: Facts, asked?: ReadonlySet<string>): Question | null {
  const open = QUESTIONS.filter((question) => isOpen(facts, question, asked));
  const next = open.find((question) => question.matters(facts));
  if (next || open.length === 0) return next ?? null;
  const missing = missingAnswers(facts);
  return open.find(({ path }) => path !== null && missing.includes(path)) ?? null;
}

function isOpen(facts: Facts, question: Question, asked: ReadonlySet<string> | undefined): boolean {
  const answer = answerOf(facts, question);
  if (answer !== null && answer !== undefined) return false;
  return asked ? !asked.has(question.id) : answer === undefined && question.path !== null;
}

/**
 * The facts with one answer filled in; `null` is "not yet known". Each question fills its own fact, so the order of
 * answers does not matter.
 * @throws InterviewAnswerError where the answer does not fit the question
 */
export function applyAnswer(facts: Facts, questionId: string, answer: unknown): Facts {
  const question = questionOf(questionId);
  if (!fits(question, answer)) throw doesNotFit(question);
  if (question.path === null) return facts;
  const filled = withValue(facts, question.path, answer === null ? question.unknown : answer);
  if (!factsSchema.safeParse(filled).success) throw doesNotFit(question);
  return filled;
}

const doesNotFit = (question: Question): InterviewAnswerError =>
  new InterviewAnswerError({ field: question.id, message: wanted(question) });

/** Every answer filled in. @throws InterviewAnswerError that names all of those that do not fit */
export function applyAnswers(facts: Facts, answers: Readonly<Record<string, unknown>>): Facts {
  const errors: { field: string; message: string }[] = [];
  const filled = Object.entries(answers).reduce((so, [id, answer]) => {
    try {
      return applyAnswer(so, id, answer);
    } catch (error) {
      if (!(error instanceof InterviewAnswerError)) throw error;
      errors.push(...error.errors);
      return so;
    }
  }, facts);
  const [first, ...more] = errors;
  if (first) throw new InterviewAnswerError(first, ...more);
  return filled;
}

function fits({ kind, values }: Question, answer: unknown): boolean {
  if (answer === null) return true;
  if (kind === 'yesNo') return typeof answer === 'boolean';
  if (kind === 'number') return typeof answer === 'number' && Number.isFinite(answer) && answer >= 0;
  if (kind === 'several')
    return (
      Array.isArray(answer) && answer.length > 0 && answer.every((one) => values.includes(one as string))
    );
  return typeof answer === 'string' && (kind === 'text' ? answer.trim() !== '' : values.includes(answer));
}

function wanted({ kind, values }: Question): string {
  const what = {
    yesNo: 'answer true or false',
    number: 'answer with a number that is not negative',
    text: 'answer in words',
    choice: `answer with one of: ${values.join(', ')}`,
    several: `answer with a list of: ${values.join(', ')}`,
  }[kind];
  return `${what}; null is "not yet known"`;
}

function withValue(facts: Facts, path: string, value: unknown): Facts {
  const [first = '', second] = path.split('.');
  const inner = (facts as Tree)[first] as Tree | undefined;
  return { ...facts, [first]: second === undefined ? value : { ...inner, [second]: value } };
}
