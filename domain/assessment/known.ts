import type { Facts } from '../facts.ts';
import { isAccident, malice } from './causes.ts';
import { hasChildren, hasVulnerable } from './people.ts';

/** A number of people or recipients that nobody would call few. */
const VERY_MANY = 1_000_000;

/**
 * Facts with every question answered that could make things worse. What could only make things better and is not known
 * (encryption, a trusted recipient, a confirmed deletion, a backup, logs) is not counted at all: nobody can show it.
 */
export interface Completed extends Facts {
  mode: Mode;
  /** The facts as they were given. */
  given: Facts;
  /** It is not known how many recipients there are. */
  recipientsUncounted: boolean;
  /** Neither the number of people nor that of known recipients is known: the guidance turns on it and says both. */
  extentUnknown: boolean;
}

/** `best`: what is not known does no harm. `worst`: what is not known is as bad as it can be. */
export type Mode = 'best' | 'worst';

/**
 * Answers what is not known, one way or the other. Everything that assesses a risk is monotone in these answers, so the
 * two completions bound every other one. Known answers are never changed.
 */
export function completed(facts: Facts, mode: Mode): Completed {
  const bad = mode === 'worst';
  const count = recipientCount(facts);
  return {
    ...facts,
    mode,
    given: facts,
    recipientsUncounted: count === null,
    extentUnknown: count === null && (facts.individuals?.approx ?? null) === null,
    malicious: malice(facts) ?? bad,
    specialCategory: facts.specialCategory ?? bad,
    criminalOffence: facts.criminalOffence ?? bad,
    financial: facts.financial ?? bad,
    governmentId: facts.governmentId ?? bad,
    credentials: facts.credentials ?? (bad ? 'plaintext' : 'none'),
    individuals: {
      ...facts.individuals,
      approx: facts.individuals?.approx ?? (bad ? VERY_MANY : 1),
      children: hasChildren(facts) ?? bad,
      vulnerable: hasVulnerable(facts) ?? bad,
    },
    recipients: { ...facts.recipients, count: count ?? (bad ? VERY_MANY : 1) },
    cia: effects(facts, mode),
    exfiltration: outflow(facts, mode),
  };
}

/** Everyone in a Cc sees everyone else. */
const recipientCount = ({ recipients, cause, individuals }: Facts): number | null =>
  recipients?.count ?? (cause === 'ccInsteadOfBcc' ? (individuals?.approx ?? null) : null);

function effects({ cia = {}, exfiltration, backup }: Facts, mode: Mode): NonNullable<Facts['cia']> {
  const bad = mode === 'worst';
  const taken = exfiltration === 'confirmed' || exfiltration === 'published';
  const restored = backup?.available === true && typeof backup.restoredWithinHours === 'number';
  const confidentiality = cia.confidentiality ?? (bad ? 'confirmed' : 'none');
  return {
    confidentiality: taken ? 'confirmed' : confidentiality,
    integrity: cia.integrity ?? (bad ? 'permanent' : 'none'),
    availability: cia.availability ?? (!bad ? 'none' : restored ? 'temporary' : 'permanent'),
  };
}

/**
 * Whether data left. Where confidentiality is not affected, an unanswered question is answered by that, unless somebody
 * hostile was inside: then only logs or forensics answer it.
 */
function outflow(facts: Facts, mode: Mode): NonNullable<Facts['exfiltration']> {
  const { exfiltration, cia, cause } = facts;
  if (exfiltration !== null && exfiltration !== undefined && exfiltration !== 'unknown') return exfiltration;
  const confidentiality = cia?.confidentiality ?? (mode === 'worst' ? 'confirmed' : 'none');
  if (confidentiality !== 'none') return 'unknown';
  const hostile = malice(facts) ?? mode === 'worst';
  const asked = exfiltration === 'unknown' || (hostile && !isAccident(cause));
  return asked && mode === 'worst' ? 'unknown' : 'n/a';
}
