import type { Supervisor } from './supervisor.ts';

/**
 * One Ctrl-C arrives up to three times: the terminal signals the whole group, and npm and the bootstrap each pass theirs
 * on. What comes within this time of the first is the same press.
 */
const SAME_PRESS_MS = 1_000;
const FORCED = 130;

/** Resolves to exit code 0 once a signal has stopped everything in order. A second press ends it at once. */
export function handleSignals(supervisor: Supervisor, say: (line: string) => void): Promise<number> {
  let firstAt: number | undefined;
  return new Promise((resolve) => {
    const stop = (): void => {
      const now = performance.now();
      if (firstAt === undefined) {
        firstAt = now;
        say('\nStopping: API, worker, Temporal, PostgreSQL. (Ctrl-C again to force.)');
        void supervisor.stop().finally(() => {
          say('Stopped. Every incident is kept; start again with npm start.');
          resolve(0);
        });
      } else if (now - firstAt > SAME_PRESS_MS) {
        supervisor.kill();
        process.exit(FORCED);
      }
    };
    process.on('disconnect', stop); // the bootstrap was killed
    process.channel?.unref();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}
