import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import { planObligations } from '../../../domain/plan/index.ts';
import { HIGH_RISK, sampleIncident, sampleOrganisation } from '../../support/samples.ts';

const planned = (facts: Facts[], policy: Record<string, unknown> = {}) =>
  Object.fromEntries(
    planObligations(
      sampleIncident({
        tracks: facts.map((one, n) => ({ id: `t${n}`, facts: one })),
        organisation: sampleOrganisation(policy),
      }),
    ).map((duty) => [duty.id, duty]),
  );

describe('the duties of an incident', () => {
  it('counts containment and scope from discovery, the authority from awareness', () => {
    const incident = sampleIncident({ awareAt: new Date('2026-02-03T18:17:00Z') });
    const duties = Object.fromEntries(planObligations(incident).map((duty) => [duty.id, duty]));
    expect(duties['containment']?.dueAt).toEqual(new Date('2026-02-04T12:17:00Z'));
    expect(duties['scope']?.dueAt).toEqual(new Date('2026-02-04T12:17:00Z'));
    expect(duties['authority']?.dueAt).toEqual(new Date('2026-02-06T18:17:00Z'));
  });

  it.each([
    ['into summer time', '2026-03-27T16:30:00Z', '2026-03-30T16:30:00Z'],
    ['out of summer time', '2026-10-23T15:30:00Z', '2026-10-26T15:30:00Z'],
    ['over Easter', '2026-04-02T17:05:00Z', '2026-04-05T17:05:00Z'],
    ['to Christmas Day', '2026-12-22T12:17:00Z', '2026-12-25T12:17:00Z'],
  ])('adds 72 elapsed hours %s', (_, aware, due) => {
    const incident = sampleIncident({ discoveredAt: new Date(aware), awareAt: new Date(aware) });
    const authority = planObligations(incident).find((duty) => duty.id === 'authority');
    expect(authority?.dueAt).toEqual(new Date(due));
  });

  it('runs every clock when nothing is known: unknown facts never lower a risk', () => {
    const duties = planned([{ role: 'controller' }]);
    expect(duties['authority']?.applicability).toBe('required');
    expect(duties['individuals']?.applicability).toBe('decide');
    expect(duties['publicSummary']?.applicability).toBe('decide');
  });

  it('requires telling people at high risk', () => {
    expect(planned([HIGH_RISK])['individuals']?.applicability).toBe('required');
  });

  it('asks a person, and keeps the clock, where the facts speak against a report', () => {
    const duties = planned([{ ...HIGH_RISK, securityFailure: false }]);
    expect(duties['authority']?.applicability).toBe('decide');
    expect(duties['individuals']?.applicability).toBe('notRequired');
    expect(duties['publicSummary']?.applicability).toBe('notRequired');
  });

  it.each([
    ['is safe', { unintelligible: true, keyCompromised: false, atRestOnly: false }, 'decide'],
    ['is safe, if nobody read through it', { unintelligible: true, keyCompromised: false }, 'required'],
    ['was taken too', { unintelligible: true, keyCompromised: true }, 'required'],
    ['may have been taken', { unintelligible: true, keyCompromised: null }, 'required'],
    [
      'did not matter, the attacker read through it',
      { unintelligible: true, keyCompromised: false, atRestOnly: true },
      'required',
    ],
  ])('treats encryption whose key %s as %j', (_, protection, authority) => {
    expect(planned([{ ...HIGH_RISK, protection }])['authority']?.applicability).toBe(authority);
  });

  it('gives a processor its duty towards controllers and none towards the ICO', () => {
    const duties = planned([{ role: 'processor' }], { roles: ['processor'] });
    expect(duties['authority']?.applicability).toBe('notRequired');
    expect(duties['controllers']?.applicability).toBe('required');
    expect(duties['controllers']?.qualifier).toBe('without undue delay');
  });

  it('runs both sides for an organisation that is processor and controller at once', () => {
    const duties = planned([{ role: 'processor' }, HIGH_RISK]);
    expect(Object.keys(duties)).toEqual(
      expect.arrayContaining([
        'containment',
        'scope',
        'authority',
        'individuals',
        'controllers',
        'publicSummary',
      ]),
    );
  });

  it('judges each track by its own facts, and the public summary by the gravest', () => {
    const harmless = {
      ...HIGH_RISK,
      protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
    };
    const duties = planned([harmless, HIGH_RISK], { publicSummary: 'highRisk' });
    expect(duties['individuals']?.applicability).toBe('notRequired');
    expect(duties['individuals:t1']?.applicability).toBe('required');
    expect(duties['publicSummary']?.applicability).toBe('required');
  });

  it('asks a person about promises that go, or may be read to go, beyond the law', () => {
    expect(planned([HIGH_RISK], { publicSummary: 'everyBreach' })['publicSummary']).toMatchObject({
      applicability: 'decide',
      reasons: [{ code: 'promiseEveryBreach' }],
    });
    const harmless = {
      ...HIGH_RISK,
      protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
    };
    const authority = planned([harmless], { authorityPromise: 'everyBreach' })['authority'];
    expect(authority?.applicability).toBe('decide');
    expect(authority?.reasons.map(({ code }) => code)).toContain('promiseAuthorityEveryBreach');
  });

  it('publishes only where the organisation promised to', () => {
    expect(planned([HIGH_RISK], { publicSummary: 'never' })['publicSummary']?.applicability).toBe(
      'notRequired',
    );
    expect(planned([HIGH_RISK], { publicSummary: 'highRisk' })['publicSummary']?.applicability).toBe(
      'required',
    );
  });
});
