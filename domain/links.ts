import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an acknowledge link may do: let one person answer one page until it expires. Nothing else. */
export interface AcknowledgeClaims {
  organisationId: string;
  incidentId: string;
  pageId: string;
  personId: string;
  /** Real instant after which the link is refused. */
  expiresAt: Date;
}

export type LinkCheck =
  { ok: true; claims: AcknowledgeClaims } | { ok: false; reason: 'invalid' | 'expired' };

const PURPOSE = 'acknowledge/1';

const signature = (key: Uint8Array, payload: string): string =>
  createHmac('sha256', key).update(`${PURPOSE}:${payload}`).digest('base64url');

const encode = (text: string): string =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const decode = (text: string): string => atob(text.replaceAll('-', '+').replaceAll('_', '/'));

/** A token for the path of an acknowledge link; identifiers only, signed, single purpose, expiring. */
export function acknowledgeToken(key: Uint8Array, claims: AcknowledgeClaims): string {
  const { organisationId, incidentId, pageId, personId, expiresAt } = claims;
  const payload = encode(JSON.stringify([organisationId, incidentId, pageId, personId, expiresAt.getTime()]));
  return `${payload}.${signature(key, payload)}`;
}

/** Checks a token at `now` (real time). */
export function checkAcknowledgeToken(key: Uint8Array, token: string, now: Date): LinkCheck {
  const [payload = '', given = ''] = token.split('.', 2);
  const expected = new TextEncoder().encode(signature(key, payload));
  const actual = new TextEncoder().encode(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    return { ok: false, reason: 'invalid' };
  const [organisationId, incidentId, pageId, personId, expires] = JSON.parse(decode(payload)) as [
    string, string, string, string, number,
  ]; // prettier-ignore
  const claims = { organisationId, incidentId, pageId, personId, expiresAt: new Date(expires) };
  return claims.expiresAt > now ? { ok: true, claims } : { ok: false, reason: 'expired' };
}
