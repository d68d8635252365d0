import type { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/index.ts';
import type { Channel } from '../channels/types.ts';
import type { Database } from '../db/database.ts';
import type { Clock } from '../domain/clock.ts';
import { BeatLoop } from './beats.ts';
import { ExaminationLoop } from './examination/loop.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Relay } from './relay.ts';
import type { SealingLoop } from './sealing.ts';
import { ailment, type Vitals } from './vitals.ts';

const ANSWER_MS = 5_000;

export interface SignsOptions {
  db: Database;
  clock: Clock;
  logger: Logger;
  metrics: Registry;
  config: Config;
  sealing: SealingLoop;
  smtp: Channel | undefined;
  /** For a connection that listens; the worker's role. */
  url: string;
}

/** What works only while Temporal does. */
interface Engine {
  relay: Relay;
  workers: Worker[];
  client: Client;
}

/** The worker's signs of life: a row in the database every few seconds, with what it depends on, and the heartbeat to the outside monitor. */
export class SignsOfLife {
  /** Undefined while Temporal is waited for, and when the worker stops. */
  engine: Engine | undefined;
  readonly #options: SignsOptions;
  readonly #beats: BeatLoop;
  readonly #examination: ExaminationLoop;
  readonly #heartbeat: Heartbeat | undefined;
  #temporalAt: Date | undefined;

  constructor(options: SignsOptions) {
    this.#options = options;
    const { db, clock, logger, metrics, config } = options;
    const build = config.TOCSIN_BUILD_ID;
    const parts = () => this.#parts();
    this.#beats = new BeatLoop({ db, clock, logger, process: 'worker', build, parts });
    this.#examination = new ExaminationLoop(options);
    const url = config.TOCSIN_HEARTBEAT_URL;
    this.#heartbeat =
      url === undefined
        ? undefined
        : new Heartbeat({
            ...{ url, method: config.TOCSIN_HEARTBEAT_METHOD, clock, logger, metrics },
            everyMs: config.TOCSIN_HEARTBEAT_SECONDS * 1_000,
            ailment: () => ailment(this.#vitals()),
          });
  }

  start(): void {
    this.#beats.start();
    this.#examination.start();
    this.#heartbeat?.start();
  }

  async stop(): Promise<void> {
    await this.#heartbeat?.stop();
    await this.#examination.stop();
    await this.#beats.stop();
  }

  #vitals(): Vitals {
    const { db, clock, sealing } = this.#options;
    return {
      db,
      clock,
      relay: () => this.engine?.relay.lastAt,
      sequencer: () => sealing.lastAt,
      beat: () => this.#beats.lastAt,
      workflowsRun: () => this.#workflowsRun(),
      askTemporal: () => this.#askTemporal(),
    };
  }

  #workflowsRun = (): boolean =>
    this.engine?.workers.every((worker) => worker.getState() === 'RUNNING') ?? false;

  async #askTemporal(): Promise<void> {
    const { engine } = this;
    if (!engine) throw new Error('not connected to Temporal');
    const ask = () => engine.client.workflowService.getSystemInfo({});
    await engine.client.withDeadline(Date.now() + ANSWER_MS, ask);
    this.#temporalAt = this.#options.clock.now();
  }

  async #parts(): Promise<Record<string, unknown>> {
    await this.#askTemporal().catch(() => undefined);
    return {
      relay: this.engine?.relay.lastAt,
      sequencer: this.#options.sealing.lastAt,
      temporal: this.#temporalAt,
      workflows: this.#workflowsRun(),
      heartbeat: this.#heartbeat?.state ?? null,
      examination: this.#examination.latest ?? null,
    };
  }
}
