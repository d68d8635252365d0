import { CommanderError } from 'commander';
import { errorDocument, errorLines, exitCodeOf } from './errors.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command line.
 * @returns the exit code: 0, 1 when it was refused or failed, 2 for bad input
 */
export async function runCli(argv: string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(argv, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has printed its own sentence (or the help that was asked for).
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    report(error, argv.includes('--json'));
    return exitCodeOf(error);
  }
}

function report(error: unknown, json: boolean): void {
  const lines = json ? [JSON.stringify(errorDocument(error), null, 2)] : errorLines(error);
  process.stderr.write(`${lines.join('\n')}\n`);
}
