import { EVERYDAY_TERMS } from './everydayTerms.ts';
import { GRAVE_TERMS } from './graveTerms.ts';
import { type TermClass, type Tier, TIERS } from './vocabulary.ts';

export interface DataTerm extends Omit<TermClass, 'terms'> {
  term: string;
  /**
   * `table`: a word of the vocabulary; `words`: judged by the words in it; `unknown`: none of them is known. Only the first
   * is classified: a word inside another may mean something else ("courtOrders" are no orders).
   */
  known: 'table' | 'words' | 'unknown';
}

const UNKNOWN: Omit<TermClass, 'terms'> = {
  category: 'simple',
  adjust: 0,
  tier: 'basic',
  identifies: 'none',
};

const TABLE = new Map<string, TermClass>(
  Object.values({ ...EVERYDAY_TERMS, ...GRAVE_TERMS }).flatMap((entry) =>
    entry.terms.split(/\s+/).map((term) => [term.toLowerCase(), entry] as const),
  ),
);

export const tierRank = (tier: Tier): number => TIERS.indexOf(tier);

/**
 * What a word of `dataCategories` means, however it is written ("bank details", "emailAddresses"). A word outside the
 * table is kept, counted as personal data (simple), and marked for a person to classify; where words inside it are known
 * ("customerEmail"), the gravest of them counts until then.
 */
export function classify(term: string): DataTerm {
  const exact = TABLE.get(term.toLowerCase()) ?? spelt(wordsOf(term).join(''));
  if (exact) return described(term, exact, 'table');
  const found = phrases(term).flatMap((phrase) => TABLE.get(phrase) ?? []);
  const gravest = found.reduce<TermClass | undefined>(graver, undefined);
  return gravest && gravest.tier !== 'none'
    ? described(term, gravest, 'words')
    : { ...UNKNOWN, term, known: 'unknown' };
}

/** One word however it is spelt: joined, in the plural. */
const spelt = (whole: string): TermClass | undefined =>
  TABLE.get(whole) ?? TABLE.get(whole.replace(/s$/, '')) ?? TABLE.get(whole.replace(/es$/, ''));

export const classifyAll = (terms: readonly string[] | undefined): DataTerm[] => (terms ?? []).map(classify);

function described(term: string, { terms: _, ...meaning }: TermClass, known: DataTerm['known']): DataTerm {
  return { ...meaning, term, known };
}

const graver = (worst: TermClass | undefined, next: TermClass): TermClass =>
  worst && tierRank(worst.tier) >= tierRank(next.tier) ? worst : next;

/** The words of a term in camelCase or with spaces. */
const wordsOf = (term: string): string[] =>
  term
    .replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');

/** Single words, and two or three in a row. */
function phrases(term: string): string[] {
  const words = wordsOf(term);
  const singular = words.map((word) => word.replace(/(?<=[a-z]{3})s$/, ''));
  return [1, 2, 3].flatMap((length) =>
    [words, singular].flatMap((list) => list.map((_, at) => list.slice(at, at + length).join(''))),
  );
}
