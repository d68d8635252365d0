import { describe, expect, it } from '@jest/globals';
import { contactCard } from '../../../domain/response/contactCard.ts';
import { sampleOrganisation } from '../../support/samples.ts';

const missing = (policy: Record<string, unknown> = {}): string[] =>
  contactCard(sampleOrganisation(policy)).missing.map(({ code, names }) => [code, ...names].join(' '));

const entry = (kind: string, values: Record<string, unknown> = {}) => ({
  id: `${kind}-1`,
  kind,
  name: `The ${kind}`,
  phone: '0101',
  ...values,
});
const FULL = {
  insurer: { name: 'Mutual', noticeHours: 24, policyNumber: 'P-1', hotline: '0102' },
  contactCard: [entry('counsel'), entry('police'), entry('supplier')],
  people: [
    { id: 'ada', name: 'Ada', email: 'a@x.test', phone: '0103' },
    { id: 'ben', name: 'Ben', contacts: [{ channel: 'sms', number: '+441632960101' }] },
  ],
};

describe('what a contact card lacks', () => {
  it('is nothing when all is there', () => {
    expect(missing(FULL)).toEqual([]);
  });

  it('is nearly everything of an organisation that has written nothing', () => {
    expect(missing({ standIn: undefined })).toEqual([
      'noInsurer', 'noCounsel', 'noPolice', 'noSupplier', 'noStandIn', 'peopleWithoutPhone Ada Owner Ben Friend',
    ]); // prettier-ignore
  });

  it.each([
    [{ insurer: { name: 'M', noticeHours: 24 } }, ['noInsurerHotline', 'noPolicyNumber']],
    [{ insurer: undefined, contactCard: [...FULL.contactCard, entry('insurer', { reference: 'P' })] }, []],
    [{ insurer: undefined }, ['noInsurer']],
    [
      { contactCard: [entry('counsel'), entry('police'), entry('supplier', { phone: undefined })] },
      ['suppliersWithoutPhone The supplier'],
    ],
    [{ controllers: [{ id: 'a', name: 'School A' }] }, ['controllersWithoutContact School A']],
    [{ controllers: [{ id: 'a', name: 'School A', contact: 'Ring 0104' }] }, []],
    [
      {
        controllers: [{ id: 'a', name: 'School A' }],
        contactCard: [...FULL.contactCard, entry('controller', { name: 'School A' })],
      },
      [],
    ],
  ])('with %j: %j', (values, expected) => {
    expect(missing({ ...FULL, ...values })).toEqual(expected);
  });
});

it('lists people as they are paged, with every number, the stand-in and the out-of-hours contact marked', () => {
  const { people } = contactCard(
    sampleOrganisation({ ...FULL, escalation: [{ people: ['ben'] }], standIn: 'ada' }),
  );
  expect(people).toEqual([
    { name: 'Ben', phones: ['+441632960101'], email: null, standIn: false, outOfHours: false },
    { name: 'Ada', phones: ['0103'], email: 'a@x.test', standIn: true, outOfHours: false },
  ]);
});
