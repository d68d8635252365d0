import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../domain/clock.ts';
import { pause } from './repeating.ts';
import { type Ailment, AILMENTS } from './vitals.ts';

const ANSWER_MS = 10_000;
const TRIES = 3;
const PAUSE_MS = 2_000;

export interface HeartbeatOptions {
  /** A secret: it enters no log. */
  url: string;
  method: 'GET' | 'POST';
  everyMs: number;
  clock: Clock;
  logger: Logger;
  metrics: Registry;
  /** What keeps the engine from being well; undefined when it is. */
  ailment: () => Promise<Ailment | undefined>;
}

/** What there is to say of the heartbeat. */
export interface HeartbeatState {
  /** The last one that the monitor took. */
  lastAt: Date | undefined;
  /** Why the newest one was not sent, or not taken. */
  failing: Ailment | undefined;
}

/**
 * Tells an outside monitor that the engine is really well, and only then: its silence is the alarm, so that nothing
 * has to work here for people to be told.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #state: HeartbeatState = { lastAt: undefined, failing: undefined };

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    registerMetrics(options.metrics, () => this.#state);
  }

  get state(): HeartbeatState {
    return this.#state;
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
      await this.#once();
      await pause(this.#options.everyMs, signal);
    }
  }

  async #once(): Promise<void> {
    const { ailment, clock, logger } = this.#options;
    const wrong = (await ailment()) ?? (await this.#send());
    if (this.#stopping.signal.aborted) return;
    const before = this.#state.failing;
    this.#state = wrong ? { ...this.#state, failing: wrong } : { lastAt: clock.now(), failing: undefined };
    if (wrong)
      logger.error({ because: wrong }, 'NO HEARTBEAT: the outside monitor is not told that all is well');
    else if (before) logger.info({ before }, 'the heartbeat is back');
  }

  /** A packet that is lost must not raise an alarm: it is tried a few times. */
  async #send(): Promise<Ailment | undefined> {
    for (let n = 1; n <= TRIES && !this.#stopping.signal.aborted; n += 1) {
      if (await this.#isTaken()) return undefined;
      if (n < TRIES) await pause(PAUSE_MS, this.#stopping.signal);
    }
    return 'monitor';
  }

  async #isTaken(): Promise<boolean> {
    const { url, method } = this.#options;
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_MS)]);
    try {
      const response = await fetch(url, { method, headers: { 'user-agent': 'Tocsin' }, signal });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function registerMetrics(registry: Registry, state: () => HeartbeatState): void {
  new Gauge({
    name: 'tocsin_heartbeat_last_success_timestamp_seconds',
    help: 'When the outside monitor last took a heartbeat; 0 before the first',
    registers: [registry],
    collect() {
      this.set((state().lastAt?.getTime() ?? 0) / 1_000);
    },
  });
  new Gauge({
    name: 'tocsin_heartbeat_failing',
    help: '1 for what keeps the heartbeat from being sent or taken',
    labelNames: ['because'],
    registers: [registry],
    collect() {
      for (const because of AILMENTS) this.set({ because }, state().failing === because ? 1 : 0);
    },
  });
}
