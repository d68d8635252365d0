import { z } from 'zod';
import {
  type Answer,
  answersSoFar,
  interviewOutcome,
  type InterviewOutcome,
  nextQuestion,
  type Question,
} from '../domain/interview/index.ts';
import type { Facts } from '../domain/facts.ts';
import { explainAssessment } from './assessment.ts';
import { languageOf, readYaml } from './files.ts';

const FILE = 'interview.yaml';
const text = z.string().min(1);
const interviewSchema = z.strictObject({
  questions: z.record(text, z.strictObject({ text, help: text, values: z.record(text, text).optional() })),
  results: z.record(text, z.strictObject({ name: text, help: text })),
  phrases: z.record(text, text),
});

export type InterviewTexts = z.infer<typeof interviewSchema>;
const loaded = new Map<string, InterviewTexts>();

/** The words of the interview in one language, else in English. */
export function interviewTexts(asked: string): InterviewTexts {
  const language = languageOf(FILE, asked);
  const texts = loaded.get(language) ?? interviewSchema.parse(readYaml(language, FILE));
  loaded.set(language, texts);
  return texts;
}

/** A question with its words, as the API and the CLI put it. */
export function labelledQuestion({ id, path, kind, values, article }: Question, language: string) {
  const { text: words = id, help = '', values: labels = {} } = interviewTexts(language).questions[id] ?? {};
  const choices = values.map((value) => ({ value, text: labels[value] ?? value }));
  return { id, fact: path, kind, article, text: words, help, choices };
}

export type LabelledQuestion = ReturnType<typeof labelledQuestion>;

/** An answer in words: "Yes", "Not yet known", the words of a choice. */
export function answerText(question: Question, answer: Answer, language: string): string {
  const { phrases, questions } = interviewTexts(language);
  if (answer === null) return phrases.unknown ?? '';
  if (typeof answer === 'boolean') return phrases[answer ? 'yes' : 'no'] ?? '';
  const labels = questions[question.id]?.values ?? {};
  return [answer]
    .flat()
    .map((one) => labels[String(one)] ?? String(one))
    .join('; ');
}

/** Every question that has an answer, with both in words, in the order of the interview. */
export const labelledAnswers = (facts: Facts, language: string) =>
  answersSoFar(facts).map(({ question, answer }) => ({
    ...labelledQuestion(question, language),
    answer,
    display: answerText(question, answer, language),
  }));

/** The end of the interview in words, with the assessment explained. */
export function labelledOutcome({ result, toDecide, assessment }: InterviewOutcome, language: string) {
  const { name = result, help = '' } = interviewTexts(language).results[result] ?? {};
  return { result, text: name, help, toDecide, assessment: explainAssessment(assessment, language) };
}

/** Where an interview stands: the next question, the facts, and the end that they lead to so far. */
export function interviewState(facts: Facts, language: string, asked?: ReadonlySet<string>) {
  const next = nextQuestion(facts, asked);
  return {
    next: next && labelledQuestion(next, language),
    facts,
    outcome: labelledOutcome(interviewOutcome(facts), language),
  };
}

export type InterviewState = ReturnType<typeof interviewState>;
