import type { Facts } from '../facts.ts';

/** A thing that holds data is out of hand: whoever has it has what is on it, encrypted or not. */
export const isDeviceGone = (cause: Facts['cause']): boolean =>
  cause === 'lostDevice' || cause === 'stolenDevice';

/**
 * Is the affected copy unreadable to whoever has it (Art. 34(3)(a))? Three things must be known: it was unintelligible,
 * the key is safe, and nobody read through the encryption while it was open (`atRestOnly`). The last is also answered
 * where logs or forensics show that nobody read anything, and of a device that is gone: that its copy was unintelligible
 * to whoever has it says that it was locked. `null`: not shown, and so not counted.
 */
export function isProtected(facts: Facts): boolean | null {
  const { unintelligible, keyCompromised, atRestOnly } = facts.protection ?? {};
  if (unintelligible === false || keyCompromised === true || atRestOnly === true) return false;
  const notThrough = atRestOnly === false || nobodyRead(facts) || isDeviceGone(facts.cause);
  return unintelligible === true && keyCompromised === false && notThrough ? true : null;
}

/** Outflow is ruled out: it cannot have happened, or logs or forensics show that it did not. */
export const isOutflowExcluded = ({ exfiltration }: Pick<Facts, 'exfiltration'>): boolean =>
  exfiltration === 'excludedByLogs' || exfiltration === 'excludedByForensics';

const nobodyRead = (facts: Facts): boolean =>
  facts.cia?.confidentiality === 'none' && isOutflowExcluded(facts);
