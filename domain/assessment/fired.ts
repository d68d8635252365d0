import type { Question, ReasonCode } from './codes.ts';
import type { Cell } from './levels.ts';
import type { Tier } from './vocabulary.ts';

/** A rule whose facts are true of this breach, with the paths of the facts that it used. */
export interface FiredReason {
  code: ReasonCode;
  facts: string[];
}

/** What a word of the data or a flag says about the data. */
export interface Finding {
  tier: Tier;
  reason: FiredReason;
}

/** What one kind of harm (to confidentiality, integrity, availability, or seen already) means for people. */
export interface Verdict {
  cell: Cell;
  reasons: FiredReason[];
  /** The question that is left where the guidance allows more than one level. */
  question: Question | null;
}

export const fired = (code: ReasonCode, ...facts: string[]): FiredReason => ({ code, facts });

export const verdict = (cell: Cell, reasons: FiredReason[], question: Question | null = null): Verdict => ({
  cell,
  reasons,
  question: cell[0] === cell[1] ? null : question,
});
