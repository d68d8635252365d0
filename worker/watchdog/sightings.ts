import type { Candidate } from '../../domain/watchdog/candidate.ts';

/**
 * Since when this watchdog has seen each thing waiting, without a gap. What is overdue counts from then at the
 * earliest: after an outage, a sleep of the machine or a fresh start the engine has its grace to catch up.
 */
export class Sightings {
  readonly #graceMs: number;
  #since = new Map<string, Date>();
  #lastLook: Date | undefined;
  /** What lies between two looks where nothing is wrong: long where there is much to look at. */
  #usualMs = 0;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** One look, at everything that waits now. @returns what has been overdue for the grace time */
  look(candidates: readonly Candidate[], now: Date): Candidate[] {
    const before = this.#isAfterGap(now) ? new Map<string, Date>() : this.#since;
    const due = candidates.filter(({ dueAt }) => dueAt <= now);
    this.#since = new Map(due.map(({ key }) => [key, before.get(key) ?? now]));
    this.#lastLook = now;
    return due.filter((one) => now.getTime() - this.#waitsSince(one) >= this.#graceMs);
  }

  #isAfterGap(now: Date): boolean {
    if (!this.#lastLook) return true;
    const passed = now.getTime() - this.#lastLook.getTime();
    const isGap = passed < 0 || passed > Math.max(this.#graceMs / 2, 3 * this.#usualMs);
    this.#usualMs = Math.min(Math.max(passed, 0), this.#graceMs);
    return isGap;
  }

  #waitsSince({ key, dueAt }: Candidate): number {
    return Math.max(dueAt.getTime(), this.#since.get(key)?.getTime() ?? 0);
  }
}
