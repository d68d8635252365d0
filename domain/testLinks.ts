import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the link of a test page may do: say that this one message reached somebody. Nothing else. */
export interface TestClaims {
  organisationId: string;
  messageId: string;
  /** Real instant after which the link is refused. */
  expiresAt: Date;
}

export type TestLinkCheck = { ok: true; claims: TestClaims } | { ok: false; reason: 'invalid' | 'expired' };

/** Apart from that of acknowledge links, whose key is the same: neither serves for the other. */
const PURPOSE = 'test/1';

const signature = (key: Uint8Array, payload: string): string =>
  createHmac('sha256', key).update(`${PURPOSE}:${payload}`).digest('base64url');

/** A token for the path of a test page's link: "<organisation>.<message>.<expiry>.<signature>". */
export function testToken(key: Uint8Array, { organisationId, messageId, expiresAt }: TestClaims): string {
  const payload = `${organisationId}.${messageId}.${expiresAt.getTime().toString(36)}`;
  return `${payload}.${signature(key, payload)}`;
}

/** Checks a token at `now` (real time). */
export function checkTestToken(key: Uint8Array, token: string, now: Date): TestLinkCheck {
  const [organisationId = '', messageId = '', expiry = '', given = ''] = token.split('.', 4);
  const encoder = new TextEncoder();
  const expected = encoder.encode(signature(key, `${organisationId}.${messageId}.${expiry}`));
  const actual = encoder.encode(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    return { ok: false, reason: 'invalid' };
  const claims = { organisationId, messageId, expiresAt: new Date(parseInt(expiry, 36)) };
  return claims.expiresAt > now ? { ok: true, claims } : { ok: false, reason: 'expired' };
}
