import type { Facts } from '../facts.ts';
import { availabilityVerdict } from './availability.ts';
import type { Question } from './codes.ts';
import { confidentialityVerdict } from './confidentiality.ts';
import type { FiredReason, Verdict } from './fired.ts';
import { harmVerdict } from './harm.ts';
import { integrityVerdict } from './integrity.ts';
import { completed, type Mode } from './known.ts';
import { type Cell, gravest, type Risk } from './levels.ts';
import { LOWERING } from './lowering.ts';

export interface RiskAssessment {
  risk: Risk;
  /** What the guidance allows if nothing unknown is bad, and if everything unknown is as bad as it can be. */
  best: Cell;
  worst: Cell;
  reasons: FiredReason[];
  /** Left to a person although the facts are known, the gravest first. */
  questions: Question[];
}

const DIMENSIONS = [harmVerdict, confidentialityVerdict, availabilityVerdict, integrityVerdict];

const verdicts = (facts: Facts, mode: Mode): Verdict[] => {
  const answered = completed(facts, mode);
  return DIMENSIONS.map((judge) => judge(answered));
};

/**
 * The risk to people's rights and freedoms, by the factors of EDPB Guidelines 9/2022 (section IV.B) and 01/2021. Each kind
 * of harm is judged twice: with everything unknown harmless, and with everything unknown as bad as it can be. Where both
 * agree, that is the risk; otherwise it is undetermined. So what is not known never lowers it.
 */
export function riskOf(facts: Facts): RiskAssessment {
  const best = verdicts(facts, 'best');
  const worst = verdicts(facts, 'worst');
  const low = gravest(best.map(({ cell }) => cell));
  const high = gravest(worst.map(({ cell }) => cell));
  return {
    risk: low[0] === high[1] ? low[0] : 'undetermined',
    best: low,
    worst: high,
    reasons: reasonsOf(best, worst),
    questions: questionsOf(worst, high),
  };
}

/** Reasons that are true whatever the unknown facts turn out to be; what lowers a risk must hold in the worst case too. */
function reasonsOf(best: readonly Verdict[], worst: readonly Verdict[]): FiredReason[] {
  const proven = new Set(worst.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
  const found = best.flatMap(({ reasons }) => reasons);
  const kept = found.filter(({ code }) => !LOWERING.has(code) || proven.has(code));
  return [...new Map(kept.map((reason) => [reason.code, reason])).values()];
}

/** Questions of the kinds of harm that carry the result, where the guidance leaves one; the others change nothing. */
function questionsOf(worst: readonly Verdict[], total: Cell): Question[] {
  if (total[0] === total[1]) return [];
  const open = worst.filter(({ cell }) => cell[1] === total[1]);
  return open.flatMap(({ question }) => question ?? []);
}
