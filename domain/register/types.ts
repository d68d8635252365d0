import type { Applicability, Reason } from '../obligations.ts';
import type { ObligationKind } from '../organisation.ts';

/** Every breach is in the register, notified or not; what is none, or is not known to be one, stands there marked as such. */
export const REGISTER_KINDS = ['personalDataBreach', 'notAPersonalDataBreach', 'undetermined'] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

export const OUTCOMES = ['told', 'notTold', 'open'] as const;
/** What became of a notice: made; not made, because a person decided so or nothing asks for it; still to be decided or made. */
export type Outcome = (typeof OUTCOMES)[number];

/** One group of people of an incident. `null` is "not yet known". */
export interface RegisterTrack {
  id: string;
  label: string | null;
  role: 'controller' | 'processor';
  cause: string | null;
  confidentiality: string | null;
  integrity: string | null;
  availability: string | null;
  people: { approx: number | null; kinds: string[]; children: boolean | null; vulnerable: boolean | null };
  dataCategories: string[];
  controllers: { id: string; name: string | null }[];
  controllersAffected: number | null;
  harmSeen: string | null;
}

/** Who established that the organisation was aware, when, and why then. */
export interface Awareness {
  at: Date;
  by: string | null;
  /** null: aware on discovery. */
  reason: string | null;
}

export interface RegisterDecision {
  about: 'duty' | 'clock' | 'awareness' | 'discovery' | 'closure' | 'reopening' | 'report';
  obligation: string | null;
  /** "required", "notRequired", "confirmed", "rejected", or the instant that something was moved to. */
  decision: string | null;
  at: Date;
  by: string | null;
  secondBy: string | null;
  reason: string | null;
  evidence: string | null;
  /** The revision of the facts on which it was made; null where the record does not say. */
  factsRevision: number | null;
}

/** One duty to tell somebody, and what became of it. Instants on the incident's clock. */
export interface Notice {
  obligation: string;
  kind: ObligationKind;
  basis: string;
  track: string | null;
  recipient: string | null;
  outcome: Outcome;
  applicability: Applicability;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** What the rules say, and why. */
  reasons: Reason[];
  startsAt: Date;
  dueAt: Date;
  earlierDueAt: Date | null;
  doneAt: Date | null;
  doneBy: string | null;
  /** Through which channel and to whom, as it was recorded. */
  how: string | null;
  late: boolean;
  /** null: there was only ever one deadline. */
  lateAgainstEarlier: boolean | null;
}

/** One report to an authority: the first, a later one, the last, or its withdrawal. */
export interface Phase {
  /** Of its first record. */
  submission: string;
  phase: string;
  madeAt: Date;
  /** What was recorded first, where somebody corrected it to the earlier `madeAt`; else null. */
  firstRecordedAs: Date | null;
  by: string;
  route: string;
  reference: string | null;
  /** What of Art. 33(3) it lacked. */
  missing: string[];
  reasonsForDelay: string | null;
  /** Why it was withdrawn, or why it was the last although it lacked something. */
  reason: string | null;
  /** The revision of the facts on which it was made; null where the record does not say. */
  factsRevision: number | null;
  /** The same for every incident that was reported in this one notification. */
  report: string | null;
}

export interface AuthorityNotice extends Notice {
  reference: string | null;
  phases: Phase[];
  reasonsForDelay: string[];
  /** Late, and nobody has said why (Art. 33(1)). */
  reasonsForDelayMissing: boolean;
  /** By the time that was recorded first; null where nobody corrected it. */
  lateAsFirstRecorded: boolean | null;
  /** null: not withdrawn, or reported again since. */
  withdrawnAt: Date | null;
}

export interface IndividualsNotice extends Notice {
  /** Of Art. 34(3): "a", "b", "c", where the reasons or the decision name one. */
  exceptions: string[];
}

/** Similar breaches that are reported in one notification; each stays an entry of its own. */
export interface BundleRef {
  id: string;
  name: string;
  reason: string;
  members: { id: string; reference: string }[];
}

/** Something in the register that looks like data of an affected person. */
export interface RegisterWarning {
  field: string;
  code: string;
  start: number;
  end: number;
}

/** The part of an entry that is readable as long as the row exists. */
export interface RegisterFrame {
  id: string;
  reference: string;
  state: 'open' | 'closed';
  occurredFrom: Date | null;
  occurredTo: Date | null;
  discoveredAt: Date;
  awareAt: Date;
  declaredAt: Date;
  containedAt: Date | null;
  closedAt: Date | null;
}

/** One breach as Art. 33(5) UK GDPR asks for it: facts, effects, remedial action, and what shows compliance. */
export interface RegisterEntry extends RegisterFrame {
  erased: false;
  title: string;
  kind: RegisterKind;
  /** Why it is, or is not, a personal data breach, or why nobody knows yet. */
  kindReasons: Reason[];
  nearMiss: boolean;
  factsRevision: number;
  awareness: Awareness;
  description: string | null;
  howDiscovered: string | null;
  tracks: RegisterTrack[];
  /** `approx` is null as long as one group is not counted; `atLeast` sums those that are. */
  people: { approx: number | null; atLeast: number };
  recordsApprox: number | null;
  effects: { likely: string | null; likelihood: string | null; actual: string[]; complaints: number };
  remedy: Remedy;
  risk: { level: string; reasons: Reason[] };
  decisions: RegisterDecision[];
  authority: AuthorityNotice[];
  individuals: IndividualsNotice[];
  others: Notice[];
  otherOrganisations: { told: string | null; names: string | null };
  openDuties: string[];
  bundle: BundleRef | null;
  warnings: RegisterWarning[];
}

export interface Remedy {
  containedAt: Date | null;
  containedBy: string | null;
  containment: string | null;
  scopeAssessedAt: Date | null;
  scope: string | null;
  before: string | null;
  taken: string | null;
  proposed: string | null;
}

/** The key of this incident was erased: what people wrote is gone for good, and the register says so. */
export interface ErasedEntry extends RegisterFrame {
  erased: true;
  erasedAt: Date | null;
}
