import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Clock } from '../domain/clock.ts';
import type { Database } from '../db/database.ts';
import { OUTBOX_CHANNEL, type OutboxRow, relayBatch } from '../db/outbox.ts';
import {
  INCIDENT_WORKFLOW,
  type IncidentInput,
  incidentWorkflowId,
  newsSignal,
  PAGE_WORKFLOW,
  pageTaskQueue,
  type PageInput,
  pageWorkflowId,
} from '../workflows/messages.ts';
import { Listener } from './listener.ts';

const POLL_MS = 1_000;
const CALL_DEADLINE_MS = 5_000;
const LOOPS = 4;
const BATCH = 50;

export interface RelayOptions {
  db: Database;
  /** For the connection that listens; the relay's role. */
  url: string;
  client: Client;
  taskQueue: string;
  clock: Clock;
  logger: Logger;
}

/** Carries "look again" from the outbox to Temporal; wakes at every commit and looks once a second besides. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #wakers = new Set<() => void>();
  #stopped = false;
  #lastAt: Date | undefined;
  readonly #listener: Listener;
  #loops: Promise<void>[] = [];

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#listener = new Listener(options.url, OUTBOX_CHANNEL, () => this.#wake());
  }

  /** The last look at the outbox that came to its end, whether or not Temporal took what was in it. */
  get lastAt(): Date | undefined {
    return this.#lastAt;
  }

  start(): void {
    this.#listener.start();
    this.#loops = Array.from({ length: LOOPS }, () => this.#loop());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await Promise.all(this.#loops);
    await this.#listener.stop();
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const count = await this.#drain();
      if (count === 0 && !this.#stopped) await this.#pause();
    }
  }

  async #drain(): Promise<number> {
    const { db, clock, logger } = this.#options;
    try {
      const count = await relayBatch(db, {
        limit: BATCH,
        now: () => clock.now(),
        send: (row) => this.#send(row),
        onError: (error) => logger.warn(about(error), 'Temporal did not take a message; trying again'),
      });
      this.#lastAt = clock.now();
      return count;
    } catch (error) {
      logger.warn(about(error), 'outbox not readable; trying again');
      return 0;
    }
  }

  /** The first message starts the workflow, its first task possibly here and now; later ones signal it. */
  async #send(row: OutboxRow): Promise<void> {
    const { client, taskQueue } = this.#options;
    const { type, workflowId, args } = target(row);
    const queue = row.subject === 'page' ? pageTaskQueue(taskQueue) : taskQueue;
    const start = {
      workflowId,
      taskQueue: queue,
      args: [args],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    };
    const signal = { signal: newsSignal, signalArgs: [row.revision] as [number] };
    await client.withDeadline(Date.now() + CALL_DEADLINE_MS, async () => {
      if (row.revision > 1) await client.workflow.signalWithStart(type, { ...start, ...signal });
      else
        await client.workflow.start(type, {
          ...start,
          workflowIdConflictPolicy: 'USE_EXISTING',
          requestEagerStart: true,
        });
    });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      this.#wakers.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#wakers]) done();
  }
}

/** Which workflow a message is for, and what it starts with. */
function target(row: OutboxRow): { type: string; workflowId: string; args: IncidentInput | PageInput } {
  const incident = { organisationId: row.organisationId, incidentId: row.incidentId };
  return row.subject === 'incident'
    ? { type: INCIDENT_WORKFLOW, workflowId: incidentWorkflowId(row.subjectId), args: incident }
    : {
        type: PAGE_WORKFLOW,
        workflowId: pageWorkflowId(row.subjectId),
        args: { ...incident, pageId: row.subjectId, attempt: 0 },
      };
}

/** For the log. The relay knows identifiers only, so what fails here can name nothing else. */
function about(error: unknown): { code: string; reason: string } {
  if (!(error instanceof Error)) return { code: 'unknown', reason: String(error) };
  const code = 'code' in error ? `${error.name}/${String(error.code)}` : error.name;
  return { code, reason: error.message };
}
