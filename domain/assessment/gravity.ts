import type { Facts } from '../facts.ts';
import type { Proposal } from './assessFacts.ts';
import { RISK_RANK } from './levels.ts';

/** How grave the facts of a decision were, so that a later look can tell whether they have become graver. */
export interface Gravity {
  /** RISK_RANK: 0 to 3. */
  risk: number;
  /** Context of the data, ease of identification and circumstances (ENISA); -1 without a score. */
  dpc: number;
  ei: number;
  cb: number;
  /** null: not known. */
  people: number | null;
  /** Read for certain, taken, published: 0 to 3. */
  exposure: number;
  harmSeen: boolean;
}

export function gravityOf(facts: Facts, { risk, severity }: Pick<Proposal, 'risk' | 'severity'>): Gravity {
  return {
    risk: RISK_RANK[risk],
    dpc: severity?.dpc ?? -1,
    ei: severity?.ei ?? -1,
    cb: severity?.cb ?? -1,
    people: facts.individuals?.approx ?? null,
    exposure: exposureRank(facts),
    harmSeen: Boolean(facts.harmSeen),
  };
}

function exposureRank({ cia, exfiltration }: Facts): number {
  if (exfiltration === 'published') return 3;
  if (exfiltration === 'confirmed') return 2;
  return cia?.confidentiality === 'confirmed' ? 1 : 0;
}

/** Counts of people are estimates: a tenth more is the same case, as long as they are many. */
const SAME_COUNT = 1.1;

/** True where later facts are worse in any respect than those on which somebody decided. */
export const isGraver = (before: Gravity, after: Gravity): boolean =>
  (['risk', 'dpc', 'ei', 'cb', 'exposure'] as const).some((part) => after[part] > before[part]) ||
  (after.harmSeen && !before.harmSeen) ||
  (before.people !== null && (after.people === null || after.people > before.people * SAME_COUNT));
