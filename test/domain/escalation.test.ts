import { describe, expect, it } from '@jest/globals';
import {
  deliveryKey,
  escalationAttempt,
  reachesSomebody,
  roundMs,
  withStandIn,
} from '../../domain/escalation.ts';
import type { Policy } from '../../domain/organisation.ts';
import { sampleOrganisation } from '../support/samples.ts';

const { policy } = sampleOrganisation();

describe('whom an attempt reaches', () => {
  it.each([
    [0, 0, 0, 'ada'],
    [1, 0, 1, 'ben'],
    [2, 1, 0, 'ada'],
    [7, 3, 1, 'ben'],
  ])('attempt %d is round %d, step %d: %s', (n, round, step, person) => {
    expect(escalationAttempt(policy, n, false)).toMatchObject({
      round,
      step,
      contacts: [{ personId: person, channels: ['smtp'] }],
    });
  });

  it('leaves out channels for which the person has no address', () => {
    expect(escalationAttempt(policy, 0, false).contacts[0]?.channels).toEqual(['smtp']);
  });

  it('reaches in a drill only people who agreed to drills', () => {
    const people = policy.people.map((person) => ({ ...person, agreesToDrills: person.id === 'ben' }));
    expect(escalationAttempt({ ...policy, people }, 0, true).contacts).toEqual([]);
    expect(escalationAttempt({ ...policy, people }, 1, true).contacts).toHaveLength(1);
    expect(reachesSomebody({ ...policy, people }, true)).toBe(true);
    expect(
      reachesSomebody({ ...policy, people: people.map((p) => ({ ...p, agreesToDrills: false })) }, true),
    ).toBe(false);
  });

  it('reaches nobody by a channel for which nobody has an address, and everybody outside drills', () => {
    const escalation = [{ people: ['ada'], channels: ['webhook', 'smtp'], delayMinutes: 5 }];
    const people = [
      { id: 'ada', name: 'Ada', webhook: { url: 'https://ada.test', secret: 'x'.repeat(32) } },
      { id: 'ben', name: 'Ben', email: 'ben@friend.test' },
    ];
    const { policy: other } = sampleOrganisation({ escalation, people, standIn: 'ben' });
    const unknown = { ...other, escalation: [{ ...other.escalation[0]!, people: ['gone', 'ada'] }] };
    const attempt = escalationAttempt(unknown, 0, false);
    expect(attempt.contacts).toEqual([{ personId: 'ada', channels: ['webhook'] }]);
    expect(attempt.delayMinutes).toBe(5);
    expect(reachesSomebody(other, false)).toBe(true);
    expect(reachesSomebody(other, true)).toBe(false);
  });

  it('refuses a policy without steps', () => {
    expect(() => escalationAttempt({ ...policy, escalation: [] }, 0, false)).toThrow(RangeError);
    expect(() => escalationAttempt({ ...policy, escalation: [] }, 0, false)).toThrow(/has no step/);
  });

  it('gives each outward act a key of its own', () => {
    const parts = {
      incidentId: 'i',
      obligationId: null,
      clockVersion: 1,
      milestone: 'declared',
      round: 0,
      step: 0,
      contact: 'ada',
      channel: 'smtp',
    };
    expect(deliveryKey(parts)).toBe('i/-/1/declared/0/0/ada/smtp');
    expect(deliveryKey({ ...parts, round: 1 })).not.toBe(deliveryKey(parts));
  });
});

describe('the stand-in decision maker', () => {
  const reached = (values: Partial<Policy>, drill = false, n = 0) => {
    const changed = { ...policy, ...values };
    return withStandIn(escalationAttempt(changed, n, drill), changed, drill).contacts;
  };
  const ben = (values: object) =>
    policy.people.map((one) => (one.id === 'ben' ? { ...one, ...values } : one));
  const ADA = { personId: 'ada', channels: ['smtp'] };
  const BEN = { personId: 'ben', channels: ['smtp'] };

  it.each<[string, Partial<Policy>, boolean, object[]]>([
    ['is reached as well', {}, false, [ADA, BEN]],
    ['is reached in a drill to which they agreed', {}, true, [ADA, BEN]],
    ['is not reached in a drill without consent', { people: ben({ agreesToDrills: false }) }, true, [ADA]],
    ['is not reached without an address', { people: ben({ email: undefined }) }, false, [ADA]],
    ['is nobody where the policy names nobody', { standIn: undefined }, false, [ADA]],
    ['is not reached twice', { standIn: 'ada' }, false, [ADA]],
  ])('%s', (_, values, drill, contacts) => {
    expect(reached(values, drill)).toEqual(contacts);
  });

  it('is not reached twice beside somebody else', () => {
    const escalation = [{ ...policy.escalation[0]!, people: ['ada', 'ben'] }];
    expect(reached({ escalation })).toEqual([ADA, BEN]);
  });

  it('leaves the rest of the attempt as it is', () => {
    expect(withStandIn(escalationAttempt(policy, 2, false), policy, false)).toMatchObject({
      round: 1,
      step: 0,
      delayMinutes: 5,
    });
  });
});

it.each([
  ['a real incident', null, 15 * 60_000],
  ['a slow drill', { scale: 10, startedAt: new Date(0) }, 90_000],
  ['a fast drill, five seconds a step', { scale: 1440, startedAt: new Date(0) }, 10_000],
])('a round of the escalation of %s', (_, drill, ms) => {
  expect(roundMs(policy, drill)).toBe(ms);
});
