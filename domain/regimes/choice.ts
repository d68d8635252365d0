import { DUTIES } from './index.ts';
import type { Duty } from './types.ts';

/** What binds an organisation that says nothing: the UK GDPR. */
export const DEFAULT_REGIMES: readonly string[] = [
  'uk-gdpr-33-1',
  'uk-gdpr-33-2',
  'uk-gdpr-33-5',
  'uk-gdpr-34',
];

/** A choice that names no duty. `suggestions` are words that would. */
export class UnknownRegimeError extends Error {
  override name = 'UnknownRegimeError';
  readonly code = 'regimeUnknown';
  readonly word: string;
  readonly suggestions: readonly string[];

  constructor(word: string) {
    const suggestions = suggestionsFor(word);
    const cure = `did you mean ${suggestions.join(', ')}? bin/tocsin regimes lists all.`;
    super(`There is no jurisdiction, regime or duty "${word.slice(0, 60)}"; ${cure}`);
    this.word = word;
    this.suggestions = suggestions;
  }
}

/**
 * The duties that one word names, also those that are off: a jurisdiction ("GB"; "US" is federal law only), a regime
 * ("uk-gdpr") or a duty ("uk-gdpr-33-1"). Capitals do not matter.
 * @throws UnknownRegimeError with suggestions
 */
export function dutiesNamed(word: string): Duty[] {
  const wanted = word.trim().toLowerCase();
  const named = DUTIES.filter((duty) => namesOf(duty).includes(wanted));
  if (named.length > 0) return named;
  throw new UnknownRegimeError(word.trim());
}

/**
 * What an organisation chose, each duty once, in the order of the data. Disabled duties are left out, also where they
 * are named; those that take effect later are not: ask dutyStatus for the date.
 * @throws UnknownRegimeError
 * @example regimesOf(['GB', 'eu-gdpr-33-1'])
 */
export function regimesOf(choice: readonly string[] = DEFAULT_REGIMES): Duty[] {
  const chosen = new Set(choice.flatMap((word) => dutiesNamed(word)));
  return DUTIES.filter((duty) => duty.enabled && chosen.has(duty));
}

const namesOf = ({ id, regime, jurisdiction }: Duty): string[] => [id, regime, jurisdiction.toLowerCase()];

const MOST_SUGGESTIONS = 5;
const NEAR = 0.3;

/** The names nearest to a word, then their jurisdictions; all jurisdictions when nothing is near. */
function suggestionsFor(word: string): string[] {
  const text = word.slice(0, 60).toLowerCase();
  const near = DUTIES.flatMap((duty) =>
    [duty.jurisdiction, duty.regime, duty.id].map((name) => ({ duty, name })),
  )
    .map((named) => ({ ...named, score: likeness(text, named.name.toLowerCase()) }))
    .filter(({ score }) => score > NEAR)
    .sort((one, other) => other.score - one.score);
  const names = [...new Set(near.map(({ name }) => name))].slice(0, MOST_SUGGESTIONS);
  const around = near.filter(({ name }) => names.includes(name)).map(({ duty }) => duty);
  const jurisdictions = (near.length > 0 ? around : DUTIES).map(({ jurisdiction }) => jurisdiction);
  return [...new Set([...names, ...jurisdictions])];
}

/** 0 to 1 (Dice's coefficient of letter pairs). */
function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / (a.size + b.size);
}

const pairs = (text: string): Set<string> =>
  new Set(Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)));
