import type { PlannedObligation, Reason, StoredObligationLike } from './obligations.ts';

export type ReconcileEvent = 'opened' | 'changed' | 'stoodDown' | 'reopened';

/** One difference between what the rules ask for and what is stored. */
export interface ReconcileStep<O> {
  event: ReconcileEvent;
  obligation: O;
  /** The due instant before, where it moved. */
  previousDueAt: Date | null;
  /** True where somebody must hear of it at once: a duty that appeared, came back, or hardened. */
  page: boolean;
}

/** Compared by meaning: a database may give the members of a stored reason back in another order. */
const reasonKey = ({ code, source, facts }: Reason): string => [code, source, ...facts].join('\u0000');
const sameReasons = (a: PlannedObligation, b: PlannedObligation): boolean =>
  a.reasons.length === b.reasons.length &&
  a.reasons.every((one, n) => reasonKey(one) === reasonKey(b.reasons[n] ?? one));

/**
 * Brings the stored obligations to what the rules say now. Satisfied ones and those that a named person decided are
 * left alone; nothing ends without an event that says why.
 * @param at the instant on the incident's clock at which new obligations open
 */
export function reconcile<O extends StoredObligationLike>(
  stored: readonly O[],
  planned: readonly PlannedObligation[],
  at: Date,
  create: (plan: PlannedObligation, openedAt: Date) => O,
): ReconcileStep<O>[] {
  return planned.flatMap((plan) => {
    const before = stored.find((obligation) => obligation.id === plan.id);
    return before ? changed(before, plan) : opened(plan, at, create);
  });
}

function opened<O extends StoredObligationLike>(
  plan: PlannedObligation,
  at: Date,
  create: (plan: PlannedObligation, openedAt: Date) => O,
): ReconcileStep<O>[] {
  if (plan.applicability === 'notRequired') return [];
  return [{ event: 'opened', obligation: create(plan, at), previousDueAt: null, page: true }];
}

function changed<O extends StoredObligationLike>(before: O, plan: PlannedObligation): ReconcileStep<O>[] {
  if (before.state === 'satisfied') return [];
  const moved =
    before.dueAt.getTime() !== plan.dueAt.getTime() || before.startsAt.getTime() !== plan.startsAt.getTime();
  const decided = before.decidedAt !== null;
  const applicability = decided ? before.applicability : plan.applicability;
  const hardened = applicability !== before.applicability;
  if (!moved && !hardened && (decided || sameReasons(before, plan))) return [];
  const obligation: O = {
    ...before,
    applicability,
    startsAt: plan.startsAt,
    dueAt: plan.dueAt,
    reasons: decided ? before.reasons : plan.reasons,
    clockVersion: moved ? before.clockVersion + 1 : before.clockVersion,
  };
  const event = eventOf(before, obligation);
  const page = event === 'reopened' || (event === 'changed' && hardened && applicability === 'required');
  return [{ event, obligation, previousDueAt: moved ? before.dueAt : null, page }];
}

function eventOf(before: StoredObligationLike, after: StoredObligationLike): ReconcileEvent {
  if (before.applicability !== 'notRequired' && after.applicability === 'notRequired') return 'stoodDown';
  if (before.applicability === 'notRequired' && after.applicability !== 'notRequired') return 'reopened';
  return 'changed';
}
