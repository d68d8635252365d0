import { describe, expect, it } from '@jest/globals';
import { acknowledgeToken, checkAcknowledgeToken } from '../../domain/links.ts';

const key = Buffer.alloc(32, 1);
const now = new Date('2026-02-03T12:00:00Z');
const claims = {
  organisationId: '018f0000-0000-7000-8000-000000000001',
  incidentId: '018f0000-0000-7000-8000-000000000002',
  pageId: '018f0000-0000-7000-8000-000000000003',
  personId: 'ada',
  channel: 'smtp' as const,
  method: 'private',
  expiresAt: new Date('2026-02-06T12:00:00Z'),
};

describe('an acknowledge link', () => {
  it('gives back what was signed', () => {
    expect(checkAcknowledgeToken(key, acknowledgeToken(key, claims), now)).toEqual({ ok: true, claims });
  });

  it('has only characters that a path takes as they are, whatever it says', () => {
    for (const personId of ['~~~', '???', 'ÿþ>', 'a', 'ab', 'abc']) {
      const token = acknowledgeToken(key, { ...claims, personId });
      expect(token).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
      expect(checkAcknowledgeToken(key, token, now)).toEqual({ ok: true, claims: { ...claims, personId } });
    }
  });

  it('expires at its instant', () => {
    const check = checkAcknowledgeToken(key, acknowledgeToken(key, claims), claims.expiresAt);
    expect(check).toEqual({ ok: false, reason: 'expired' });
  });

  it.each([
    ['another key', () => acknowledgeToken(Buffer.alloc(32, 2), claims)],
    ['a changed payload', () => `A${acknowledgeToken(key, claims).slice(1)}`],
    ['no signature', () => acknowledgeToken(key, claims).split('.')[0] ?? ''],
    ['nothing', () => ''],
    ['noise', () => 'a.b'],
    ['letters that are not ASCII', () => 'é.é'],
  ])('is refused with %s', (_, token) => {
    expect(checkAcknowledgeToken(key, token(), now)).toEqual({ ok: false, reason: 'invalid' });
  });
});
