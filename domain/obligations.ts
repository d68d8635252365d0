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
  startsAt: Date;
  dueAt: Date;
  /** Message-catalogue keys of the reasons, with the fact paths used. */
  reasons: Reason[];
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
  satisfiedAt: Date | null;
  /** Overdue pages pause until this instant on the incident's clock (a stated plan with its own time). */
  planUntil: Date | null;
  planText: string | null;
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
  | 'satisfiedAt'
>;

/** An obligation as it is when the rules first ask for it. */
export const openObligation = (plan: PlannedObligation): Obligation => ({
  ...plan,
  state: 'open',
  clockVersion: 1,
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  satisfiedAt: null,
  planUntil: null,
  planText: null,
});

/** True while the duty still needs somebody: its clock runs and it reminds. */
export const isRunning = (obligation: Pick<Obligation, 'state' | 'applicability'>): boolean =>
  obligation.state !== 'satisfied' &&
  obligation.state !== 'notRequired' &&
  obligation.applicability !== 'notRequired';

/** Late: satisfied after its due instant, or running past it. `at` is on the incident's clock. */
export const isLate = (obligation: Obligation, at: Date): boolean =>
  obligation.satisfiedAt
    ? obligation.satisfiedAt > obligation.dueAt
    : isRunning(obligation) && at > obligation.dueAt;
