import { CommanderError } from 'commander';
import { errorDocument, errorLines, exitCodeOf } from './errors.ts';
import { usageProblem } from './inputProblem.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command line.
 * @returns the exit code: 0, 1 when it was refused or failed, 2 for bad input
 */
export async function runCli(argv: string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    await buildProgram({ quiet: json }).parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) return fail(error, json);
    // Commander has printed its own sentence (or the help that was asked for); with --json it said nothing.
    if (error.exitCode === 0) return 0;
    return json && error.code !== 'commander.help' ? fail(usageProblem(error.message), json) : 2;
  }
}

function fail(error: unknown, json: boolean): number {
  const lines = json ? [JSON.stringify(errorDocument(error), null, 2)] : errorLines(error);
  process.stderr.write(`${lines.join('\n')}\n`);
  return exitCodeOf(error);
}
