import { describe, expect, it } from '@jest/globals';
import { alertKey, checkAlertKey } from '../../domain/alertKey.ts';
import { callbackToken, checkCallbackToken } from '../../domain/callbackToken.ts';
import { keyHash } from '../../domain/keyHash.ts';

const KEY = Buffer.alloc(32, 7);
const PAGE = {
  organisationId: '018f0000-0000-7000-8000-000000000001',
  incidentId: '018f0000-0000-7000-8000-000000000002',
  pageId: '018f0000-0000-7000-8000-000000000003',
};

/** Each character of a signed text changed, one at a time. */
const changed = (text: string): string[] =>
  [...text].map((character, n) => text.slice(0, n) + (character === 'a' ? 'b' : 'a') + text.slice(n + 1));

describe('the key of an alert', () => {
  const key = alertKey(KEY, PAGE);

  it('leads to its page and fits into a pager', () => {
    expect(checkAlertKey(KEY, key)).toEqual(PAGE);
    expect(key.length).toBeLessThanOrEqual(255);
    expect(key).toMatch(/^tocsin:018f0000-0000-7000-8000-000000000001:.*:.*:[\w-]{43}$/);
  });

  it('leads nowhere with another key, or with any character changed, added or missing', () => {
    expect(checkAlertKey(Buffer.alloc(32, 8), key)).toBeUndefined();
    for (const text of [...changed(key).slice(0, -1), `${key}a`, key.slice(0, -1), ` ${key}`, `${key}\n`, ''])
      expect(checkAlertKey(KEY, text)).toBeUndefined();
  });
});

describe('the token of a report', () => {
  const subject = { ...PAGE, keyHash: keyHash('incident/authority/1/50/1/1/pseudonym/sms') };
  const token = callbackToken(KEY, subject);

  it('names its message and fits into a path', () => {
    expect(checkCallbackToken(KEY, token)).toEqual(subject);
    expect(token.length).toBeLessThan(700);
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('is worth nothing changed, or as the key of an alert', () => {
    for (const text of [...changed(token).slice(0, -1), '', 'a.b', alertKey(KEY, PAGE)])
      expect(checkCallbackToken(KEY, text)).toBeUndefined();
    expect(checkAlertKey(KEY, token)).toBeUndefined();
    expect(checkCallbackToken(Buffer.alloc(32, 8), token)).toBeUndefined();
  });
});
