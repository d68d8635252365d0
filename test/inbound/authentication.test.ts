import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isAuthentic } from '../../inbound/authentication.ts';
import { headersOf } from '../../inbound/headers.ts';
import { receiveMail } from '../../inbound/receive.ts';
import { createRig, mailOf, NOW, type Rig } from './support.ts';

const OURS = 'mx.school.test';
const authentic = (...values: string[]): boolean =>
  isAuthentic(headersOf(Buffer.from(mailOf({ 'Authentication-Results': values }, ''))), OURS, 'school.test');

describe('whether our mail server confirms the sender', () => {
  it.each([
    ['dmarc', `${OURS}; dmarc=pass (p=reject) header.from=school.test`],
    [
      'dmarc among others',
      `${OURS} 1; spf=pass smtp.mailfrom=x@y; dmarc=pass header.from=School.Test; dkim=none`,
    ],
    ['dkim of the domain', `${OURS}; dkim=pass header.d=school.test header.s=a header.b="x;y"`],
    ['dkim of a domain above it', `MX.School.Test; dkim=pass (2048) header.i=@school.test`],
    ['folded', `${OURS};\r\n\tspf=none;\r\n\tdmarc=pass\r\n\theader.from=school.test`],
  ])('yes: %s', (_name, value) => {
    expect(authentic(value)).toBe(true);
  });

  it.each([
    ['no header', []],
    ['of another server', ['mx.elsewhere.test; dmarc=pass header.from=school.test']],
    ['dmarc failed', [`${OURS}; dmarc=fail header.from=school.test`]],
    ['dmarc of another domain', [`${OURS}; dmarc=pass header.from=elsewhere.test`]],
    ['dkim of another domain', [`${OURS}; dkim=pass header.d=elsewhere.test`]],
    ['dkim of a domain that ends like it', [`${OURS}; dkim=pass header.d=ool.test`]],
    ['dkim of a top-level domain', [`${OURS}; dkim=pass header.d=test`]],
    ['spf alone', [`${OURS}; spf=pass smtp.mailfrom=ada@school.test`]],
    ['in a comment', [`${OURS}; dmarc=fail (x; dmarc=pass header.from=school.test) header.from=school.test`]],
    ['in a nested comment', [`${OURS}; (a (b) ; dmarc=pass header.from=school.test) dmarc=fail`]],
    ['in quoted text', [`${OURS}; dmarc=fail reason="; dmarc=pass header.from=school.test"`]],
    [
      'below one of ours that says no',
      [`${OURS}; dmarc=fail`, `${OURS}; dmarc=pass header.from=school.test`],
    ],
    ['passed like', [`${OURS}; dmarc=passed header.from=school.test`]],
  ])('no: %s', (_name, values) => {
    expect(authentic(...values)).toBe(false);
  });
});

describe('a reply where our mail server is known', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig({ authservId: OURS });
    await rig.verify('ada', 'ada@school.test');
  });
  afterAll(() => rig.stop());

  it.each([
    ['acknowledged', `${OURS}; dmarc=pass header.from=school.test`],
    ['open', `${OURS}; dmarc=fail header.from=school.test`],
  ])('leaves the page %s', async (state, results) => {
    const { incidentId, tokenFor } = await rig.paged();
    const headers = {
      'Authentication-Results': results,
      From: 'ada@school.test',
      To: `tocsin+${tokenFor('ada')}@school.test`,
    };
    const raw = Buffer.from(mailOf(headers, 'ACK'));
    const sha256 = createHash('sha256').update(raw).digest('hex');
    await receiveMail(rig.deps, { raw, size: raw.length, sha256, receivedAt: NOW, envelope: null });
    expect((await rig.page(incidentId)).state).toBe(state);
    const notes = await rig.entries(incidentId, 'reply.notCounted');
    expect(notes.map(({ data }) => data.because)).toEqual(state === 'open' ? ['notAuthentic'] : []);
  });
});
