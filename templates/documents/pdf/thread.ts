import { parentPort, workerData } from 'node:worker_threads';
import type { DocumentOptions } from '../options.ts';
import { toPdf } from './index.ts';

/** Runs in a thread of its own: draws the one document that it was given, answers its bytes, and ends. */
const { markdown, options } = workerData as { markdown: string; options: DocumentOptions };
parentPort?.postMessage(await toPdf(markdown, options));
