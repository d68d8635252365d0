import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who may answer which page by replying to its mail. */
export interface ReplyClaims {
  organisationId: string;
  pageId: string;
  personId: string;
}

/**
 * What a token shows before anybody has checked it: the last digits of the ids of organisation and page, by which the
 * page is looked for.
 */
export interface ReplyHint {
  organisation: string;
  page: string;
}

const PURPOSE = 'reply/1';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const [ORGANISATION_BYTES, PAGE_BYTES, MAC_BYTES] = [4, 6, 10];
const TOKEN_BYTES = ORGANISATION_BYTES + PAGE_BYTES + MAC_BYTES;
/** 20 bytes in base 32 (RFC 4648, lower case: the local part of an address may lose its case on the way). */
const TOKEN = /ack-([a-z2-7]{32})(?![a-z2-7])/gi;

/**
 * "ack-" and 32 letters and digits: short enough for the local part of an address, signed with 80 bits for one page and
 * one person. It has no expiry of its own: it is worth nothing once the page is answered or has ended.
 */
export function replyToken(key: Uint8Array, claims: ReplyClaims): string {
  const ids = [...tail(claims.organisationId, ORGANISATION_BYTES), ...tail(claims.pageId, PAGE_BYTES)];
  return `ack-${base32(Uint8Array.from([...ids, ...mac(key, claims)]))}`;
}

/** The tokens in a text (an address, a subject), each once, in lower case. */
export const tokensIn = (text: string): string[] => [
  ...new Set([...text.matchAll(TOKEN)].map(([token]) => token.toLowerCase())),
];

/** Where to look for the page of a token. */
export function replyHint(token: string): ReplyHint {
  const bytes = fromBase32(token.slice('ack-'.length));
  return {
    organisation: hex(bytes.subarray(0, ORGANISATION_BYTES)),
    page: hex(bytes.subarray(ORGANISATION_BYTES, ORGANISATION_BYTES + PAGE_BYTES)),
  };
}

/** Was this token made for this page and this person? */
export function isReplyToken(key: Uint8Array, token: string, claims: ReplyClaims): boolean {
  const given = new TextEncoder().encode(token.toLowerCase());
  const expected = new TextEncoder().encode(replyToken(key, claims));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const mac = (key: Uint8Array, { organisationId, pageId, personId }: ReplyClaims): Uint8Array =>
  createHmac('sha256', key)
    .update(JSON.stringify([PURPOSE, organisationId, pageId, personId]))
    .digest()
    .subarray(0, MAC_BYTES);

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The last bytes of a UUID, which in version 7 are random. */
function tail(uuid: string, bytes: number): number[] {
  const digits = uuid.replaceAll('-', '').slice(-2 * bytes);
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}

function fromBase32(text: string): Uint8Array {
  const bits = [...text.toLowerCase()]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  return Uint8Array.from(bytes).subarray(0, TOKEN_BYTES);
}
