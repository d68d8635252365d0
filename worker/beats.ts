import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'pino';
import { type Database, pgCode } from '../db/database.ts';
import { type ProcessKind, writeBeat } from '../db/processBeats.ts';
import type { Clock } from '../domain/clock.ts';

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
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
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
    if (this.#stopped) return;
    this.#running = this.#once().finally(() => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), EVERY_MS);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
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
      const code = pgCode(error) ?? (error instanceof Error ? error.name : 'unknown');
      logger.warn({ code }, 'the database took no sign of life; trying again');
    }
  }
}
