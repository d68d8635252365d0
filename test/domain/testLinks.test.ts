import { describe, expect, it } from '@jest/globals';
import { acknowledgeToken, checkAcknowledgeToken } from '../../domain/links.ts';
import { checkTestToken, testToken } from '../../domain/testLinks.ts';

const key = Buffer.alloc(32, 1);
const now = new Date('2026-02-03T12:00:00Z');
const claims = {
  organisationId: '018f0000-0000-7000-8000-000000000001',
  messageId: '018f0000-0000-7000-8000-000000000002',
  expiresAt: new Date('2026-02-03T12:10:00Z'),
};

describe("a test page's link", () => {
  it('gives back what was signed, until it expires', () => {
    const token = testToken(key, claims);
    expect(token).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(checkTestToken(key, token, now)).toEqual({ ok: true, claims });
    expect(checkTestToken(key, token, claims.expiresAt)).toEqual({ ok: false, reason: 'expired' });
  });

  it.each([
    ['another key', testToken(Buffer.alloc(32, 2), claims)],
    ['a later expiry', testToken(key, claims).replace(claims.expiresAt.getTime().toString(36), 'zzzzzzzz')],
    ['no signature', testToken(key, claims).split('.').slice(0, 3).join('.')],
    ['nothing', ''],
    ['letters that are not ASCII', 'é.é.é.é'],
  ])('is refused with %s', (_, token) => {
    expect(checkTestToken(key, token, now)).toEqual({ ok: false, reason: 'invalid' });
  });

  it('acknowledges no page, and an acknowledge link answers no test', () => {
    const page = { ...claims, incidentId: claims.messageId, pageId: claims.messageId, personId: 'ada' };
    expect(checkAcknowledgeToken(key, testToken(key, claims), now)).toEqual({ ok: false, reason: 'invalid' });
    expect(checkTestToken(key, acknowledgeToken(key, page), now)).toEqual({ ok: false, reason: 'invalid' });
  });
});
