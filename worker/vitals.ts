import type { Database } from '../db/database.ts';
import { listBeats } from '../db/processBeats.ts';
import { anythingOverdue } from '../db/watchdogFindings.ts';
import type { Clock } from '../domain/clock.ts';

/** What keeps an engine from being well; also the label of a metric. */
export const AILMENTS = [
  'temporal', 'workflows', 'relay', 'sequencer', 'database', 'watchdog', 'overdue', 'monitor',
] as const; // prettier-ignore
export type Ailment = (typeof AILMENTS)[number];

export interface Vitals {
  db: Database;
  clock: Clock;
  /** When each part last came to the end of a round; undefined before the first. */
  relay: () => Date | undefined;
  sequencer: () => Date | undefined;
  /** The last write to the database. */
  beat: () => Date | undefined;
  /** Do the Temporal workers take tasks? */
  workflowsRun: () => boolean;
  /** Rejects unless Temporal answers, within seconds. */
  askTemporal: () => Promise<unknown>;
}

/** Each part goes round every second or so, the watchdog every fifteen. */
const STILL_MS = 30_000;
const WATCHDOG_STILL_MS = 75_000;

/**
 * What keeps this engine from being really well; undefined when it is: every part has moved just now, Temporal answers,
 * the database takes writes, the watchdog looks and finds nothing overdue.
 */
export async function ailment(vitals: Vitals): Promise<Ailment | undefined> {
  const now = vitals.clock.now();
  if (isStill(vitals.relay(), now)) return 'relay';
  if (isStill(vitals.sequencer(), now)) return 'sequencer';
  if (isStill(vitals.beat(), now)) return 'database';
  if (!vitals.workflowsRun()) return 'workflows';
  if (await fails(vitals.askTemporal())) return 'temporal';
  return databaseAilment(vitals, now);
}

async function databaseAilment({ db }: Vitals, now: Date): Promise<Ailment | undefined> {
  try {
    const looks = (await listBeats(db)).filter(({ process }) => process === 'watchdog');
    if (!looks.some(({ parts }) => seesAll(parts, now))) return 'watchdog';
    return (await anythingOverdue(db)) ? 'overdue' : undefined;
  } catch {
    return 'database';
  }
}

const isStill = (at: Date | undefined, now: Date, limitMs = STILL_MS): boolean =>
  at === undefined || now.getTime() - at.getTime() > limitMs;

/** Has this watchdog looked just now, and seen every organisation? */
function seesAll(parts: unknown, now: Date): boolean {
  const { look, unseen = 0 } = parts as { look?: string; unseen?: number };
  return look !== undefined && unseen === 0 && !isStill(new Date(look), now, WATCHDOG_STILL_MS);
}

const fails = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => false,
    () => true,
  );
