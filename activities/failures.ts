import { ApplicationFailure } from '@temporalio/common';
import { log } from '@temporalio/activity';
import { isConnectionLost, pgCode } from '../db/database.ts';
import { whileAlive } from './heartbeat.ts';

/** SQLSTATE classes that a database answers while it is away or busy (08, 40, 53, 57), and codes of a broken socket. */
const AWAY = /^((08|40|53|57)[0-9A-Z]{3}|ECONN[A-Z]+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** What the pool and the driver say without a code. */
const AWAY_MESSAGES = /^(timeout exceeded when trying to connect|Connection terminated)/;

/** Is the database away? Then the same activity is worth trying again for ever. */
export const isDatabaseError = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && typeof error.code === 'string' && AWAY.test(error.code)) ||
    AWAY_MESSAGES.test(error.message));

/** The frames of a stack without its first line, which is the message and may hold facts. */
const frames = (error: unknown): string[] =>
  error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')) : [];

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return isDatabaseError(error) ? `database/${pgCode(error) ?? 'connectionLost'}` : error.name;
};

/**
 * Failures enter the workflow history, so they carry a code and nothing else. Anything but a database that is away
 * is a fault of ours: final where `finalFaults` says so, otherwise tried again after a fix is deployed.
 */
export function asFailure(error: unknown, finalFaults: boolean): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const type = codeOf(error);
  log.error('activity failed', { code: type, at: frames(error) });
  const nonRetryable = finalFaults && !isDatabaseError(error);
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
