import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** In a time that tells nothing about either. */
export function sameSecret(expected: string, given: string): boolean {
  const [a, b] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}

/**
 * Is one of the signatures in X-PagerDuty-Signature ("v1=<hex>,v1=<hex>") that of this body?
 * @see https://developer.pagerduty.com/docs/verifying-signatures
 */
export function isSignedByPagerDuty(secret: string, body: string, header: string): boolean {
  const expected = `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const given = header.split(',').slice(0, 20);
  return given.map((one) => sameSecret(expected, one.trim())).includes(true);
}

/**
 * Is X-Twilio-Signature that of this request? HMAC-SHA1 over the URL as the provider was given it and every field of
 * the form by name; providers write the URL with or without its usual port.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSignedByTwilio(token: string, url: string, form: URLSearchParams, header: string): boolean {
  const matches = spellings(url).map((spelt) => sameSecret(twilioSignature(token, spelt, form), header));
  return matches.includes(true);
}

function twilioSignature(token: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort();
  const fields = names.map((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  return createHmac('sha1', token)
    .update(url + fields.flat().join(''))
    .digest('base64');
}

function spellings(url: string): string[] {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const number = port || (protocol === 'https:' ? '443' : '80');
  return [
    url,
    `${protocol}//${hostname}:${number}${pathname}${search}`,
    `${protocol}//${hostname}${pathname}${search}`,
  ];
}
