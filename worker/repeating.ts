import { setTimeout as delay } from 'node:timers/promises';

/** Does one thing again and again, each time so long after the time before came to its end. */
export class Repeating {
  readonly #work: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param work must not reject */
  constructor(work: () => Promise<void>, everyMs: number) {
    this.#work = work;
    this.#everyMs = everyMs;
  }

  start(): void {
    if (this.#stopped) return;
    this.#running = this.#work().finally(() => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), this.#everyMs);
    });
  }

  /** Lets what is under way come to its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}

/** Waits, or less when told to stop. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
