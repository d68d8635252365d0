import { isGraver } from './assessment/gravity.ts';
import type {
  Applicability,
  ClockProposal,
  PlannedObligation,
  Reason,
  StoredObligationLike,
} from './obligations.ts';

export type ReconcileEvent = 'opened' | 'changed' | 'reopened' | 'proposed' | 'stoodDown';

/** One difference between what the rules ask for and what is stored. */
export interface ReconcileStep<O> {
  event: ReconcileEvent;
  obligation: O;
  /** The due instant before, where it moved. */
  previousDueAt: Date | null;
  /** True where somebody must hear of it at once: a duty that appeared, came back, hardened, or asks for a confirmation. */
  page: boolean;
}

/**
 * Brings the stored obligations to what the rules say now. A clock that becomes earlier and a duty that hardens hold at
 * once. What would stop a clock or make it later is only proposed: the clock runs and reminds as before until a named
 * person confirms (docs/adr/0007-law-as-data.md). What is satisfied stays so (a moved clock may make it late); what a
 * named person decided stays so until facts overtake the decision. What the rules do not plan any more, because its
 * track or its recipient went, is proposed to stand down.
 * @param at the instant on the incident's clock at which new obligations open
 */
export function reconcile<O extends StoredObligationLike>(
  stored: readonly O[],
  planned: readonly PlannedObligation[],
  at: Date,
  create: (plan: PlannedObligation, openedAt: Date) => O,
): ReconcileStep<O>[] {
  const plannedIds = new Set(planned.map((plan) => plan.id));
  const steps = planned.flatMap((plan) => {
    const before = stored.find((obligation) => obligation.id === plan.id);
    return before ? changed(before, plan, at) : opened(plan, at, create);
  });
  const gone = stored.filter((obligation) => !plannedIds.has(obligation.id));
  return [...steps, ...gone.flatMap((before) => changed(before, noLongerPlanned(before), at))];
}

const NO_LONGER_ASKED: Reason = { code: 'noLongerAsked', source: 'facts', facts: ['tracks'] };

const noLongerPlanned = (before: StoredObligationLike): PlannedObligation => ({
  ...before,
  applicability: 'notRequired',
  reasons: [NO_LONGER_ASKED],
});

function opened<O extends StoredObligationLike>(
  plan: PlannedObligation,
  at: Date,
  create: (plan: PlannedObligation, openedAt: Date) => O,
): ReconcileStep<O>[] {
  if (plan.applicability === 'notRequired') return [];
  // Whoever has just done the stage before knows; its reminders come in time.
  const page = plan.startsFrom !== 'previousStage';
  return [{ event: 'opened', obligation: create(plan, at), previousDueAt: null, page }];
}

/** Compared by meaning: a database may give the members of a stored reason back in another order. */
const reasonKey = ({ code, source, facts }: Reason): string => [code, source, ...facts].join('\u0000');
const sameReasons = (a: PlannedObligation, b: PlannedObligation): boolean =>
  a.reasons.length === b.reasons.length &&
  a.reasons.every((one, n) => reasonKey(one) === reasonKey(b.reasons[n] ?? one));

const RANK: Record<Applicability, number> = { notRequired: 0, decide: 1, required: 2 };

/**
 * A decision rests on what the rules said then, of one group of people. Facts that harden the case or make a duty of it
 * on new grounds, and another track, bring it back.
 */
const isOvertaken = (before: StoredObligationLike, plan: PlannedObligation): boolean =>
  before.state === 'notRequired' &&
  (RANK[plan.applicability] > RANK[before.applicability] ||
    (plan.applicability === 'required' && !sameReasons(before, plan)) ||
    (plan.applicability !== 'notRequired' && (isGraverCase(before, plan) || plan.track !== before.track)));

const isGraverCase = ({ decidedOn }: StoredObligationLike, { gravity }: PlannedObligation): boolean =>
  decidedOn !== null && gravity !== undefined && isGraver(decidedOn, gravity);

const UNDECIDED = {
  state: 'open',
  decidedAt: null,
  decidedBy: null,
  decisionReason: null,
  decidedOn: null,
} as const;

