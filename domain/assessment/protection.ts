import type { Facts } from '../facts.ts';

/**
 * Is the affected copy unreadable to whoever has it (Art. 34(3)(a))? Three things must be known: it was unintelligible,
 * the key is safe, and nobody read through the encryption while it was open (`atRestOnly`; also answered where logs or
 * forensics show that nobody read anything). `null`: not shown, and so not counted.
 */
export function isProtected(facts: Facts): boolean | null {
  const { unintelligible, keyCompromised, atRestOnly } = facts.protection ?? {};
  if (unintelligible === false || keyCompromised === true || atRestOnly === true) return false;
  const throughIt = atRestOnly === false || nobodyRead(facts);
  return unintelligible === true && keyCompromised === false && throughIt ? true : null;
}

/** Outflow is ruled out: it cannot have happened, or logs or forensics show that it did not. */
export const isOutflowExcluded = ({ exfiltration }: Pick<Facts, 'exfiltration'>): boolean =>
  exfiltration === 'excludedByLogs' || exfiltration === 'excludedByForensics';

const nobodyRead = (facts: Facts): boolean =>
  facts.cia?.confidentiality === 'none' && isOutflowExcluded(facts);
