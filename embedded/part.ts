import type { ChildProcess } from 'node:child_process';
import { hasEnded, stopChild, type StopManner } from './children.ts';
import { sentenceOf } from './problem.ts';

/** What the supervisor runs: PostgreSQL, Temporal, or one of our own processes. */
export type PartPlan = {
  name: string;
  /** Starts it and resolves when it is ready; tells of the process at once. */
  start: (onSpawn: (child: ChildProcess) => void) => Promise<void>;
  manner: StopManner;
};

export type PartEvents = { say: (line: string) => void; spawned: () => void };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const STABLE_MS = 60_000;

/** One part, started again with growing pauses when it ends by itself. */
export class Part {
  readonly name: string;
  readonly #plan: PartPlan;
  readonly #events: PartEvents;
  #child: ChildProcess | undefined;
  #stopping = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(plan: PartPlan, events: PartEvents) {
    this.name = plan.name;
    this.#plan = plan;
    this.#events = events;
  }

  /** The pid of the living process. */
  get pid(): number | undefined {
    return this.#child === undefined || hasEnded(this.#child) ? undefined : this.#child.pid;
  }

  /** The first start, whose failure is the caller's to tell; later ones are retried for ever. */
  async start(): Promise<void> {
    await this.#plan.start((child) => {
      this.#child = child;
      if (this.#stopping) child.kill(this.#plan.manner.signal); // stopped between two steps of a start
      this.#events.spawned();
    });
    this.#watch();
  }

  /** From now on its end is wanted: nothing is started again. */
  letGo(): void {
    this.#stopping = true;
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    this.letGo();
    if (this.#child !== undefined) await stopChild(this.#child, this.#plan.manner);
  }

  /** Ends it now. PostgreSQL recovers at the next start, and no other part loses what it had promised. */
  kill(): void {
    this.letGo();
    this.#child?.kill(this.#plan.manner.signal === 'SIGINT' ? 'SIGQUIT' : 'SIGKILL');
  }

  #watch(): void {
    const child = this.#child;
    if (child === undefined) return;
    const since = Date.now();
    const ended = () => {
      if (this.#stopping) return;
      if (Date.now() - since > STABLE_MS) this.#failures = 0;
      this.#startAgain(`${this.name} ended unexpectedly (${how(child)})`);
    };
    if (hasEnded(child)) ended();
    else child.once('exit', ended);
  }

  #startAgain(reason: string): void {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#failures, LONGEST_WAIT_MS);
    this.#failures += 1;
    this.#events.say(`${reason}; starting it again in ${wait / 1000} s.`);
    this.#timer = setTimeout(() => void this.#retry(), wait);
  }

  async #retry(): Promise<void> {
    try {
      await this.start();
      if (!this.#stopping) this.#events.say(`${this.name} runs again.`);
    } catch (error) {
      if (!this.#stopping)
        this.#startAgain(`${this.name} could not be started: ${sentenceOf(error).split('\n').at(-1)}`);
    }
  }
}

function how(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
