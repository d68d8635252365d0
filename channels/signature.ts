import { createHmac } from 'node:crypto';
import { ChannelError } from './errors.ts';

const PREFIX = 'whsec_';
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The `webhook-signature` header of Standard Webhooks: "v1," and the base64 of HMAC-SHA256 over
 * "id.timestamp.body", one for each secret, so that receivers can change theirs without a gap.
 * @param timestamp seconds since 1970
 * @throws ChannelError `misconfigured` for a secret that is not base64
 * @see https://www.standardwebhooks.com
 */
export const webhookSignature = (secrets: string, id: string, timestamp: number, body: string): string =>
  secrets
    .trim()
    .split(/\s+/)
    .map((secret) =>
      createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64'),
    )
    .map((signature) => `v1,${signature}`)
    .join(' ');

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  if (BASE64.test(encoded)) return Buffer.from(encoded, 'base64');
  throw new ChannelError('webhook', 'misconfigured', {
    advice: 'A signing secret is "whsec_" followed by base64',
  });
}
