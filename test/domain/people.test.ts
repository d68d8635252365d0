import { describe, expect, it } from '@jest/globals';
import { mayBeSamePerson, personNamed } from '../../domain/people.ts';

const people = [
  { id: 'ada', name: 'Ada Owner', email: 'ada@school.test' },
  { id: 'ben', name: 'Ben Friend' },
  { id: 'lee', name: 'Ada Lee' },
];

describe('personNamed', () => {
  it.each(['ada', 'ADA ', 'Ada  Owner', 'ada owner', 'Ada@School.test'])('finds %p', (text) => {
    expect(personNamed(people, text)?.id).toBe('ada');
  });

  it('finds nobody where the policy has nobody, or two of one name', () => {
    expect(personNamed(people, 'Cleo')).toBeUndefined();
    const twins = [...people, { id: 'ada-2', name: 'Ada Owner' }];
    expect(personNamed(twins, 'Ada Owner')).toBeUndefined();
  });
});

describe('mayBeSamePerson', () => {
  it.each([
    ['ada', 'Ada Owner'],
    ['ADA OWNER', 'ada'],
    ['Ada Owner', 'A. Owner'],
    ['Owner, Ada', 'ada'],
    ['Ada', 'ada@school.test'],
    ['Cleo', 'cleo '],
    ['Cleo Outside', 'Cleo'],
    ['Ada Owner (DPO)', 'Ada Owner'],
  ])('takes %p and %p for one', (a, b) => expect(mayBeSamePerson(people, a, b)).toBe(true));

  it.each([
    ['ada', 'ben'],
    ['Ada Owner', 'Ada Lee'],
    ['Ada Owner', 'Cleo Outside'],
    ['ada', 'lee'],
    ['Cleo Outside', 'Dan Outside'],
  ])('takes %p and %p for two', (a, b) => expect(mayBeSamePerson(people, a, b)).toBe(false));
});
