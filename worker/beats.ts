import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'pino';
import { type Database, failureCode } from '../db/database.ts';
import { type ProcessKind, writeBeat } from '../db/processBeats.ts';
import type { Clock } from '../domain/clock.ts';
import { Repeating } from './repeating.ts';

const EVERY_MS = 5_000;

export interface BeatOptions {
  db: Database;
  clock: Clock;
  logger: Logger;
  process: ProcessKind;
  build: string;
  /** What there is to say of its parts at this moment. */
  parts: () => Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** Writes every few seconds that this process lives, for people who ask (`bin/tocsin doctor`) and for the heartbeat. */
export class BeatLoop {
  readonly #options: BeatOptions;
  readonly #id = uuidv7();
  readonly #startedAt: Date;
  readonly #loop = new Repeating(() => this.#once(), EVERY_MS);
  #lastAt: Date | undefined;

  constructor(options: BeatOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  /** The last write that succeeded. */
  get lastAt(): Date | undefined {
    return this.#lastAt;
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #once(): Promise<void> {
    const { db, clock, logger, process, build, parts } = this.#options;
    try {
      const said = await parts();
      const beatAt = clock.now();
      await writeBeat(db, {
        id: this.#id,
        process,
        build,
        startedAt: this.#startedAt,
        beatAt,
        parts: said,
      });
      this.#lastAt = beatAt;
    } catch (error) {
      const code = failureCode(error);
      logger.warn({ code }, 'the database took no sign of life; trying again');
    }
  }
}
