import { describe, expect, it } from '@jest/globals';
import { contactCard } from '../../domain/response/contactCard.ts';
import { type CardFormat, contactCardDocument } from '../../templates/contactCard.ts';
import { pdfText } from '../support/pdfText.ts';
import { sampleOrganisation } from '../support/samples.ts';

const MADE = { local: 'Tue 3 Feb 2026, 12:17 GMT', at: new Date('2026-02-03T12:17:00Z') };
const FULL = {
  roles: ['controller', 'processor'],
  insurer: { name: 'Example Mutual', noticeHours: 24, policyNumber: 'P-100', hotline: '01632 960100' },
  controllers: [{ id: 'a', name: 'School A', contact: 'Night desk 01632 960104', noticeHours: 12 }],
  contactCard: [
    { id: 'host', kind: 'supplier', name: 'The host', outOfHoursPhone: '01632 960105', reference: 'ACC-7' },
    { id: 'law', kind: 'counsel', name: 'Law | Co', phone: '01632 960106', note: 'asks for | the reference' },
    { id: 'cops', kind: 'police', name: 'The force', phone: '101' },
  ],
};
const write = (policy: Record<string, unknown>, format: CardFormat) =>
  contactCardDocument(contactCard(sampleOrganisation(policy)), MADE, 'en', format);

describe('the contact card', () => {
  it('says whom to ring, on what number, under which reference, within how many hours', async () => {
    const text = String(await write(FULL, 'txt'));
    for (const part of [
      'Example Mutual | 01632 960100 | P-100 | 24 hours of awareness',
      'Ben Friend (stand-in)',
      'Night desk 01632 960104 | 12 hours (contract)',
      '01632 960105',
      'ACC-7',
      'ICO helpline 0303 123 1113',
      MADE.local,
    ])
      expect(text).toContain(part);
  });

  it('says what it lacks', async () => {
    const text = String(await write({}, 'txt'));
    expect(text).toContain('No insurer is named.');
    expect(text).toContain('No telephone number: Ada Owner, Ben Friend');
    expect(String(await write(FULL, 'txt'))).not.toContain('No insurer');
  });

  it('leaves the ICO out for an organisation that is processor only', async () => {
    expect(String(await write({ ...FULL, roles: ['processor'] }, 'txt'))).not.toContain('ICO');
  });

  it('is one page of PDF even where hundreds could be named, and says that there are more', async () => {
    const people = Array.from({ length: 200 }, (_, n) => ({
      id: `p${n}`,
      name: `Person ${n}`,
      phone: `0${n}`,
    }));
    const policy = { ...FULL, people, escalation: [{ people: ['p0'] }], standIn: 'p1' };
    const pdf = (await write(policy, 'pdf')) as Buffer;
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(pdfText(pdf)).toContain('180 more');
  });

  it('is a page for a browser that loads nothing', async () => {
    const html = String(await write(FULL, 'html'));
    expect(html).toContain('<h1');
    expect(html).not.toMatch(/<script|<link|<img|src=/);
  });
});
