import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

/**
 * Waits until `isDone` holds or `ms` have passed, under a timer that says what it is for. The timer is cancelled
 * when the condition wins, so that none stays behind.
 * @returns true when the condition won
 */
export async function waitUntil(isDone: () => boolean, ms: number, summary: string): Promise<boolean> {
  if (isDone()) return true;
  const timer = new CancellationScope();
  const ended = timer.run(() => sleep(Math.max(1, ms), { summary })).catch(ignoreCancellation);
  await Promise.race([ended, condition(isDone)]);
  timer.cancel();
  await ended;
  return isDone();
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
