import { describe, expect, it } from '@jest/globals';
import type { Organisation } from '../../../domain/organisation.ts';
import { defaultRoles, rolesOf } from '../../../domain/response/roles.ts';
import { sampleOrganisation } from '../../support/samples.ts';

const withContact = (role: string, more: Partial<Organisation['contactPoint']> = {}): Organisation => {
  const organisation = sampleOrganisation();
  return { ...organisation, contactPoint: { ...organisation.contactPoint!, role, ...more } };
};

describe('who has a role as long as nobody was assigned', () => {
  it.each([
    ['Data Protection Officer', ['dataProtection ada']],
    ['DPO', ['dataProtection ada']],
    ['Data-protection lead', ['dataProtection ada']],
    ['Contact point', []],
    ['Head of the DPOs of nowhere', []],
  ])('a contact point whose role is "%s": %j', (role, expected) => {
    const roles = defaultRoles(withContact(role), null);
    expect(roles.map((one) => `${one.role} ${one.person}`)).toEqual(expected);
  });

  it('is a contact point outside of the policy by name, but not for a restricted incident', () => {
    const organisation = withContact('DPO', { name: 'Outside Ltd', email: 'dpo@outside.test' });
    expect(defaultRoles(organisation, null)).toEqual([
      { role: 'dataProtection', person: null, name: 'Outside Ltd' },
    ]);
    expect(defaultRoles(organisation, ['ada'])).toEqual([]);
    expect(defaultRoles(withContact('DPO'), ['ben'])).toEqual([]);
  });

  it('is the lead where the policy knows one person only', () => {
    const alone = sampleOrganisation({
      people: [{ id: 'ada', name: 'Ada', email: 'a@x.test' }],
      escalation: [{ people: ['ada'] }],
      standIn: undefined,
    });
    expect(defaultRoles(alone, null)).toEqual([{ role: 'lead', person: 'ada', name: 'Ada' }]);
    expect(defaultRoles(sampleOrganisation(), null)).toEqual([]);
  });
});

it('an assigned person takes the place of the default, and a role that nobody has is listed', () => {
  const given = { role: 'lead', person: 'ben', name: 'Ben', assignedAt: new Date(0), by: 'Ada' } as const;
  const roles = rolesOf([given], [{ role: 'lead', person: 'ada', name: 'Ada' }]);
  expect(roles.map(({ role, holder, assigned }) => [role, holder?.name, assigned?.by])).toEqual([
    ['lead', 'Ben', 'Ada'],
    ['dataProtection', undefined, undefined],
    ['communications', undefined, undefined],
    ['scribe', undefined, undefined],
  ]);
});
