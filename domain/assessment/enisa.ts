import type { Facts } from '../facts.ts';
import { breachOf } from './breach.ts';
import { classifyAll } from './categories.ts';
import { circumstancesOf } from './circumstances.ts';
import { type Adjustment, dataScoreOf } from './dataScore.ts';
import { flagsOf, type SeverityFlags, type SeverityScore, severityOf } from './severity.ts';

/** The ENISA score of facts, with every step from a basic score named. It is an aid, not the test of Arts 33 and 34. */
export interface FactsSeverity extends SeverityScore {
  flags: SeverityFlags;
  adjustments: Adjustment[];
}

const EASE = { negligible: 0.25, limited: 0.5, significant: 0.75, maximum: 1 } as const;

/**
 * DPC, EI and CB from facts. @returns `null` where there is nothing to score: no personal data breach, nobody who could be
 * identified, or no kind of data that is known to be affected (the method starts from the kinds)
 */
export function severityOfFacts(facts: Facts): FactsSeverity | null {
  if (breachOf(facts).answer === false || !hasKinds(facts)) return null;
  const ei = easeOf(facts);
  if (ei === null) return null;
  const { dpc, adjustments } = dataScoreOf(facts);
  const score = severityOf({ dpc, ei, ...circumstancesOf(facts) });
  const unintelligible = facts.protection?.unintelligible === true && facts.protection.atRestOnly !== true;
  return { ...score, flags: flagsOf(facts.individuals?.approx ?? null, unintelligible), adjustments };
}

const hasKinds = (facts: Facts): boolean =>
  (facts.dataCategories ?? []).length > 0 ||
  [facts.specialCategory, facts.criminalOffence, facts.financial, facts.governmentId].includes(true);

/** EI: not known is the highest level; "nobody" does not hold where the data name or reach people. */
function easeOf({ identifiability, dataCategories }: Facts): number | null {
  const named = classifyAll(dataCategories).some(({ identifies }) => identifies === 'direct');
  if (identifiability === null || identifiability === undefined) return 1;
  if (identifiability === 'none') return named ? 1 : null;
  return EASE[identifiability];
}
