import type { PageRow } from '../db/pages.ts';
import { nextPosition, type Plan, type Position, positionAt, roundGapMs } from '../domain/escalation.ts';
import type { Drill } from '../domain/incident.ts';

type Standing = Pick<
  PageRow,
  'attempt' | 'firstAttempt' | 'round' | 'step' | 'roundStartedAt' | 'snoozedUntil'
>;

export interface Turned {
  /** The attempt's number for the workflow, which only grows. */
  n: number;
  position: Position;
  /** True where nothing of this attempt is on record yet. */
  begins: boolean;
  /** A snooze has ended: the page comes back with a round of its own. */
  cameBack: boolean;
  /** Real milliseconds to wait before there is a turn at all. */
  holdMs: number;
}

/**
 * Which attempt of a page it is now. A run that was lost and started again goes on where the page was; steps that came
 * or went meanwhile never make a position come twice, because the page remembers its own and only moves on.
 */
export function turnAt(
  page: Standing,
  asked: number,
  { plan, drill, now }: { plan: Plan; drill: Drill | null; now: Date },
): Turned {
  const turn = turnOf(page, asked, plan.steps.length, now);
  return { ...turn, holdMs: holdMs(page, turn, { plan, drill, now }) };
}

function turnOf(page: Standing, asked: number, steps: number, now: Date): Omit<Turned, 'holdMs'> {
  const n = Math.max(asked, page.attempt);
  if (page.round === null || page.step === null) {
    const begins = n === 0 || page.attempt < n;
    return { n, position: positionAt(page.firstAttempt + n, steps), begins, cameBack: false };
  }
  const position = { round: page.round, step: page.step };
  if (page.snoozedUntil && page.snoozedUntil <= now) {
    return {
      n: Math.max(asked, page.attempt + 1),
      position: { round: page.round + 1, step: 0 },
      begins: true,
      cameBack: true,
    };
  }
  if (n === page.attempt) return { n, position, begins: false, cameBack: false };
  return { n, position: nextPosition(position, steps), begins: true, cameBack: false };
}

function holdMs(
  { snoozedUntil, roundStartedAt, round }: Standing,
  { position, begins, cameBack }: Omit<Turned, 'holdMs'>,
  { plan, drill, now }: { plan: Plan; drill: Drill | null; now: Date },
): number {
  if (snoozedUntil && snoozedUntil > now) return snoozedUntil.getTime() - now.getTime();
  const newRound = begins && !cameBack && round !== null && position.round > round;
  if (!newRound || !roundStartedAt) return 0;
  return Math.max(0, roundStartedAt.getTime() + roundGapMs(plan, position.round, drill) - now.getTime());
}
