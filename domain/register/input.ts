import type { Incident } from '../incident.ts';
import type { ReportRecord } from '../notices/reports.ts';
import type { Obligation } from '../obligations.ts';
import type { BundleRef } from './types.ts';

/** The entries of a timeline that the register reads: who established, decided and did what, and why. */
export const REGISTER_EVENTS = [
  'incident.declared',
  'incident.discoveryMoved',
  'incident.awarenessMoved',
  'incident.closed',
  'incident.reopened',
  'obligation.decided',
  'obligation.satisfied',
  'clock.confirmed',
  'clock.rejected',
  'submission.corrected',
  'containment.recorded',
  'scope.recorded',
] as const;

/** One of them. A personal value that was erased is null. */
export interface RegisterEvent {
  kind: string;
  occurredAt: Date;
  recordedAt: Date;
  data: Record<string, unknown>;
  personal: Record<string, string | null>;
}

/** One record of a report: several may be about the same one (a reference that arrived). */
export interface RegisterSubmission extends ReportRecord {
  by: string;
  route: string;
  reasonsForDelay: string | null;
  /** Of a withdrawal, and of a final report that lacks something. */
  reason: string | null;
  factsRevision: number | null;
}

/** What an entry is made from. */
export interface RegisterInput {
  incident: Incident & {
    factsRevision: number;
    /** What was recorded before was practised in a drill. */
    madeRealAt: Date | null;
  };
  obligations: readonly Obligation[];
  submissions: readonly RegisterSubmission[];
  /** In the order in which they were recorded. */
  events: readonly RegisterEvent[];
  complaints: number;
  bundle: BundleRef | null;
  /** Submission → the notification it was part of, for those made for a whole bundle. */
  reports: ReadonlyMap<string, string>;
  /** Now, on the incident's clock. */
  at: Date;
}

/** What was recorded while the incident was still a drill was practised: it decided and reported nothing. */
export const isReal = (
  { incident }: Pick<RegisterInput, 'incident'>,
  { recordedAt }: { recordedAt: Date },
): boolean => !incident.madeRealAt || recordedAt >= incident.madeRealAt;
