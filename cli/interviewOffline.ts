import { factsSchema, type Facts } from '../domain/facts.ts';
import { applyAnswer, applyAnswers, nextQuestion } from '../domain/interview/index.ts';
import { toPdf } from '../templates/documents/index.ts';
import { interviewState, labelledQuestion } from '../templates/interview.ts';
import { interviewMarkdown, interviewOptions } from '../templates/interviewSheet.ts';
import { type AnswersFile, formatOf, type InterviewFlags } from './interviewFlags.ts';
import { askQuestion, type InterviewPrompts } from './askInterview.ts';
import type { Context } from './context.ts';
import { saveDocument } from './files.ts';
import { interviewLines } from './interviewLines.ts';

const LANGUAGE = 'en';
const ROLES = [
  { name: 'Controller: we decide how and why these data are used', value: 'controller' },
  { name: 'Processor: we hold them for somebody else', value: 'processor' },
];

/** The interview without an incident: answers from a file or a terminal, the result printed; nothing is stored. */
export async function withoutIncident(
  context: Context,
  options: InterviewFlags,
  file: AnswersFile | undefined,
): Promise<void> {
  if (options.out) formatOf(options.out);
  const { facts, asked } = file ? fromFile(file, options.role) : await fromTerminal(options.role);
  context.show(interviewState(facts, LANGUAGE, asked), (state) => context.out.lines(interviewLines(state)));
  if (options.out) await save(context, facts, options.out);
}

interface Answered {
  facts: Facts;
  asked: ReadonlySet<string>;
}

/** @throws ZodError without a role, InterviewAnswerError for an answer that does not fit */
function fromFile({ role, answers }: AnswersFile, flag: string | undefined): Answered {
  const facts = applyAnswers(factsSchema.parse({ role: flag ?? role }), answers);
  return { facts, asked: new Set(Object.keys(answers)) };
}

async function fromTerminal(flag: string | undefined): Promise<Answered> {
  const prompts = await import('@inquirer/prompts');
  const role = flag ?? (await prompts.select({ message: 'Your role?', choices: ROLES }));
  return askAll(prompts, factsSchema.parse({ role }));
}

/** Asks until nothing is left to ask. */
export async function askAll(prompts: InterviewPrompts, start: Facts): Promise<Answered> {
  const asked = new Set<string>();
  let facts = start;
  for (let next = nextQuestion(facts, asked); next; next = nextQuestion(facts, asked)) {
    facts = applyAnswer(facts, next.id, await askQuestion(prompts, labelledQuestion(next, LANGUAGE)));
    asked.add(next.id);
  }
  return { facts, asked };
}

async function save(context: Context, facts: Facts, path: string): Promise<void> {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const sheet = { facts, language: LANGUAGE, timeZone, madeAt: new Date() };
  const markdown = interviewMarkdown(sheet);
  const pdf = formatOf(path) === 'pdf';
  await saveDocument(path, pdf ? await toPdf(markdown, interviewOptions(sheet)) : Buffer.from(markdown));
  context.out.note(`Saved ${path}`);
}
