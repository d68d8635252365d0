import { Worker } from 'node:worker_threads';
import type { DocumentOptions } from '../options.ts';

/** One document at a time: it takes a processor for seconds, and the next one waits for it anyway. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The same as `toPdf`, drawn in another thread: a long document takes 60 ms an entry of the register, and meanwhile the
 * caller's thread goes on answering.
 * @param gone ends the thread, or takes the document out of the queue, when nobody waits for it any more
 * @throws the reason of `gone`
 */
export function toPdfApart(markdown: string, options: DocumentOptions, gone?: AbortSignal): Promise<Buffer> {
  const next = last.then(() => draw(markdown, options, gone));
  last = next.catch(() => undefined);
  return next;
}

/** Answers when the thread has ended, so that nothing of it is left behind. */
function draw(markdown: string, options: DocumentOptions, gone?: AbortSignal): Promise<Buffer> {
  gone?.throwIfAborted();
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { markdown, options } });
  const stop = (): void => void worker.terminate();
  gone?.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    let drawn: Buffer | undefined;
    worker.once('message', (bytes: Uint8Array) => (drawn = Buffer.from(bytes)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      gone?.removeEventListener('abort', stop);
      if (gone?.aborted) reject(gone.reason as Error);
      else if (drawn) resolve(drawn);
      else reject(new Error(`the thread that draws ended with ${code}`));
    });
  });
}
