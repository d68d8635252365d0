import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** Equal, in a time that does not tell where they differ. */
export const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(hash(given), hash(expected));

/** "Authorization: Bearer <secret>". */
export const hasBearer = (header: string | undefined, secret: string): boolean =>
  isSame(/^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '', secret);

/** The header Sentry-Hook-Signature: HMAC-SHA256 of the body as it came, in hexadecimal. */
export const hasSentrySignature = (header: string | undefined, secret: string, body: Uint8Array): boolean =>
  isSame(header ?? '', createHmac('sha256', secret).update(body).digest('hex'));

/** How far the sender's clock may be from ours: what was signed longer ago is a replay. */
const TOLERANCE_MS = 5 * 60_000;

export interface WebhookHeaders {
  id: string | undefined;
  /** Seconds since 1970. */
  timestamp: string | undefined;
  /** "v1,<base64>", several of them separated by spaces. */
  signature: string | undefined;
}

/**
 * Standard Webhooks: HMAC-SHA256 over "id.timestamp.body". A secret "whsec_…" is base64; any other is taken as it is
 * written.
 * @param now real time
 * @see https://www.standardwebhooks.com
 */
export function hasWebhookSignature(
  { id, timestamp, signature }: WebhookHeaders,
  secret: string,
  body: Uint8Array,
  now: Date,
): boolean {
  if (!id || !timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Number(timestamp) * 1000 - now.getTime()) > TOLERANCE_MS) return false;
  const signed = createHmac('sha256', keyOf(secret))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return signature.split(' ').some((one) => isSame(one, `v1,${signed}`));
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

function keyOf(secret: string): Uint8Array {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  try {
    return encoded ? bytesOf(encoded) : new TextEncoder().encode(secret);
  } catch {
    return new TextEncoder().encode(secret);
  }
}
