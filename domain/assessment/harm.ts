import type { Facts } from '../facts.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import { HIGH, LIKELY, UNLIKELY } from './levels.ts';

/** A clause that speaks of something that did not happen, or of nothing worth the name. */
const NOTHING =
  /^\W*$|\b(no|not|none|nothing|nobody|never|without|nil|n\/a|unknown|unclear|minor|slight|short|brief|immediate|minutes|negligible|complain\w*|annoy\w*|inconvenien\w*)\b|n't\b/i;

const GRAVE = [
  'treatment', 'surger', 'surgical', 'operations cancelled', 'operations postponed', 'injur', 'death', 'died', 'suicid',
  'fraud', 'identity theft', 'money', 'blackmail', 'extort', 'threaten', 'threats', 'violen', 'assault', 'stalk', 'harass',
  'dismissed', 'lost job', 'evict',
]; // prettier-ignore

const clauses = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split(/[.;,\n]|\bbut\b/i)
    .map((clause) => clause.trim())
    .filter((clause) => !NOTHING.test(clause));

/** Serious consequences in somebody's own words. Words only ever raise a risk: nobody's phrase lowers one. */
export const findGraveHarm = (text: string | null | undefined): boolean =>
  clauses(text).some((clause) => GRAVE.some((word) => clause.toLowerCase().includes(word)));

/** Harm that has been seen already: what has happened is no longer unlikely. */
export function harmVerdict({ harmSeen }: Pick<Facts, 'harmSeen'>): Verdict {
  if (findGraveHarm(harmSeen)) return verdict(HIGH, [fired('graveHarmSeen', 'harmSeen')]);
  return clauses(harmSeen).length > 0
    ? verdict(LIKELY, [fired('harmSeen', 'harmSeen')])
    : verdict(UNLIKELY, []);
}
