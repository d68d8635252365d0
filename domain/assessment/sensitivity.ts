import { classifyAll, type DataTerm, tierRank } from './categories.ts';
import type { ReasonCode } from './codes.ts';
import { fired, type Finding, type FiredReason } from './fired.ts';
import { flagFindings } from './flags.ts';
import type { Completed } from './known.ts';
import { type Tier, TIERS } from './vocabulary.ts';

/** What the data tell; `coded`: grave, but only for somebody who has the key that is kept apart. */
export interface Sensitivity {
  tier: Tier | 'coded';
  reasons: FiredReason[];
  /** Words that a person has to classify. */
  unclassified: string[];
  /** Art. 9 data that allow general assumptions only. */
  slight: boolean;
}

const TIER_REASONS: Partial<Record<Tier, ReasonCode>> = {
  some: 'someInsight',
  considerable: 'considerableInsight',
  special: 'riskHighSpecialCategory',
};

/**
 * How much the affected data tell about a person: the gravest kind decides, as in the ENISA method, and data that
 * together allow to pose as somebody count as such.
 */
export function sensitivityOf(facts: Completed): Sensitivity {
  const terms = classifyAll(facts.dataCategories);
  const findings = [...terms.map((term) => termFinding(term, facts)), ...flagFindings(facts, terms)];
  const tier = gravestTier(findings.map((finding) => finding.tier));
  const unclassified = terms.filter(({ known }) => known !== 'table').map(({ term }) => term);
  const seen = identified(tier, facts, terms);
  const reasons = findings.filter((finding) => finding.tier === tier).map(({ reason }) => reason);
  const slight = facts.specialCategory === true && terms.some(({ special }) => special === 'slight');
  return { tier: seen.tier, reasons: unique([...reasons, ...seen.reasons]), unclassified, slight };
}

const gravestTier = (tiers: readonly Tier[]): Tier =>
  tiers.reduce<Tier>((worst, next) => (tierRank(next) > tierRank(worst) ? next : worst), TIERS[0]);

function termFinding(term: DataTerm, facts: Completed): Finding {
  const hashed = facts.credentials?.startsWith('hashed') && term.credential === 'readable';
  const tier = hashed ? 'basic' : term.tier;
  return { tier, reason: fired(termReason(term, tier), 'dataCategories') };
}

function termReason(term: DataTerm, tier: Tier): ReasonCode {
  if (tier === 'serious') {
    if (term.credential || term.why === 'scoreStepOpensAccounts') return 'riskHighCredentials';
    if (term.category === 'behavioural') return 'profileOfLife';
    return term.money || term.governmentId ? 'riskHighFinancialOrIdentity' : 'considerableInsight';
  }
  return TIER_REASONS[tier] ?? 'basicDetails';
}

const OPENS_ACCOUNTS = ['plaintext', 'guessed', 'hashed-unsalted'];

/** Ease of identification. A claim that nobody can be named does not hold where the data name or reach people. */
function identified(
  tier: Tier,
  facts: Completed,
  terms: readonly DataTerm[],
): Pick<Sensitivity, 'tier' | 'reasons'> {
  const ease = facts.identifiability;
  const basic = tier === 'none' ? 'basic' : tier;
  // A password opens the account of its owner, whoever that is.
  const named = OPENS_ACCOUNTS.includes(facts.credentials ?? '');
  if ((ease !== 'none' && ease !== 'negligible') || named) return { tier: basic, reasons: [] };
  const used = ['identifiability', 'dataCategories'];
  if (terms.length === 0 || terms.some(({ identifies }) => identifies === 'direct'))
    return { tier: basic, reasons: [fired('identifiersContradict', ...used)] };
  const grave = ease === 'negligible' && tierRank(tier) >= tierRank('considerable');
  return grave
    ? { tier: 'coded', reasons: [fired('codedData', ...used)] }
    : { tier: 'none', reasons: [fired('notIdentifiable', ...used)] };
}

function unique(reasons: readonly FiredReason[]): FiredReason[] {
  return [...new Map(reasons.map((reason) => [reason.code, reason])).values()];
}
