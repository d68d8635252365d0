import type { Facts } from '../facts.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import { HIGH, LIKELY, UNLIKELY } from './levels.ts';

/** Serious harm by its own name. */
const GRAVE =
  /\b(operations (?:cancelled|postponed)|injur\w*|hurt|death\w*|died|suicid\w*|fraud\w*|identity theft|money|blackmail\w*|extort\w*|threaten\w*|threats?|violen\w*|assault\w*|attacked|beaten|raped|robbed|killed|defraud\w*|stalk\w*|harass\w*|dismissed|lost (?:his |her |their )?jobs?|evict\w*)/gi;
/** What does harm by being late or missing: "no treatment" is the harm, "no treatment was delayed" is none. */
const CARE = /\b(treatment\w*|surger\w*|surgical)/gi;
const IMPAIRED = /\b(delay\w*|cancel\w*|postpone\w*|affect\w*|miss\w*|harm\w*|worse)\b/i;

const NEGATOR = String.raw`\b(?:no|not|nobody|no[ -]one|none|without|nor)`;
/** Words that may stand between a "no" and what it denies. */
const BETWEEN = String.raw`(?:signs?|evidence|reports?|cases?|instances?|indications?|known|of|the|any|see|observed|found|was|were|has|have|had|been|is|are|an?|such|further|serious|actual|so|far|yet|seen|patients?|customers?|people|persons?|clients?|or|and|fraud|money|theft)`;
const DENIED_BEFORE = new RegExp(String.raw`${NEGATOR}(?:\s+${BETWEEN})*\s*$`, 'i');
/** "Not known whether" tells of nothing that was seen. */
const OPEN = /\b(?:unknown|unclear|(?:not|n't)(?: yet)? (?:known?|clear|sure)) (?:whether|if)\b/i;
const DENIED_AFTER =
  /^\w*\s+(?:has|have|had|was|were|is|did)(?:\s+not|n't)(?:\s+been)?\s+(?:seen|observed|found|happen\w*|occur\w*|taken|lost|stolen|delayed|affected)\b/i;

/** A clause that speaks of nothing worth the name. Only words of no gravity are left when it is asked. */
const NOTHING = [
  /^\W*$/,
  /\b(?:no|not|none|nothing|nobody|nil|n\/a)\b|n't\b/i,
  /^(?:still |so far |as yet )*(?:unknown|unclear)\b(?! \w+ (?:has|have|had|was|were|is|are)\b)/i,
  /\b(?:minor|slight|short|brief|negligible)\s+(?!was\b|were\b|is\b|has\b|had\b|got\b)\w+/i,
  /\b(?:complain\w*|annoy\w*|inconvenien\w*)/i,
];

const clauses = (text: string | null | undefined): string[] =>
  (text ?? '').split(/[.;,\n]|\bbut\b/i).map((clause) => clause.trim());

/** Something grave is named in the clause and not directly denied there. */
function isGrave(clause: string): boolean {
  const stands = ({ 0: word, index }: RegExpExecArray): boolean =>
    ![DENIED_BEFORE, OPEN].some((denied) => denied.test(clause.slice(0, index))) &&
    !DENIED_AFTER.test(clause.slice(index + word.length));
  if ([...clause.matchAll(GRAVE)].some(stands)) return true;
  return [...clause.matchAll(CARE)].some((found) => stands(found) || !IMPAIRED.test(clause));
}

/** Serious consequences in somebody's own words. Words only ever raise a risk: nobody's phrase lowers one. */
export const findGraveHarm = (text: string | null | undefined): boolean => clauses(text).some(isGrave);

/** Harm that has been seen already: what has happened is no longer unlikely. */
export function harmVerdict({ harmSeen }: Pick<Facts, 'harmSeen'>): Verdict {
  if (findGraveHarm(harmSeen)) return verdict(HIGH, [fired('graveHarmSeen', 'harmSeen')]);
  const told = clauses(harmSeen).filter((clause) => !NOTHING.some((nothing) => nothing.test(clause)));
  return told.length > 0 ? verdict(LIKELY, [fired('harmSeen', 'harmSeen')]) : verdict(UNLIKELY, []);
}
