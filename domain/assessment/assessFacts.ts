import type { Facts } from '../facts.ts';
import { breachOf } from './breach.ts';
import { REASON_RULES, type ReasonCode, type Standing } from './codes.ts';
import { type Duties, dutiesOf } from './duties.ts';
import { type FactsSeverity, severityOfFacts } from './enisa.ts';
import { fired, type FiredReason } from './fired.ts';
import type { Risk } from './levels.ts';
import { missingFacts } from './missing.ts';
import { type RiskAssessment, riskOf } from './risk.ts';

/** A rule that applied: its text is in the message catalogue, the facts it used are named by their paths. */
export interface AssessmentReason {
  code: ReasonCode;
  source: string;
  standing: Standing;
  facts: string[];
}

/** What follows from the facts of one track: a proposal with its reasons. A person decides. */
export interface Proposal extends Omit<Duties, 'reasons'> {
  personalDataBreach: boolean | null;
  risk: Risk;
  /** An aid and not the test; `null` where there are no personal data to score. */
  severity: FactsSeverity | null;
  reasons: AssessmentReason[];
}

export interface FactsAssessment extends Proposal {
  /** Paths of facts that are not known and could change this result. */
  missing: string[];
}

/** The planner asks for the same facts once for each duty; whoever changes facts makes new ones. */
const known = new WeakMap<Facts, Proposal>();

/** Facts of one track in, a proposal out. Pure: the same facts always give the same answer. */
export function proposalOf(facts: Facts): Proposal {
  const before = known.get(facts);
  if (before) return before;
  const proposal = resultOf(facts);
  known.set(facts, proposal);
  return proposal;
}

/** The same with what is missing, which is found by trying answers to every open question: up to some 50 ms. */
export const assessFacts = (facts: Facts): FactsAssessment => ({
  ...proposalOf(facts),
  missing: missingFacts(facts, signature),
});

function resultOf(facts: Facts): Proposal {
  const breach = breachOf(facts);
  const assessed = riskOf(facts);
  const { reasons, ...duties } = dutiesOf(facts, breach.answer, assessed);
  const none = breach.answer === false;
  const unknown = !none && factsDecide(assessed) ? [fired('unknownFacts')] : [];
  const all = [...breach.reasons, ...reasons, ...unknown, ...(none ? [] : assessed.reasons)];
  return {
    personalDataBreach: breach.answer,
    risk: none ? 'unlikely' : assessed.risk,
    severity: severityOfFacts(facts),
    ...duties,
    reasons: all.map(withRule),
  };
}

/** Would answers that are not known settle the risk, rather than the guidance? */
const factsDecide = ({ risk, best, worst }: RiskAssessment): boolean =>
  risk === 'undetermined' && (best[0] !== worst[0] || best[1] !== worst[1]);

const withRule = ({ code, facts }: FiredReason): AssessmentReason => ({ code, ...REASON_RULES[code], facts });

/**
 * What of a result counts when asking whether one more answer would change it; of a processor's, whether it is a breach.
 * An exception that changes nothing about telling people counts for nothing.
 */
function signature(facts: Facts): string {
  const breach = breachOf(facts).answer;
  if (facts.role === 'processor') return String(breach);
  const assessed = riskOf(facts);
  const { notifyAuthority, communicateToDataSubjects } = dutiesOf(facts, breach, assessed);
  return [breach, assessed.risk, notifyAuthority, communicateToDataSubjects].join();
}
