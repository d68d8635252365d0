import type { Command } from 'commander';
import type { GlobalOptions } from './context.ts';
import { inputProblem } from './inputProblem.ts';
import { cleaned, Output } from './output.ts';

/** What a command without a server answers: the value that `--json` prints, and lines for a person. */
export interface OfflineAnswer {
  json: unknown;
  lines: () => readonly string[];
}

/** The work of one command: its arguments in order and its options. It prints nothing and asks no server. */
export type OfflineWork<O> = (args: string[], options: O) => OfflineAnswer | Promise<OfflineAnswer>;

/**
 * Joins a command's description to code that needs no server, no database and no key. The code is loaded when it is
 * run. Bad input (a ZodError, InvalidTimeError, WorkingDaysError, an error with `errors` for its fields, or
 * `badInput`) becomes a problem document on stderr and exit code 2, with nothing on stdout (cli/run.ts prints it).
 * @example program.command('clock').option('--aware <time>').action(
 *   runsOffline(async () => (await import('../commands/clock.ts')).clock))
 */
export const runsOffline =
  <O extends object>(load: () => Promise<OfflineWork<O>>) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const args = command.processedArgs.flat().filter((arg) => arg !== undefined) as string[];
    const answer = await answerOf(load, args, command.opts<O>());
    const out = new Output(command.optsWithGlobals<GlobalOptions>().json === true);
    if (out.json) out.result(answer.json);
    else out.lines(cleaned(answer.lines()));
  };

async function answerOf<O>(
  load: () => Promise<OfflineWork<O>>,
  args: string[],
  options: O,
): Promise<OfflineAnswer> {
  const work = await load();
  try {
    return await work(args, options);
  } catch (error) {
    throw inputProblem(error);
  }
}
