import { z } from 'zod';

const PLACE = '{token}';
const LONGEST_LOCAL_PART = 64;
/** "ack-" and 32 characters. */
const TOKEN_LENGTH = 36;

/**
 * The address to which a reply to one page goes. Where the configured address has a place for the token
 * ("tocsin+{token}@example.org") it stands there too; else in the subject alone.
 */
export const replyAddressFor = (configured: string, token: string): string =>
  configured.replace(PLACE, token);

/** Is this the address of replies, with any token or none? */
export function isReplyTo(configured: string, address: string): boolean {
  const [before = '', after] = configured.toLowerCase().split(PLACE);
  const given = address.toLowerCase();
  if (after === undefined) return given === before;
  const without = before.replace(/[^a-z0-9]+$/, '') + after;
  return given === without || (given.startsWith(before) && given.endsWith(after));
}

/** Can mail be sent to it, with a token in its place? */
export function isReplyAddress(configured: string): boolean {
  const filled = replyAddressFor(configured, 'a'.repeat(TOKEN_LENGTH));
  return z.email().safeParse(filled).success && filled.indexOf('@') <= LONGEST_LOCAL_PART;
}
