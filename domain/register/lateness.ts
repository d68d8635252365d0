import { isLate, isLateAgainstEarlier, type ClockedObligation } from '../obligations.ts';

/**
 * Late against the deadline, and against the one that counted before somebody confirmed a later one. `at` is on the
 * incident's clock.
 * @returns `lateAgainstEarlier` null where there was only ever one deadline
 */
export const latenessOf = (obligation: ClockedObligation, at: Date) => ({
  late: isLate(obligation, at),
  lateAgainstEarlier: obligation.earlierDueAt === null ? null : isLateAgainstEarlier(obligation, at),
});

/** Late against the earliest deadline that ever counted. */
export function isLateAtAll(obligation: ClockedObligation, at: Date): boolean {
  const { late, lateAgainstEarlier } = latenessOf(obligation, at);
  return late || lateAgainstEarlier === true;
}
