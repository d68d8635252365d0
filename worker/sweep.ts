import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, failureCode, inOrganisation } from '../db/database.ts';
import { enqueueOpen, listOrganisations, type OutboxSubject } from '../db/outbox.ts';
import { pause } from './repeating.ts';

const HOUR_MS = 3_600_000;
const AFTER_FAILURE_MS = 60_000;
/** Each message costs its workflow a look: at this pace a sweep leaves room for what is new. */
const BATCH = 50;
const PAUSE_MS = 2_000;
const ORGANISATIONS = 500;
/** Any number that nobody else locks; one lock for the whole database. */
const SWEEP_LOCK = 7_206_813;

export interface SweepOptions {
  db: Database;
  logger: Logger;
  /** Between two batches; tests wait less. */
  pauseMs?: number;
  batch?: number;
}

/**
 * What heals a run that was terminated, Temporal data that were lost, and a backup that was restored: at the start and
 * every hour everything that is open is told of again. A run that lives looks once more, one that is gone starts.
 */
export class SweepLoop {
  readonly #options: SweepOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const swept = await this.#once();
      // Several workers that start together should not meet every hour.
      const jitter = 0.9 + 0.2 * Math.random();
      await pause((swept ? HOUR_MS : AFTER_FAILURE_MS) * jitter, signal);
    }
  }

  async #once(): Promise<boolean> {
    const { logger } = this.#options;
    try {
      const count = await sweep(this.#options, this.#stopping.signal);
      if (count !== undefined) logger.info({ count }, 'told of everything that is open again');
      return true;
    } catch (error) {
      const code = failureCode(error);
      logger.warn({ code }, 'not everything that is open could be told of again; trying again');
      return false;
    }
  }
}

/**
 * One sweep, unless another worker is at it. The lock belongs to the session, so all of it happens on one connection.
 * @returns how many messages were written; undefined when another worker sweeps
 */
export function sweep(options: SweepOptions, signal: AbortSignal): Promise<number | undefined> {
  return options.db.connection().execute(async (db) => {
    const lock = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${SWEEP_LOCK}) as taken`.execute(
      db,
    );
    if (!lock.rows[0]?.taken) return undefined;
    try {
      // Pages first, everywhere: somebody may be waiting to be woken.
      const pages = await sweepAll({ ...options, db }, 'page', signal);
      return pages + (await sweepAll({ ...options, db }, 'incident', signal));
    } finally {
      await sql`select pg_advisory_unlock(${SWEEP_LOCK})`.execute(db);
    }
  });
}

async function sweepAll(options: SweepOptions, subject: OutboxSubject, signal: AbortSignal): Promise<number> {
  let count = 0;
  let after: string | undefined;
  while (!signal.aborted) {
    const organisations = await listOrganisations(options.db, ORGANISATIONS, after);
    for (const organisationId of organisations) {
      count += await sweepOrganisation(options, organisationId, subject, signal);
    }
    after = organisations.at(-1);
    if (organisations.length < ORGANISATIONS) break;
  }
  return count;
}

async function sweepOrganisation(
  { db, pauseMs = PAUSE_MS, batch = BATCH }: SweepOptions,
  organisationId: string,
  subject: OutboxSubject,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  let after: string | undefined;
  while (!signal.aborted) {
    const told = await inOrganisation(db, organisationId, (scope) =>
      enqueueOpen(scope, subject, { after, limit: batch }),
    );
    count += told.count;
    after = told.last;
    if (told.count > 0) await pause(pauseMs * (told.count / batch), signal);
    if (told.count < batch) break;
  }
  return count;
}
