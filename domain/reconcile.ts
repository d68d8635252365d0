import type { Applicability, PlannedObligation, Reason, StoredObligationLike } from './obligations.ts';

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
 * Brings the stored obligations to what the rules say now. What is satisfied stays so (a moved
 * clock may make it late); what a named person decided stays so until facts overtake the decision; nothing ends without
 * an event that says why.
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

const RANK: Record<Applicability, number> = { notRequired: 0, decide: 1, required: 2 };

/** A decision rests on what the rules said then. Facts that harden the case, or make a duty of it on new grounds, bring it back. */
const isOvertaken = (before: StoredObligationLike, plan: PlannedObligation): boolean =>
  before.state === 'notRequired' &&
  (RANK[plan.applicability] > RANK[before.applicability] ||
    (plan.applicability === 'required' && !sameReasons(before, plan)));

const UNDECIDED = { state: 'open', decidedAt: null, decidedBy: null, decisionReason: null } as const;

function changed<O extends StoredObligationLike>(before: O, plan: PlannedObligation): ReconcileStep<O>[] {
  const moved =
    before.dueAt.getTime() !== plan.dueAt.getTime() || before.startsAt.getTime() !== plan.startsAt.getTime();
  const overtaken = isOvertaken(before, plan);
  const fixed = before.state === 'satisfied' || (before.decidedAt !== null && !overtaken);
  const applicability = fixed ? before.applicability : plan.applicability;
  const hardened = applicability !== before.applicability;
  if (!moved && !hardened && !overtaken && (fixed || sameReasons(before, plan))) return [];
  const obligation: O = {
    ...before,
    ...(overtaken ? UNDECIDED : {}),
    applicability,
    startsAt: plan.startsAt,
    dueAt: plan.dueAt,
    reasons: fixed ? before.reasons : plan.reasons,
    clockVersion: moved ? before.clockVersion + 1 : before.clockVersion,
  };
  const event = overtaken ? 'reopened' : eventOf(before, obligation);
  return [
    {
      event,
      obligation,
      previousDueAt: moved ? before.dueAt : null,
      page: mustPage(before, obligation, event),
    },
  ];
}

/** Somebody must hear at once of a duty that came back, hardened, or is due earlier than anybody knew. */
function mustPage(before: StoredObligationLike, after: StoredObligationLike, event: ReconcileEvent): boolean {
  if (event === 'reopened') return true;
  if (event === 'stoodDown') return false;
  if (before.state === 'satisfied') return isBecomingLate(before, after);
  const hardened = after.applicability === 'required' && before.applicability !== 'required';
  return hardened || (after.state !== 'notRequired' && after.dueAt < before.dueAt);
}

/** A moved clock can make a report that was in time late: then the reasons for delay are owed. */
const isBecomingLate = (before: StoredObligationLike, after: StoredObligationLike): boolean =>
  before.satisfiedAt !== null && before.satisfiedAt <= before.dueAt && before.satisfiedAt > after.dueAt;

function eventOf(before: StoredObligationLike, after: StoredObligationLike): ReconcileEvent {
  if (before.applicability !== 'notRequired' && after.applicability === 'notRequired') return 'stoodDown';
  if (before.applicability === 'notRequired' && after.applicability !== 'notRequired') return 'reopened';
  return 'changed';
}
