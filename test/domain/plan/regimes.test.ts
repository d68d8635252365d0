import { describe, expect, it } from '@jest/globals';
import { HIGH_RISK } from '../../support/samples.ts';
import { hoursFromAware, planOf } from './support.ts';

const UK = ['uk-gdpr'];

describe('NIS2 in three stages', () => {
  const policy = { regimes: [...UK, 'eu-nis2-23'] };

  it('gives an early warning within 24 hours and a notification within 72, from awareness', () => {
    const plan = planOf({ policy });
    expect(hoursFromAware(plan['eu-nis2-23:early-warning'])).toBe(24);
    expect(hoursFromAware(plan['eu-nis2-23:incident-notification'])).toBe(72);
    expect(plan['eu-nis2-23:early-warning']).toMatchObject({ applicability: 'decide', duty: 'eu-nis2-23' });
  });

  it('counts the final report from the notification as it was really made, not from its deadline', () => {
    expect(planOf({ policy })['eu-nis2-23:final-report']).toBeUndefined();
    const done = new Map([['eu-nis2-23:incident-notification', new Date('2026-01-31T09:00:00Z')]]);
    const final = planOf({ policy, happened: { done } })['eu-nis2-23:final-report'];
    // One month on, clamped to the end of February; the local midnight that ends that day.
    expect(final).toMatchObject({ startsFrom: 'previousStage', dueAt: new Date('2026-03-01T00:00:00Z') });
  });

  it('runs beside the UK GDPR on the same incident', () => {
    expect(Object.keys(planOf({ policy }))).toEqual(
      expect.arrayContaining(['authority', 'individuals', 'eu-nis2-23:early-warning']),
    );
  });
});

describe('DORA', () => {
  const policy = { regimes: [...UK, 'eu-dora-19'] };
  const tracks = (classified: string | null) => [
    { id: 'bookings', facts: HIGH_RISK, moments: { classified } },
  ];

  it('asks for the classification while nobody has stated it, within a day', () => {
    const plan = planOf({ policy, tracks: tracks(null) });
    expect(plan['eu-dora-19:initial']).toBeUndefined();
    expect(plan['eu-dora-19:start']).toMatchObject({
      applicability: 'decide',
      dueAt: new Date('2026-02-04T12:17:00Z'),
    });
  });

  it('counts four hours from the classification, and at most a day from awareness', () => {
    const soon = planOf({ policy, tracks: tracks('2026-02-03T14:00:00Z') });
    expect(soon['eu-dora-19:initial']?.dueAt).toEqual(new Date('2026-02-03T18:00:00Z'));
    const late = planOf({ policy, tracks: tracks('2026-02-04T11:00:00Z') });
    expect(late['eu-dora-19:initial']?.dueAt).toEqual(new Date('2026-02-04T12:17:00Z'));
  });
});

describe('HIPAA counts', () => {
  const policy = { regimes: ['us-hipaa'] };
  const plan = (approx: number | null) =>
    planOf({ policy, tracks: [{ id: 'patients', facts: { ...HIGH_RISK, individuals: { approx } } }] });

  it.each([
    [null, 'decide', 'decide', 'decide'],
    [499, undefined, undefined, 'decide'],
    [500, 'decide', undefined, undefined],
    [501, 'decide', 'decide', undefined],
  ])('%s people: the Secretary %s, the media %s, the yearly log %s', (approx, secretary, media, log) => {
    const shown = (id: string) => {
      const answer = plan(approx)[id]?.applicability;
      return answer === 'notRequired' ? undefined : answer;
    };
    expect([
      shown('us-hipaa-hhs-500:notice'),
      shown('us-hipaa-media:notice'),
      shown('us-hipaa-hhs-small:annual-log'),
    ]).toEqual([secretary, media, log]);
  });

  it('asks nobody about the ICO when only other regimes were chosen', () => {
    expect(plan(10)['authority']).toBeUndefined();
  });
});

describe('the GDPR across borders', () => {
  const policy = { regimes: ['eu-gdpr'] };
  const track = (crossBorder: object) => [
    { id: 'users', facts: HIGH_RISK, crossBorder: crossBorder as never },
  ];

  it('goes to one authority under the one-stop shop', () => {
    const crossBorder = { mainEstablishment: 'IE', establishedInUnion: true, affectedStates: ['FR', 'DE'] };
    const ids = Object.keys(planOf({ policy, tracks: track(crossBorder) }));
    expect(ids.filter((id) => id.startsWith('eu-gdpr-33-1'))).toEqual(['eu-gdpr-33-1:notification']);
  });

  it('goes to the authority of every state concerned without an establishment in the Union', () => {
    const crossBorder = { mainEstablishment: null, establishedInUnion: false, affectedStates: ['FR', 'DE'] };
    const ids = Object.keys(planOf({ policy, tracks: track(crossBorder) }));
    expect(ids.filter((id) => id.startsWith('eu-gdpr-33-1'))).toEqual([
      'eu-gdpr-33-1:notification:FR',
      'eu-gdpr-33-1:notification:DE',
    ]);
  });
});

describe('PECR', () => {
  it('knows no risk threshold', () => {
    const harmless = {
      ...HIGH_RISK,
      protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
    };
    const plan = planOf({
      policy: { regimes: [...UK, 'uk-pecr-5a'] },
      tracks: [{ id: 'subscribers', facts: harmless }],
    });
    expect(plan['uk-pecr-5a:notification']).toMatchObject({ applicability: 'required' });
    expect(hoursFromAware(plan['uk-pecr-5a:notification'])).toBe(72);
    expect(plan['authority']).toMatchObject({ applicability: 'decide' });
  });
});

describe('a duty without a number', () => {
  it("shows the law's words and runs on the organisation's own target", () => {
    const plan = planOf({ policy: { regimes: ['ch-fadp-24'], undueDelayTargetHours: 36 } });
    expect(plan['ch-fadp-24:notification']).toMatchObject({
      ownTarget: true,
      qualifier: expect.stringContaining('as quickly as possible'),
    });
    expect(hoursFromAware(plan['ch-fadp-24:notification'])).toBe(36);
  });

  it('counts every day where the business days of the place are not known', () => {
    const plan = planOf({ policy: { regimes: ['br-lgpd-48'] } });
    expect(hoursFromAware(plan['br-lgpd-48:anpd'])).toBe(72);
    expect(plan['br-lgpd-48:anpd']?.reasons.map(({ code }) => code)).toContain('holidaysUnknown');
  });
});
