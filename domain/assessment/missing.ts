import type { Facts } from '../facts.ts';
import { breachOf } from './breach.ts';
import { classifyAll } from './categories.ts';
import { malice } from './causes.ts';
import { isDeviceGone, isOutflowExcluded } from './protection.ts';

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

type Answers = readonly (readonly [path: string, answer: unknown])[];

/** Answers that take a risk away only together: an encrypted copy with a safe key, a reader who can be relied on. */
const ENCRYPTED: Answers = [
  ['protection.unintelligible', true],
  ['protection.keyCompromised', false],
  ['protection.atRestOnly', false],
];
const RELIABLE: Answers = [
  ['malicious', false],
  ['exfiltration', 'confirmed'],
  ['recipients.known', true],
  ['recipients.trusted', true],
  ['recipients.count', 1],
  ['recipients.deletionConfirmed', true],
];
const RESTORED: Answers = [
  ['backup.available', true],
  ['backup.restoredWithinHours', 0],
];
const OUTAGE: Answers = [['cia.availability', 'temporary'], ...RESTORED];

/** Everything else mild, so that one bad answer tells. */
const MILD: Answers = [
  ['personalData', true],
  ['livingIndividuals', true],
  ['securityFailure', true],
  ['sector', 'retail'],
  ['cause', 'other'],
  ['malicious', false],
  ['cia.confidentiality', 'none'],
  ['cia.integrity', 'none'],
  ['exfiltration', 'n/a'],
  ['dataCategories', ['name', 'email']],
  ['specialCategory', false],
  ['criminalOffence', false],
  ['financial', false],
  ['governmentId', false],
  ['credentials', 'none'],
  ['individuals.approx', 1],
  ['individuals.children', false],
  ['individuals.vulnerable', false],
  ['recipients.known', true],
  ['recipients.count', 1],
];
/** Grave data of many people in strange hands, so that one good answer tells. */
const GRAVE: Answers = [
  ['cia.confidentiality', 'confirmed'],
  ['cia.availability', 'none'],
  ['exfiltration', 'confirmed'],
  ['dataCategories', ['name', 'diagnosis']],
  ['individuals.approx', 400],
  ['recipients.known', false],
  ...MILD,
];
/** The same data, of which nobody is said to have seen any. */
const UNREAD: Answers = [
  ['dataCategories', ['name', 'diagnosis']],
  ['cia.availability', 'none'],
  ['recipients.known', false],
  ...MILD,
];
const INTACT: Answers = [['cia.availability', 'none']];
const READ: Answers = [
  ['cia.confidentiality', 'confirmed'],
  ['exfiltration', 'confirmed'],
];

/** What open questions are answered with, one after the other, while one of them is tried. */
const SETTINGS: readonly Answers[] = [
  [], [...INTACT, ...MILD], GRAVE, UNREAD, [...READ, ...INTACT, ...MILD], [...ENCRYPTED, ...GRAVE], [...RELIABLE, ...GRAVE],
  READ, ENCRYPTED, RELIABLE, [...RESTORED, ...MILD], [...OUTAGE, ...MILD],
]; // prettier-ignore

/**
 * The facts that are not known and could change the result, found by trying: every possible answer to one open question,
 * the others left open, or answered so that this one may tell (`SETTINGS`). Where it is no breach nothing could: one clear
 * "no" is enough.
 * @param resultOf what of the result counts, as a text that is equal for equal results
 * @returns dotted paths in the order of the vocabulary, e.g. "protection.keyCompromised"
 */
export function missingFacts(facts: Facts, resultOf: (facts: Facts) => string): string[] {
  if (breachOf(facts).answer === false) return [];
  const open = QUESTIONS.filter(([path]) => isOpenIn(facts, path));
  const settings = settingsOf(facts).map((setting) => [setting, resultOf(setting)] as const);
  const telling = open.filter(([path, answers]) =>
    settings.some(([setting, now]) =>
      others(answers, valueAt(setting, path)).some(
        (answer) => resultOf(withAnswer(setting, path, answer)) !== now,
      ),
    ),
  );
  const paths = telling.map(([path]) => path);
  return needsClassifying(facts, resultOf) ? [...new Set([...paths, 'dataCategories'])] : paths;
}

/** Every answer but the one that stands, and none at all where one stands. */
const others = (answers: readonly unknown[], standing: unknown): unknown[] =>
  isOpen(standing) ? [...answers] : [...answers.filter((answer) => answer !== standing), null];

/** The same facts, with what is open answered in some ways that let other answers tell; a processor weighs no risk. */
const settingsOf = (facts: Facts): Facts[] =>
  facts.role === 'processor'
    ? [facts]
    : [...new Set(SETTINGS.map((answers) => answers.reduce(withOpenAnswer, facts)))];

const withOpenAnswer = (facts: Facts, [path, answer]: Answers[number]): Facts =>
  isOpenIn(facts, path) ? withAnswer(facts, path, answer) : facts;

/** What a word outside the vocabulary may turn out to be, from the most harmless kind of data to the gravest. */
const CLASSIFIED = ['name', 'diagnosis'];

/** Would it change the result to know what the words mean that nobody has classified? */
function needsClassifying(facts: Facts, resultOf: (facts: Facts) => string): boolean {
  const terms = classifyAll(facts.dataCategories);
  if (terms.every(({ known }) => known === 'table')) return false;
  const now = resultOf(facts);
  return CLASSIFIED.some((meaning) => {
    const dataCategories = terms.map(({ term, known }) => (known === 'table' ? term : meaning));
    return resultOf({ ...facts, dataCategories }) !== now;
  });
}

const PAPER: readonly Facts['cause'][] = ['lostPaper', 'stolenPaper', 'misdirectedPost'];

/** A theft is meant, whether or not somebody says so. */
function isOpenIn(facts: Facts, path: string): boolean {
  if (path === 'malicious') return malice(facts) === null;
  if (path.startsWith('protection.') && isNoQuestionOfEncryption(facts)) return false;
  return isOpen(valueAt(facts, path));
}

/** Nobody encrypts a letter, and nobody asks of what it is known that nobody could see it, unless encryption is named. */
function isNoQuestionOfEncryption(facts: Facts): boolean {
  const { cause, cia, exfiltration, protection } = facts;
  if (PAPER.includes(cause)) return true;
  const unseen = cia?.confidentiality === 'none' && (exfiltration === 'n/a' || isOutflowExcluded(facts));
  return unseen && !isDeviceGone(cause) && protection?.unintelligible !== true;
}

const isOpen = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === 'unknown' ||
  (Array.isArray(value) && value.length === 0);

type Tree = Record<string, unknown>;

const valueAt = (facts: Facts, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Tree | null | undefined)?.[key], facts);

function withAnswer(facts: Facts, path: string, answer: unknown): Facts {
  const [first = '', second] = path.split('.');
  const inner = (facts as Tree)[first] as Tree | undefined;
  return { ...facts, [first]: second === undefined ? answer : { ...inner, [second]: answer } };
}
