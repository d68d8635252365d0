import type { Gravity } from './assessment/gravity.ts';
import type { ObligationKind } from './organisation.ts';

export const OBLIGATION_STATES = [
  'open',
  'drafted',
  'approved',
  'dispatched',
  'satisfied',
  'notRequired',
] as const;
/** open → drafted → approved → dispatched → satisfied, or notRequired by a named decider with a reason. */
export type ObligationState = (typeof OBLIGATION_STATES)[number];

/** What the rules say: a duty, or a question for a person, or (proposed) none. The clock runs unless `notRequired`. */
export type Applicability = 'required' | 'decide' | 'notRequired';

/** What the rules say should exist for an incident, before it meets what is stored. */
export interface PlannedObligation {
  /** Stable inside the incident, e.g. "authority". Part of every idempotency key. */
  id: string;
  kind: ObligationKind;
  applicability: Applicability;
  /** Article, guideline or the organisation's own promise. */
  basis: string;
  /** The law's own words where it gives no number, else null. */
  qualifier: string | null;
  /** True where the due instant is the organisation's own target and not a number in the law. */
  ownTarget: boolean;
  /** What starts the clock: 'discovered', 'aware', 'classified', 'previousStage' … */
  startsFrom: string;
  startsAt: Date;
  dueAt: Date;
  /** The track of the incident whose facts ask for it; null for what concerns the whole incident. */
  track: string | null;
  /** The duty in domain/regimes and its stage; null for an own promise and for what others ask for. */
  duty: string | null;
  stage: string | null;
  /** Towards whom, where one duty is owed to several: the id of a controller, the code of a member state. */
  recipient: string | null;
  /** A police request holds its reminders until then; the clock runs on. On the incident's clock. */
  heldUntil: Date | null;
  /** Other obligations take its place (each controller named instead of all): it stands down without a question. */
  replaced?: true;
  /** Message-catalogue keys of the reasons, with the fact paths used. */
  reasons: Reason[];
  /** Of the facts that ask for it; absent where no facts do. */
  gravity?: Gravity;
}

export interface Reason {
  /** Key in the message catalogue (templates/<language>/reasons.yaml). */
  code: string;
  /** Article or guideline paragraph. */
  source: string;
  /** Paths of the facts that were used. */
  facts: string[];
}

/** An obligation as stored. */
export interface Obligation extends PlannedObligation {
  state: ObligationState;
  /** Grows when the due instant moves; part of every idempotency key, so old reminders never fire twice. */
  clockVersion: number;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** How grave the facts were that the decision rests on: graver ones bring it back. */
  decidedOn: Gravity | null;
  satisfiedAt: Date | null;
  /** Overdue pages pause until this instant on the incident's clock (a stated plan with its own time). */
  planUntil: Date | null;
  planText: string | null;
  /** What an edit would change if a named person confirmed it; until then the clock runs as before. */
  proposal: ClockProposal | null;
  /** The due instant that counted before a person confirmed a later one: lateness is shown against both. */
  earlierDueAt: Date | null;
  confirmation: ClockConfirmation | null;
}

/** A later or softer reading of one duty that the facts now allow. No edit brings it about by itself. */
export interface ClockProposal {
  startsAt: Date;
  dueAt: Date;
  applicability: Applicability;
  since: Date;
  /** A person said no: it does not come back until the facts propose something else. */
  rejected: boolean;
}

/** Who confirmed or rejected the newest proposal, and on what evidence. */
export interface ClockConfirmation {
  at: Date;
  decision: 'confirmed' | 'rejected';
  by: string;
  /** The second person, where the organisation has one. */
  secondBy: string | null;
  reason: string;
  evidence: string;
}

/** The part of a stored obligation that the rules compare. */
export type StoredObligationLike = Pick<
  Obligation,
  | keyof PlannedObligation
  | 'state'
  | 'clockVersion'
  | 'decidedAt'
  | 'decidedBy'
  | 'decisionReason'
  | 'decidedOn'
  | 'satisfiedAt'
  | 'proposal'
  | 'earlierDueAt'
>;

/** An obligation as it is when the rules first ask for it. */
export const openObligation = (plan: PlannedObligation): Obligation => ({
  ...plan,
  state: 'open',
  clockVersion: 1,
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  decidedOn: null,
  satisfiedAt: null,
  planUntil: null,
  planText: null,
  proposal: null,
  earlierDueAt: null,
  confirmation: null,
});

/** True while the duty still needs somebody: its clock runs and it reminds. */
export const isRunning = (obligation: Pick<Obligation, 'state' | 'applicability'>): boolean =>
  obligation.state !== 'satisfied' &&
  obligation.state !== 'notRequired' &&
  obligation.applicability !== 'notRequired';

/** What lateness is judged on. */
export type ClockedObligation = Pick<
  Obligation,
  'state' | 'applicability' | 'dueAt' | 'earlierDueAt' | 'satisfiedAt'
>;

const isPast = (obligation: ClockedObligation, dueAt: Date, at: Date): boolean =>
  obligation.satisfiedAt ? obligation.satisfiedAt > dueAt : isRunning(obligation) && at > dueAt;

/** Late: satisfied after its due instant, or running past it. `at` is on the incident's clock. */
export const isLate = (obligation: ClockedObligation, at: Date): boolean =>
  isPast(obligation, obligation.dueAt, at);

/**
 * Late against the deadline that counted before somebody confirmed a later one, or against the one that an unconfirmed
 * edit would replace; false where there was only ever one.
 */
export const isLateAgainstEarlier = (obligation: ClockedObligation, at: Date): boolean =>
  obligation.earlierDueAt !== null && isPast(obligation, obligation.earlierDueAt, at);
