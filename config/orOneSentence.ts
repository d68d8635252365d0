import { ConfigError } from './index.ts';

/** Runs a process; a wrong environment ends it with one sentence instead of a stack, for the person who set it. */
export async function orOneSentence(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
