import type { Logger } from 'pino';
import type { Clock } from '../domain/clock.ts';
import type { Database } from '../db/database.ts';
import { organisationsToSeal, sealOrganisation } from '../db/sequencer.ts';

const EVERY_MS = 300;

/** Orders and seals new timeline entries, so that each is sealed within a second. */
export class SealingLoop {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { db: Database; clock: Clock; logger: Logger }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  start(): void {
    if (this.#stopped) return;
    this.#running = this.#once().finally(() => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), EVERY_MS);
    });
  }

  /** Finishes what is under way and seals once more, so that a clean stop leaves nothing waiting. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#once();
  }

  async #once(): Promise<void> {
    try {
      for (const organisationId of await organisationsToSeal(this.#db)) {
        await sealOrganisation(this.#db, organisationId, this.#clock);
      }
    } catch (error) {
      this.#logger.warn(
        { code: error instanceof Error ? error.name : 'unknown' },
        'sealing failed; trying again',
      );
    }
  }
}
