import { SHORT_LENGTH } from './types.ts';

export { keyHash } from '../domain/keyHash.ts';

/** Text for one header line: line breaks and other control characters become spaces. */
export const singleLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();

/** A text as `OutboundMessage.short` wants it: one line, cut with "…" where it is too long. */
export function shortLine(text: string): string {
  const line = singleLine(text).replace(/\s+/g, ' ');
  if (line.length <= SHORT_LENGTH) return line;
  return `${line
    .slice(0, SHORT_LENGTH - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/** This machine only: what goes there needs no encryption. Takes a host name as the URL class gives it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
