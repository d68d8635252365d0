import { setTimeout as pause } from 'node:timers/promises';
import { Unreachable } from './errors.ts';

const WAITS_MS = [500, 1_000, 2_000, 4_000];

/**
 * Repeats `work` while no answer comes. Only for requests that may be repeated: those that carry an
 * Idempotency-Key, or read.
 * @param told is called before each new try
 */
export async function whileUnreachable<T>(
  work: () => Promise<T>,
  told: (error: Unreachable) => void,
  waitsMs: readonly number[] = WAITS_MS,
): Promise<T> {
  for (const wait of waitsMs) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      told(error);
      await pause(wait);
    }
  }
  return work();
}
