/** What others ask for once an incident is known. Each becomes an obligation (domain/plan/demands.ts). */
export const DEMAND_KINDS = [
  'authorityQuestion',
  'authorityOrder',
  'complaint',
  'accessRequest',
  'contract',
  'police',
] as const;
export type DemandKind = (typeof DEMAND_KINDS)[number];

/** What a police request may hold. Notices to the authority and to controllers are never held. */
export const HOLD_SCOPES = ['individuals', 'public'] as const;
export type HoldScope = (typeof HOLD_SCOPES)[number];

/** A later time, or the end, that somebody has recorded and nobody has confirmed yet. */
export type DemandProposal = { dueAt: Date } | { ended: true };

/** Instants are on the incident's clock. */
export interface Demand {
  /** Stable inside the incident: "complaint-1". */
  id: string;
  kind: DemandKind;
  /** Who asks. */
  from: string;
  /** What is asked for. */
  subject: string;
  /** The reference of the one who asks, where there is one. */
  reference: string | null;
  receivedAt: Date;
  /** Set by the one who asks, or the review of a police request; null where the law or the contract sets it. */
  dueAt: Date | null;
  /** Hours that a contract sets, from receipt. */
  hours: number | null;
  /** Only of a police request. */
  officer: string | null;
  force: string | null;
  holds: HoldScope[];
  /** A police request that was withdrawn, or whose review ended it. */
  endedAt: Date | null;
  /** What waits for a confirmation; until then nothing of the demand changes. */
  proposed?: DemandProposal | null;
}

/** A police request that ends holds nothing back any more; every other end stops a clock. */
export const endsAtOnce = ({ kind }: Pick<Demand, 'kind'>): boolean => kind === 'police';

/** Until when notices of this sort are held by a police request that nobody has ended; the longest one counts. */
export function heldUntil(demands: readonly Demand[], scope: HoldScope): Date | null {
  const reviews = demands
    .filter((demand) => demand.kind === 'police' && demand.endedAt === null && demand.holds.includes(scope))
    .flatMap((demand) => (demand.dueAt ? [demand.dueAt.getTime()] : []));
  return reviews.length > 0 ? new Date(Math.max(...reviews)) : null;
}
