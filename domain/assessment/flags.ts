import type { DataTerm } from './categories.ts';
import { fired, type Finding } from './fired.ts';
import type { ReasonCode } from './codes.ts';
import type { Completed } from './known.ts';
import { isStaffOnly } from './people.ts';
import { isRevealing } from './sectors.ts';
import type { Tier } from './vocabulary.ts';

const finding = (tier: Tier, code: ReasonCode, ...facts: string[]): Finding => ({
  tier,
  reason: fired(code, ...facts),
});

/**
 * What the yes/no facts, sign-ins, the controller and the combination of data add to the words. A "yes" whose kind the
 * words name adds nothing to them (`isExplained`).
 */
export function flagFindings(facts: Completed, terms: readonly DataTerm[]): Finding[] {
  return [
    ...special(facts, terms),
    ...moneyAndPapers(facts, terms),
    ...signIns(facts, terms),
    ...together(terms),
    ...(terms.length === 0 ? [unnamed(facts)] : []),
  ];
}

/**
 * A "yes" about special or financial data is explained by the words where they name such data: a food preference is
 * special-category data of little weight, an invoice financial data of little weight. Not so where another word may hold
 * anything (a mailbox, "customerData", a word that nobody has classified), and silence is explained by no word.
 */
export const isExplained = (answer: boolean | null | undefined, terms: readonly DataTerm[]): boolean =>
  answer === true && !terms.some(({ anything, known }) => anything === true || known !== 'table');

function special(facts: Completed, terms: readonly DataTerm[]): Finding[] {
  const named = terms.map((term) => term.special);
  const found: Finding[] = [];
  if (facts.criminalOffence) found.push(finding('special', 'riskHighSpecialCategory', 'criminalOffence'));
  if (facts.sector && isRevealing(facts.sector) && !isStaffOnly(facts))
    found.push(finding('special', 'controllerReveals', 'sector', 'individuals.kinds'));
  if (!facts.specialCategory || named.includes('strong')) return found;
  const slight = named.includes('slight') && isExplained(facts.given.specialCategory, terms);
  const code = slight ? 'slightSpecialCategory' : 'riskHighSpecialCategory';
  return [...found, finding(slight ? 'basic' : 'special', code, 'specialCategory', 'dataCategories')];
}

function moneyAndPapers(facts: Completed, terms: readonly DataTerm[]): Finding[] {
  const found: Finding[] = [];
  const named = terms.some(({ money }) => money) && isExplained(facts.given.financial, terms);
  if (facts.financial && !named) found.push(finding('serious', 'riskHighFinancialOrIdentity', 'financial'));
  if (facts.governmentId && !terms.some(({ governmentId }) => governmentId))
    found.push(finding('serious', 'riskHighFinancialOrIdentity', 'governmentId'));
  return found;
}

/** Strong salted hashes open nothing; weak ones are soon read, and people use a password in several places. */
function signIns(facts: Completed, terms: readonly DataTerm[]): Finding[] {
  const { credentials } = facts;
  if (credentials === 'plaintext' || credentials === 'guessed')
    return [finding('serious', 'riskHighCredentials', 'credentials')];
  if (credentials === 'hashed-salted') return [finding('basic', 'strongHashes', 'credentials')];
  const hashes = terms.some(({ credential }) => credential === 'hash');
  const unsalted = credentials === 'hashed-unsalted' || (hashes && facts.mode === 'worst');
  if (!unsalted) return [];
  const reachable = terms.some(({ identifies }) => identifies === 'direct' || identifies === 'indirect');
  return [finding(reachable ? 'serious' : 'some', 'weakHashes', 'credentials', 'dataCategories')];
}

/** Name, address and birth date together are what is asked for to open an account in another's name. */
function together(terms: readonly DataTerm[]): Finding[] {
  const has = (test: (term: DataTerm) => unknown) => terms.some((term) => Boolean(test(term)));
  const kit = has(({ birth }) => birth) && has(({ whereabouts }) => whereabouts);
  return kit ? [finding('considerable', 'identityFraud', 'dataCategories')] : [];
}

/** No kind of data is named: at least what reaches a person, and possibly much more. */
const unnamed = ({ mode }: Completed): Finding =>
  finding(mode === 'worst' ? 'special' : 'basic', 'categoriesUnknown', 'dataCategories');
