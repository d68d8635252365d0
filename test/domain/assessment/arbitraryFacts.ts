import fc from 'fast-check';
import { CAUSES, type Facts } from '../../../domain/facts.ts';

/** Answers to each question but "not yet known", by its path. */
export const ANSWERS: Record<string, readonly unknown[]> = {
  personalData: [true, false],
  livingIndividuals: [true, false],
  securityFailure: [true, false],
  malicious: [true, false],
  'cia.confidentiality': ['none', 'possible', 'confirmed'],
  'cia.integrity': ['none', 'possible', 'temporary', 'permanent'],
  'cia.availability': ['none', 'temporary', 'permanent'],
  exfiltration: ['n/a', 'excludedByLogs', 'excludedByForensics', 'unknown', 'confirmed', 'published'],
  specialCategory: [true, false],
  criminalOffence: [true, false],
  financial: [true, false],
  governmentId: [true, false],
  credentials: ['none', 'hashed-salted', 'hashed-unsalted', 'guessed', 'plaintext'],
  'individuals.approx': [1, 20, 300, 100_000],
  'individuals.children': [true, false],
  'individuals.vulnerable': [true, false],
  identifiability: ['none', 'negligible', 'limited', 'significant', 'maximum'],
  'protection.unintelligible': [true, false],
  'protection.keyCompromised': [true, false],
  'protection.atRestOnly': [true, false],
  'backup.available': [true, false],
  'backup.restoredWithinHours': [0.5, 6, 30, 200],
  'recipients.known': [true, false],
  'recipients.trusted': [true, false],
  'recipients.count': [1, 15, 2000],
  'recipients.deletionConfirmed': [true, false],
};

export const TERMS = [
  'name', 'email', 'address', 'phone', 'username', 'pseudonym', 'dateOfBirth', 'purchase', 'orderHistory', 'invoices',
  'salary', 'bankStatement', 'creditCard', 'passport', 'password', 'passwordHash', 'diagnosis', 'foodPreference',
  'absenceCode', 'locationHistory', 'safeguarding', 'conviction', 'educationData', 'aggregate', 'starSign',
  'employeeData', 'messages', 'price', 'absence', 'courtOrders',
] as const; // prettier-ignore

const SECTORS = ['retail', 'hospital', 'psychotherapy', 'education', null] as const;
const KINDS = [[], ['customers'], ['patients'], ['employees'], ['pupils'], ['police officers']] as const;

/** The same facts with one answer changed. */
export function withAnswer(facts: Facts, path: string, answer: unknown): Facts {
  const [first = '', second] = path.split('.');
  const inner = (facts as Record<string, unknown>)[first] as object | undefined;
  return { ...facts, [first]: second === undefined ? answer : { ...inner, [second]: answer } };
}

/** Facts of a track; each question is answered or not. */
export const arbitraryFacts: fc.Arbitrary<Facts> = fc
  .record({
    role: fc.constantFrom('controller' as const, 'processor' as const),
    sector: fc.constantFrom(...SECTORS),
    cause: fc.constantFrom(...CAUSES),
    dataCategories: fc.uniqueArray(fc.constantFrom(...TERMS), { maxLength: 4 }),
    kinds: fc.constantFrom(...KINDS),
    harmSeen: fc.constantFrom(null, 'none', 'delayed treatment', 'phishing mails'),
    answers: fc.record(
      Object.fromEntries(
        Object.entries(ANSWERS).map(([path, answers]) => [
          path,
          fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom(...answers) },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
        ]),
      ),
    ),
  })
  .map(({ answers, kinds, ...rest }) =>
    Object.entries(answers).reduce<Facts>((facts, [path, answer]) => withAnswer(facts, path, answer), {
      ...rest,
      individuals: { kinds: [...kinds] },
    }),
  );

/** A known breach of personal data of living people. */
export const arbitraryBreach = arbitraryFacts.map((facts): Facts => ({
  ...facts,
  personalData: true,
  livingIndividuals: true,
  securityFailure: true,
}));
