import { assessFacts } from '../assessment/index.ts';
import type { Facts } from '../facts.ts';
import { QUESTIONS } from './questions.ts';
import { mayBeBreach } from './relevance.ts';

/**
 * The facts that are not known and could change the end. Nothing could where one clear "no" has ended it, and for a
 * processor only what makes a breach (Art. 33(2)).
 * @returns dotted paths
 */
export function missingAnswers(facts: Facts): string[] {
  if (!mayBeBreach(facts)) return [];
  const { missing } = assessFacts(facts);
  if (facts.role === 'controller') return missing;
  const asked = QUESTIONS.filter((question) => question.matters(facts)).map(({ path }) => path);
  return missing.filter((path) => asked.includes(path));
}
