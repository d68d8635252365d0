import type { Run } from '../context.ts';
import { badInput, CliError } from '../errors.ts';
import { readDocument } from '../files.ts';
import { inputProblem } from '../inputProblem.ts';
import type { AnswersFile, InterviewFlags } from '../interviewFlags.ts';

/**
 * `interview [INCIDENT]`: the ICO's self-assessment. With an incident each answer is saved as it is given; without one
 * nothing is stored and no server is asked.
 */
export const interview: Run<InterviewFlags> = async (context, [incident], options) => {
  try {
    const file = options.answers === undefined ? undefined : await answersFile(options.answers);
    if (!file && (!process.stdin.isTTY || context.out.json))
      throw badInput('Give the answers: --answers FILE. In a terminal, without --json, it asks.');
    await (incident === undefined
      ? (await import('../interviewOffline.ts')).withoutIncident(context, options, file)
      : (await import('../interviewOnline.ts')).ofIncident(context, incident, options, file));
  } catch (error) {
    throw broken(error, incident) ?? inputProblem(error);
  }
};

async function answersFile(path: string): Promise<AnswersFile> {
  const { answers, role, ...rest } = await readDocument(path);
  const [other] = Object.keys(rest);
  if (other !== undefined || answers === null || typeof answers !== 'object' || Array.isArray(answers))
    throw badInput(
      'The file must hold "answers", by the id of the question, and may hold "role"; see docs/interview.md.',
    );
  return { role, answers: answers as Record<string, unknown> };
}

/** Ctrl-C in the middle of the questions. */
function broken(error: unknown, incident: string | undefined): CliError | undefined {
  if (!(error instanceof Error) || error.name !== 'ExitPromptError') return undefined;
  return new CliError(
    incident === undefined
      ? 'Broken off. Nothing was stored.'
      : `Broken off. What was answered is saved: bin/tocsin interview ${incident} goes on.`,
  );
}
