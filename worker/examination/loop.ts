import type { Logger } from 'pino';
import { EXAMINE_CHANNEL } from '../../db/engineState.ts';
import { Listener } from '../listener.ts';
import { type Examination, type ExaminationOptions, examine } from './examination.ts';
import { systemLookUp } from './sendingDomain.ts';

const EVERY_MS = 10 * 60_000;

/** Examines what this process depends on at its start, every ten minutes, and when somebody asks. */
export class ExaminationLoop {
  readonly #options: Omit<ExaminationOptions, 'lookUp'> & { logger: Logger };
  readonly #listener: Listener;
  #latest: Examination | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param options.url for the connection that listens; the worker's role */
  constructor(options: Omit<ExaminationOptions, 'lookUp'> & { logger: Logger; url: string }) {
    this.#options = options;
    this.#listener = new Listener(options.url, EXAMINE_CHANNEL, () => this.#begin());
  }

  get latest(): Examination | undefined {
    return this.#latest;
  }

  start(): void {
    this.#listener.start();
    this.#begin();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#listener.stop();
    await this.#running;
  }

  /** One at a time; whoever asks meanwhile gets another one. */
  #begin(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#once().finally(() => {
      this.#running = undefined;
      if (this.#again) this.#begin();
      else if (!this.#stopped) this.#timer = setTimeout(() => this.#begin(), EVERY_MS);
    });
  }

  async #once(): Promise<void> {
    this.#again = false;
    try {
      this.#latest = await examine({ ...this.#options, lookUp: systemLookUp() });
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      this.#options.logger.warn({ code }, 'the examination did not come to its end');
    }
  }
}
