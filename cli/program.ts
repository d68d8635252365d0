import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addActing } from './program/acting.ts';
import { addLaw } from './program/law.ts';
import { addAssessing } from './program/assessing.ts';
import { addOnCall } from './program/onCall.ts';
import { addReading } from './program/reading.ts';
import { addRegister } from './program/register.ts';
import { addRunning } from './program/running.ts';

/**
 * The whole command line.
 * @param options.quiet errors in the command line itself are thrown and not printed
 */
export function buildProgram(options: { quiet?: boolean } = {}): Command {
  const program = new Command('tocsin')
    .description('Response to personal data breaches, from the command line.')
    .version(version())
    .option('--api <url>', 'where the API is (default: TOCSIN_API_URL, else the copy running in this folder)')
    .option('--json', 'print the raw answer as JSON')
    .showSuggestionAfterError()
    .exitOverride();
  if (options.quiet) program.configureOutput({ outputError: () => undefined });
  addActing(program);
  addReading(program);
  addLaw(program);
  addAssessing(program);
  addRegister(program);
  addOnCall(program);
  addRunning(program);
  return program;
}

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
