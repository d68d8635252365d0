/**
 * What may be overdue: a milestone that is not recorded, a page whose next step has not come, one that should have come
 * back because nothing followed its answer, a message that was never tried, "look again" that nobody carried to Temporal,
 * entries that are not sealed, an incident that cannot be read.
 */
export const CANDIDATE_KINDS = [
  'milestone', 'page', 'answer', 'delivery', 'outbox', 'sealing', 'unreadable',
] as const; // prettier-ignore
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** Something that should have happened at `dueAt` and is not on record. Whether that is long ago is asked later. */
export interface Candidate {
  /** Kind and what it is about, in identifiers: the same for as long as it is the same thing. */
  key: string;
  kind: CandidateKind;
  incidentId: string | null;
  /** Real time. */
  dueAt: Date;
}