/** Its clock runs on in those that took its place. */
function standDown<O extends StoredObligationLike>(
  before: O,
  { reasons }: PlannedObligation,
): ReconcileStep<O>[] {
  if (before.state === 'satisfied' || before.applicability === 'notRequired') return [];
  const obligation: O = { ...before, applicability: 'notRequired', reasons, proposal: null };
  return [{ event: 'stoodDown', obligation, previousDueAt: null, page: false }];
}

function changed<O extends StoredObligationLike>(
  before: O,
  plan: PlannedObligation,
  at: Date,
): ReconcileStep<O>[] {
  if (plan.replaced) return standDown(before, plan);
  const overtaken = isOvertaken(before, plan);
  const fixed = before.state === 'satisfied' || (before.decidedAt !== null && !overtaken);
  const proposal = proposed(before, plan, at, { fixed, overtaken });
  const moved =
    plan.dueAt < before.dueAt ||
    (sameInstant(plan.dueAt, before.dueAt) && !sameInstant(plan.startsAt, before.startsAt));
  const after: O = {
    ...before,
    ...(overtaken ? UNDECIDED : {}),
    ...(moved ? { startsAt: plan.startsAt, dueAt: plan.dueAt, clockVersion: before.clockVersion + 1 } : {}),
    applicability: fixed ? before.applicability : running(before, plan),
    reasons: fixed ? before.reasons : plan.reasons,
    track: plan.track,
    heldUntil: plan.heldUntil,
    proposal,
  };
  if (!moved && !overtaken && isSame(before, after)) return [];
  const event = eventOf(before, after, overtaken);
  const previousDueAt = moved ? before.dueAt : null;
  return [{ event, obligation: after, previousDueAt, page: mustPage(before, after, event) }];
}

/** A duty that no longer applies on the facts asks a person; its clock runs until somebody has decided. */
const running = (before: StoredObligationLike, plan: PlannedObligation): Applicability =>
  plan.applicability === 'notRequired' && before.applicability !== 'notRequired'
    ? 'decide'
    : plan.applicability;

/**
 * What a person is asked to confirm: a later deadline, or that the duty does not apply. The same question is not asked
 * again after a "no", nor while it is open; it goes when the facts no longer propose it.
 */
function proposed(
  before: StoredObligationLike,
  plan: PlannedObligation,
  at: Date,
  { fixed, overtaken }: { fixed: boolean; overtaken: boolean },
): ClockProposal | null {
  const later = plan.dueAt > before.dueAt && (before.state !== 'notRequired' || overtaken);
  const standsDown = !fixed && plan.applicability === 'notRequired' && before.applicability !== 'notRequired';
  if (!later && !standsDown) return null;
  const { startsAt, dueAt } = plan;
  const applicability = standsDown ? 'notRequired' : fixed ? before.applicability : running(before, plan);
  const asked = before.proposal;
  if (asked && sameInstant(asked.dueAt, dueAt) && asked.applicability === applicability) return asked;
  return { startsAt, dueAt, applicability, since: at, rejected: false };
}

const sameInstant = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

const isSame = (a: StoredObligationLike, b: StoredObligationLike): boolean =>
  a.applicability === b.applicability &&
  a.proposal === b.proposal &&
  a.track === b.track &&
  sameInstant(a.heldUntil, b.heldUntil) &&
  sameReasons(a, b);

function eventOf(
  before: StoredObligationLike,
  after: StoredObligationLike,
  overtaken: boolean,
): ReconcileEvent {
  if (overtaken) return 'reopened';
  if (before.applicability === 'notRequired' && after.applicability !== 'notRequired') return 'reopened';
  return after.proposal && after.proposal !== before.proposal ? 'proposed' : 'changed';
}

/** Somebody must hear at once of a duty that came back, hardened, is due earlier than anybody knew, or needs a decision. */
function mustPage(before: StoredObligationLike, after: StoredObligationLike, event: ReconcileEvent): boolean {
  if (event === 'reopened' || event === 'proposed') return true;
  if (before.state === 'satisfied') return isBecomingLate(before, after);
  const hardened = after.applicability === 'required' && before.applicability !== 'required';
  return hardened || (after.state !== 'notRequired' && after.dueAt < before.dueAt);
}

/** A moved clock can make a report that was in time late: then the reasons for delay are owed. */
const isBecomingLate = (before: StoredObligationLike, after: StoredObligationLike): boolean =>
  before.satisfiedAt !== null && before.satisfiedAt <= before.dueAt && before.satisfiedAt > after.dueAt;
