import { describe, expect, it } from '@jest/globals';
import { couldReach, planFor, turnOf } from '../../../domain/escalation.ts';
import { organisationSchema, type Policy } from '../../../domain/organisation.ts';
import { CHANNELS } from '../../../domain/policy/contacts.ts';
import { mayKnow, restrictTo, whyNotRestrictedTo } from '../../../domain/response/restriction.ts';

const policyOf = (values: Record<string, unknown> = {}): Policy =>
  organisationSchema.parse({
    slug: 'x',
    name: 'X',
    policy: {
      roles: ['controller'],
      people: ['ada', 'ben', 'cleo', 'dan'].map((id) => ({ id, name: id, email: `${id}@x.test` })),
      escalation: [{ people: ['ada', 'ben'], delayMinutes: 7 }, { people: ['cleo'] }],
      standIn: 'cleo',
      outOfHours: 'ada',
      ...values,
    },
  }).policy;

const asked = (policy: Policy): string[][] => policy.escalation.map(({ people }) => people);

describe('the policy of a restricted incident', () => {
  it('is the same where nothing is restricted', () => {
    const policy = policyOf();
    expect(restrictTo(policy, null)).toBe(policy);
  });

  it('asks at each step those of its people who are named, and drops a step that asks nobody', () => {
    const restricted = restrictTo(policyOf(), ['ben']);
    expect(asked(restricted)).toEqual([['ben']]);
    expect(restricted.escalation[0]?.delayMinutes).toBe(7);
    expect(restricted.people.map(({ id }) => id)).toEqual(['ben']);
  });

  it('knows a stand-in and an out-of-hours contact only if they are named', () => {
    expect(restrictTo(policyOf(), ['ben'])).not.toHaveProperty('standIn');
    expect(restrictTo(policyOf(), ['ben'])).not.toHaveProperty('outOfHours');
    expect(restrictTo(policyOf(), ['ada', 'cleo'])).toMatchObject({ standIn: 'cleo', outOfHours: 'ada' });
  });

  it('asks whoever is named and in no step, in one more at the end, by every way', () => {
    const { escalation } = restrictTo(policyOf(), ['dan', 'ben']);
    expect(escalation.map(({ people }) => people)).toEqual([['ben'], ['dan']]);
    expect(escalation.at(-1)?.channels).toEqual(CHANNELS);
  });

  it('asks by every way in the end whoever a step asks by some ways only', () => {
    const policy = policyOf({ escalation: [{ people: ['ada'], channels: ['webhook'] }] });
    expect(asked(restrictTo(policy, ['ada']))).toEqual([['ada'], ['ada']]);
    const restricted = restrictTo(policy, ['ada']);
    const second = turnOf(couldReach(restricted, false), planFor(restricted, null), { round: 0, step: 1 });
    expect(second.contacts).toMatchObject([{ id: 'ada', ways: [{ channel: 'smtp' }] }]);
  });

  it('asks those of a schedule who are named, on call or not, and no pager or room', () => {
    const policy = policyOf({
      schedules: [{ id: 'rota', layers: [{ people: ['ada', 'dan'], startsOn: '2026-01-05' }] }],
      services: [{ id: 'room', channel: 'teams', url: 'https://teams.test/x' }],
      escalation: [{ schedules: ['rota'], services: ['room'] }, { services: ['room'] }],
      escalationPolicies: [{ id: 'soft', steps: [{ people: ['cleo'] }] }],
      escalationFor: { task: 'soft' },
    });
    const restricted = restrictTo(policy, ['dan']);
    expect(restricted.escalation).toMatchObject([{ people: ['dan'], schedules: [], services: [] }]);
    expect(restricted.escalationPolicies).toMatchObject([{ id: 'soft', steps: [{ people: ['dan'] }] }]);
    expect([restricted.schedules, restricted.services]).toEqual([[], []]);
  });

  it('names nobody else anywhere', () => {
    const text = JSON.stringify(restrictTo(policyOf(), ['dan']));
    for (const other of ['ada', 'ben', 'cleo']) expect(text).not.toContain(other);
  });
});

describe('a list of those who may know', () => {
  const people = [
    { id: 'ada', name: 'Ada', email: 'ada@x.test', agreesToDrills: true },
    { id: 'ben', name: 'Ben' },
    { id: 'cleo', name: 'Cleo', contacts: [{ channel: 'sms', number: '+441632960101' }] },
  ];
  const policy = policyOf({ people, escalation: [{ people: ['ada'] }], standIn: 'ada' });
  it.each([
    [['ada'], false, undefined],
    [['ben', 'ada'], false, undefined],
    [['cleo'], false, undefined],
    [['ben'], false, /none of these people can be reached; give one of them/],
    [['cleo'], true, /none of these people would be reached in a drill/],
    [['ada'], true, undefined],
    [['zoe'], false, /"zoe" is not among the people of the policy/],
  ])('%j, drill %j: %s', (names, drill, expected) => {
    const why = whyNotRestrictedTo(policy, names, drill);
    if (expected) expect(why).toMatch(expected);
    else expect(why).toBeUndefined();
  });

  it('says of one person whether they may', () => {
    expect([mayKnow(null, 'ben'), mayKnow(['ada'], 'ben'), mayKnow(['ada'], 'ada')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
