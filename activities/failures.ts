import { ApplicationFailure } from '@temporalio/common';
import { log } from '@temporalio/activity';
import { isDatabaseAway, pgCode } from '../db/database.ts';
import { whileAlive } from './heartbeat.ts';

/** The frames of a stack without its first line, which is the message and may hold facts. */
const frames = (error: unknown): string[] =>
  error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return isDatabaseAway(error) ? `database/${pgCode(error) ?? 'connectionLost'}` : error.name;
};

/**
 * Failures enter the workflow history, so they carry a code and nothing else. Anything but a database that is away
 * is a fault of ours: final where `finalFaults` says so, otherwise tried again after a fix is deployed.
 */
export function asFailure(error: unknown, finalFaults: boolean): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const type = codeOf(error);
  log.error('activity failed', { code: type, at: frames(error) });
  const nonRetryable = finalFaults && !isDatabaseAway(error);
  return ApplicationFailure.create({ message: `activity failed: ${type}`, type, nonRetryable });
}

type AnyActivity = (...args: never[]) => Promise<unknown>;

/** Wraps every activity with {@link asFailure} and {@link whileAlive}; those named in `finalFaults` do not retry a fault of ours. */
export function guarded<A extends object>(activities: A, finalFaults: readonly (keyof A)[]): A {
  const wrapped = Object.entries(activities).map(([name, run]: [string, AnyActivity]) => [
    name,
    async (...args: never[]) => {
      try {
        return await whileAlive(() => run(...args));
      } catch (error) {
        throw asFailure(error, finalFaults.includes(name as keyof A));
      }
    },
  ]);
  return Object.fromEntries(wrapped) as A;
}
