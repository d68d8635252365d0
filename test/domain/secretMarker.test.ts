import { describe, expect, it } from '@jest/globals';
import type { Person } from '../../domain/organisation.ts';
import { hasMarker, peopleWithMarker, SECRET_IS_SET } from '../../domain/secretMarker.ts';
import { sampleOrganisation } from '../support/samples.ts';

const person = (id: string, secret?: string): Person => ({
  ...sampleOrganisation().policy.people[0]!,
  id,
  ...(secret === undefined ? {} : { webhook: { url: 'https://a.test', secret } }),
});

describe('a secret that is not shown', () => {
  it.each([
    ['the marker', person('ada', SECRET_IS_SET), true],
    ['a secret', person('ada', 'x'.repeat(32)), false],
    ['no webhook', person('ada'), false],
  ])('%s', (_, one, marked) => {
    expect(hasMarker(one)).toBe(marked);
  });

  it('names those whose secret is not in a document', () => {
    const organisation = sampleOrganisation();
    const people = [person('ada', SECRET_IS_SET), person('ben', 'x'.repeat(32)), person('cy', SECRET_IS_SET)];
    expect(peopleWithMarker({ ...organisation, policy: { ...organisation.policy, people } })).toEqual([
      'ada',
      'cy',
    ]);
  });
});
