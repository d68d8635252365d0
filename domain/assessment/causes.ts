import type { Facts } from '../facts.ts';

type Cause = NonNullable<Facts['cause']>;

/** Somebody meant it: nothing else can have happened. */
const HOSTILE: readonly Cause[] = [
  'credentialAbuse', 'credentialStuffing', 'hacking', 'phishing', 'physicalIntrusion', 'ransomware',
  'socialEngineering', 'sqlInjection', 'stolenDevice', 'stolenPaper', 'webMalware',
]; // prettier-ignore

/** Mishaps by their own meaning. */
const ACCIDENTAL: readonly Cause[] = [
  'ccInsteadOfBcc', 'disposal', 'humanError', 'lostDevice', 'lostPaper', 'misconfiguration', 'misdirectedEmail',
  'misdirectedPost',
]; // prettier-ignore

/**
 * Did somebody mean harm? The fact itself decides; where it is not answered, the cause may answer it (a theft is meant,
 * a misdirected letter is not). `null` where neither does.
 */
export function malice({ malicious, cause }: Pick<Facts, 'malicious' | 'cause'>): boolean | null {
  if (malicious !== null && malicious !== undefined) return malicious;
  if (cause && HOSTILE.includes(cause)) return true;
  return cause && ACCIDENTAL.includes(cause) ? false : null;
}

export const isAccident = (cause: Facts['cause']): boolean => !!cause && ACCIDENTAL.includes(cause);
