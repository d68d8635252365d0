import type { Logger } from 'pino';
import type { Clock } from '../domain/clock.ts';
import { type Database, failureCode } from '../db/database.ts';
import { organisationsToSeal, sealOrganisation } from '../db/sequencer.ts';
import { Repeating } from './repeating.ts';

const EVERY_MS = 300;
/** An organisation that cannot be sealed is tried again this much later, so that it fills neither the time nor the log. */
const FAILED_PAUSE_MS = 10_000;

/**
 * Orders and seals new timeline entries, so that each is sealed within a second. One batch for each organisation in
 * turn: neither a large backlog nor a failure in one makes the others wait.
 */
export class SealingLoop {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Organisations whose sealing failed, and when to try again, on the process's own steady clock. */
  readonly #failed = new Map<string, number>();
  readonly #loop = new Repeating(() => this.#once(), EVERY_MS);
  #lastAt: Date | undefined;

  constructor(options: { db: Database; clock: Clock; logger: Logger }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** The last look at everything that waits that came to its end. */
  get lastAt(): Date | undefined {
    return this.#lastAt;
  }

  start(): void {
    this.#loop.start();
  }

  /** Finishes what is under way and seals once more, so that a clean stop leaves nothing waiting. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await this.#once();
  }

  async #once(): Promise<void> {
    try {
      for (const organisationId of await organisationsToSeal(this.#db)) {
        if ((this.#failed.get(organisationId) ?? 0) <= performance.now()) await this.#seal(organisationId);
      }
      this.#lastAt = this.#clock.now();
    } catch (error) {
      this.#logger.warn(about(error), 'entries to seal not readable; trying again');
    }
  }

  async #seal(organisationId: string): Promise<void> {
    try {
      await sealOrganisation(this.#db, organisationId, this.#clock);
      this.#failed.delete(organisationId);
    } catch (error) {
      this.#failed.set(organisationId, performance.now() + FAILED_PAUSE_MS);
      this.#logger.error(
        { ...about(error), organisationId },
        'sealing failed; the others go on, trying again',
      );
    }
  }
}

const about = (error: unknown): { code: string } => ({
  code: failureCode(error),
});
