import { statfsSync } from 'node:fs';

/** What the first start writes, with room to spare. */
const START_BYTES = 300 * 1024 * 1024;
/** Below this PostgreSQL soon cannot add to its log (a segment has 16 MB) and stops. */
const RUN_BYTES = 40 * 1024 * 1024;
const LOOK_EVERY_MS = 2_000;

/** The sentence for a disk on which Tocsin should not start, if it is one. */
export function tooFullToStart(folder: string): string | undefined {
  if (freeBytes(folder) >= START_BYTES) return undefined;
  return `The disk is nearly full at ${folder}: free at least ${START_BYTES / 1024 / 1024} MB and start again.`;
}

/** The sentence for a disk that has run full meanwhile, if it has. */
export function fullWhileRunning(folder: string): string | undefined {
  if (freeBytes(folder) >= RUN_BYTES) return undefined;
  return (
    `The disk is full at ${folder}: free at least ${START_BYTES / 1024 / 1024} MB. ` +
    'Until then nothing can be written, so nothing is declared and nobody is paged; afterwards it goes on by itself.'
  );
}

/**
 * Looks at the disk while Tocsin runs and tells each time that it has run full, once.
 * @returns what ends the looking
 */
export function watchDisk(folder: string, say: (line: string) => void, look = fullWhileRunning): () => void {
  let told = false;
  const timer = setInterval(() => {
    const sentence = look(folder);
    if (sentence !== undefined && !told) say(sentence);
    told = sentence !== undefined;
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
