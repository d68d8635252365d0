import { activityInfo, heartbeat } from '@temporalio/activity';

const EVERY_MS = 1_000;

/**
 * Tells Temporal that the activity is under way, so that the death of this process is noticed after the heartbeat
 * timeout and not only after the activity's own limit: until then the incident's reminders would wait. Local
 * activities need none; they go with their workflow task.
 */
export async function whileAlive<T>(work: () => Promise<T>): Promise<T> {
  if (activityInfo().isLocal) return work();
  const timer = setInterval(() => heartbeat(), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
