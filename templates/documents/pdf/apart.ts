import { Worker } from 'node:worker_threads';
import type { DocumentOptions } from '../options.ts';

/** One document at a time: it takes a processor for seconds, and the next one waits for it anyway. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The same as `toPdf`, drawn in another thread: a long document takes 60 ms an entry of the register, and meanwhile the
 * caller's thread goes on answering.
 */
export function toPdfApart(markdown: string, options: DocumentOptions): Promise<Buffer> {
  const next = last.then(() => draw(markdown, options));
  last = next.catch(() => undefined);
  return next;
}

/** Answers when the thread has ended, so that nothing of it is left behind. */
function draw(markdown: string, options: DocumentOptions): Promise<Buffer> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { markdown, options } });
  return new Promise((resolve, reject) => {
    let drawn: Buffer | undefined;
    worker.once('message', (bytes: Uint8Array) => (drawn = Buffer.from(bytes)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (drawn) resolve(drawn);
      else reject(new Error(`the thread that draws ended with ${code}`));
    });
  });
}
