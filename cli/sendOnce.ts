import { randomUUID } from 'node:crypto';
import type { Context } from './context.ts';
import { CliError, Unreachable } from './errors.ts';
import { whileUnreachable } from './retry.ts';

/**
 * Sends a change so that it happens once: every try carries the same key. Only a connection that broke is tried again;
 * where nothing arrived, nothing was changed.
 * @throws CliError that says that nobody knows whether it was applied
 */
export async function sendOnce<T>(
  { out }: Pick<Context, 'out'>,
  send: (headers: Record<string, string>) => Promise<T>,
  waitsMs?: readonly number[],
): Promise<T> {
  const headers = { 'idempotency-key': randomUUID() };
  const isLost = (error: unknown): error is Unreachable =>
    error instanceof Unreachable && error.mayHaveArrived;
  const told = (error: Unreachable): void => out.error(`${error.message} Trying again …`);
  try {
    return await send(headers);
  } catch (error) {
    if (!isLost(error)) throw error;
    told(error);
  }
  try {
    return await whileUnreachable(() => send(headers), told, waitsMs);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new CliError(
      `${error.message} It is not known whether the change was applied: look with bin/tocsin show before you repeat it.`,
    );
  }
}
