import type { Logger } from 'pino';
import { failureCode } from '../../db/database.ts';
import type { Clock } from '../../domain/clock.ts';
import { Repeating } from '../repeating.ts';
import type { Watchdog } from './watchdog.ts';

const MOST_MS = 15_000;
const LEAST_MS = 500;

/** Looks again and again, several times within the grace time. */
export class WatchdogLoop {
  readonly #watchdog: Pick<Watchdog, 'look'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly everyMs: number;
  readonly #loop: Repeating;
  #lastAt: Date | undefined;
  #unseen = 0;

  constructor(options: { watchdog: Pick<Watchdog, 'look'>; clock: Clock; logger: Logger; graceMs: number }) {
    this.#watchdog = options.watchdog;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.everyMs = Math.min(MOST_MS, Math.max(LEAST_MS, options.graceMs / 8));
    this.#loop = new Repeating(() => this.#once(), this.everyMs);
  }

  /** The last look that came to its end. */
  get lastAt(): Date | undefined {
    return this.#lastAt;
  }

  /** How many organisations that look could not see. */
  get unseen(): number {
    return this.#unseen;
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #once(): Promise<void> {
    try {
      this.#unseen = await this.#watchdog.look();
      this.#lastAt = this.#clock.now();
    } catch (error) {
      const code = failureCode(error);
      this.#logger.error({ code }, 'the watchdog sees nothing; trying again');
    }
  }
}
