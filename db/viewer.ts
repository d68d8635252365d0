import { AsyncLocalStorage } from 'node:async_hooks';

const viewers = new AsyncLocalStorage<string>();

/** Whoever may see every restricted incident. */
export const EVERYTHING = '*';

/** A person of a policy, or {@link EVERYTHING}; nothing else enters a statement. */
const VIEWER = /^(\*|[a-z][a-z0-9-]{0,39})$/;

/**
 * Runs `work` as somebody who is looking: transactions of the API's role that begin in it see the restricted incidents
 * that name this person (migration 0011). Outside of it nobody is looking, and no restricted incident is seen.
 * @param viewer id of a person of the policy, {@link EVERYTHING}, or null for nobody
 * @throws TypeError for anything else
 */
export function asViewer<T>(viewer: string | null, work: () => T): T {
  if (viewer === null) return viewers.exit(work);
  if (!VIEWER.test(viewer)) throw new TypeError('who is looking is a person of the policy');
  return viewers.run(viewer, work);
}

/** Who is looking now; undefined: nobody. */
export const currentViewer = (): string | undefined => viewers.getStore();
