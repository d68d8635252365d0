import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelName } from './organisation.ts';

/** What an acknowledge link may do: let one person answer one page until it expires. Nothing else. */
export interface AcknowledgeClaims {
  organisationId: string;
  incidentId: string;
  pageId: string;
  personId: string;
  /** By which channel and which of the person's ways it was sent; not known of links of older releases. */
  channel?: ChannelName | null;
  method?: string | null;
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
  const { organisationId, incidentId, pageId, personId, expiresAt, channel, method } = claims;
  const said = [organisationId, incidentId, pageId, personId, expiresAt.getTime(), channel, method];
  const payload = encode(JSON.stringify(said));
  return `${payload}.${signature(key, payload)}`;
}

/** Checks a token at `now` (real time). */
export function checkAcknowledgeToken(key: Uint8Array, token: string, now: Date): LinkCheck {
  const [payload = '', given = ''] = token.split('.', 2);
  const expected = new TextEncoder().encode(signature(key, payload));
  const actual = new TextEncoder().encode(given);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
    return { ok: false, reason: 'invalid' };
  const [organisationId, incidentId, pageId, personId, expires, channel = null, method = null] = JSON.parse(
    decode(payload),
  ) as [string, string, string, string, number, (ChannelName | null)?, (string | null)?];
  const claims = {
    organisationId,
    incidentId,
    pageId,
    personId,
    channel,
    method,
    expiresAt: new Date(expires),
  };
  return claims.expiresAt > now ? { ok: true, claims } : { ok: false, reason: 'expired' };
}
