import { describe, expect, it } from '@jest/globals';
import { deliveryKey, escalationAttempt, reachesSomebody } from '../../domain/escalation.ts';
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
