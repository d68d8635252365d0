import type { Facts } from '../facts.ts';
import { classifyAll } from './categories.ts';

/** A question about the facts and the answers that it may get; `null` and "unknown" are no answers. */
const QUESTIONS: readonly (readonly [path: string, answers: readonly unknown[]])[] = [
  ['personalData', [true, false]],
  ['livingIndividuals', [true, false]],
  ['securityFailure', [true, false]],
  ['sector', ['retail', 'hospital', 'psychotherapy']],
  ['cause', ['hacking', 'misdirectedEmail']],
  ['malicious', [true, false]],
  ['cia.confidentiality', ['none', 'confirmed']],
  ['cia.integrity', ['none', 'permanent']],
  ['cia.availability', ['none', 'permanent']],
  ['exfiltration', ['n/a', 'excludedByLogs', 'excludedByForensics', 'published']],
  ['dataCategories', [['name'], ['name', 'diagnosis']]],
  ['specialCategory', [true, false]],
  ['criminalOffence', [true, false]],
  ['financial', [true, false]],
  ['governmentId', [true, false]],
  ['credentials', ['none', 'plaintext']],
  ['individuals.approx', [1, 1000, 1_000_000]],
  ['individuals.children', [true, false]],
  ['individuals.vulnerable', [true, false]],
  ['identifiability', ['none', 'negligible', 'maximum']],
  ['protection.unintelligible', [true, false]],
  ['protection.keyCompromised', [true, false]],
  ['protection.atRestOnly', [true, false]],
  ['backup.available', [true, false]],
  ['backup.restoredWithinHours', [0, 12, 1000]],
  ['recipients.known', [true, false]],
  ['recipients.trusted', [true, false]],
  ['recipients.count', [1, 1000]],
  ['recipients.deletionConfirmed', [true, false]],
];

/**
 * The facts that are not known and could change the result, found by trying: every possible answer to one open question,
 * the others left open. Where it is open whether anybody read the data, what they are and who has them matters if so.
 * @param resultOf what of the result counts, as a text that is equal for equal results
 * @returns dotted paths in the order of the vocabulary, e.g. "protection.keyCompromised"
 */
export function missingFacts(facts: Facts, resultOf: (facts: Facts) => string): string[] {
  const open = QUESTIONS.filter(([path]) => isOpen(valueAt(facts, path)));
  const settings = [facts, ifRead(facts)].map((setting) => [setting, resultOf(setting)] as const);
  const telling = open.filter(([path, answers]) =>
    settings.some(([setting, now]) =>
      answers.some((answer) => resultOf(withAnswer(setting, path, answer)) !== now),
    ),
  );
  const paths = telling.map(([path]) => path);
  return needsClassifying(facts) ? [...new Set([...paths, 'dataCategories'])] : paths;
}

/** The same facts, with the data read if that is open. */
const ifRead = (facts: Facts): Facts =>
  isOpen(facts.cia?.confidentiality) && isOpen(facts.exfiltration)
    ? { ...facts, cia: { ...facts.cia, confidentiality: 'confirmed' }, exfiltration: 'confirmed' }
    : facts;

/** A word outside the vocabulary, or one that is known only by the words in it, is for a person to classify. */
const needsClassifying = ({ dataCategories }: Facts): boolean =>
  classifyAll(dataCategories).some(({ known }) => known !== 'table');

export const isOpen = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === 'unknown' ||
  (Array.isArray(value) && value.length === 0);

type Tree = Record<string, unknown>;

export const valueAt = (facts: Facts, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Tree | null | undefined)?.[key], facts);

export function withAnswer(facts: Facts, path: string, answer: unknown): Facts {
  const [first = '', second] = path.split('.');
  const inner = (facts as Tree)[first] as Tree | undefined;
  return { ...facts, [first]: second === undefined ? answer : { ...inner, [second]: answer } };
}
