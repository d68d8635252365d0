import { describe, expect, it } from '@jest/globals';
import { proposalOf } from '../../../domain/assessment/index.ts';
import type { PlannedObligation } from '../../../domain/obligations.ts';
import { HIGH_RISK, sampleOrganisation } from '../../support/samples.ts';
import { type Case, hoursFromAware, planOf } from './support.ts';

/** What is on record and on people's screens about one duty. */
const words = (duty: PlannedObligation | undefined) =>
  duty && [duty.kind, duty.basis, duty.qualifier, duty.startsFrom, duty.ownTarget, duty.duty, duty.stage];
const ownReasons = (duty: PlannedObligation | undefined) =>
  duty?.reasons.filter(({ source }) => !/^(ICO|EDPB|ENISA)/.test(source)) ?? [];
const SCHOOL = { id: 'school-1', name: 'School 1' };
const HARMLESS = { protection: { unintelligible: true, keyCompromised: false, atRestOnly: false } };
const BOTH: Case = {
  policy: {
    insurer: { name: 'Acme', noticeHours: 48 },
    controllers: [
      { id: 'other', name: 'Other', noticeHours: 6 },
      { ...SCHOOL, noticeHours: 12 },
    ],
  },
  tracks: [
    { id: 'bookings', facts: HIGH_RISK },
    { id: 'pupils', facts: { role: 'processor' }, controllers: [SCHOOL] },
  ],
  incident: { discoveredAt: new Date('2026-02-03T10:17:00Z') },
};

describe('each duty of the United Kingdom', () => {
  const plan = () => planOf(BOTH);

  it.each([
    ['containment', ['containment', 'Own promise', null, 'discovered', true, null, null], 22],
    ['scope', ['scope', 'Own promise', null, 'discovered', true, null, null], 22],
    ['authority', ['authority', 'UK GDPR Art. 33(1)', 'without undue delay and, where feasible, not later than 72 hours', 'aware', false, 'uk-gdpr-33-1', 'notification'], 72],
    ['individuals', ['individuals', 'UK GDPR Art. 34(1)', 'without undue delay', 'aware', true, 'uk-gdpr-34', 'communication'], 72],
    ['controllers:school-1', ['controllers', 'UK GDPR Art. 33(2)', 'without undue delay', 'aware', true, 'uk-gdpr-33-2', 'notice'], 24],
    ['contract:school-1', ['contract', 'Contract with the controller', null, 'aware', false, null, null], 12],
    ['insurer', ['insurer', 'Insurance policy', null, 'aware', false, null, null], 48],
    ['publicSummary', ['publicSummary', 'Own promise', null, 'aware', true, null, null], 96],
  ])('%s has its words, its start and its hours', (id, expected, hours) => {
    expect(words(plan()[id])).toEqual(expected);
    expect(hoursFromAware(plan()[id])).toBe(hours);
  }); // prettier-ignore

  it('starts the promises at discovery, and the rest at awareness', () => {
    for (const { startsFrom, startsAt } of Object.values(plan())) {
      expect(startsAt).toEqual(
        new Date(startsFrom === 'discovered' ? '2026-02-03T10:17:00Z' : '2026-02-03T12:17:00Z'),
      );
    }
  });

  it.each([
    ['containment', [{ code: 'ownPromise', source: 'policy', facts: [] }]],
    ['contract:school-1', [{ code: 'contractHours', source: 'contract', facts: ['controllers'] }]],
    ['insurer', [{ code: 'insurerHours', source: 'insurance policy', facts: [] }]],
    ['publicSummary', [{ code: 'promiseEveryBreach', source: 'policy', facts: [] }]],
  ])('%s says why', (id, reasons) => {
    expect(plan()[id]).toMatchObject({ applicability: id === 'publicSummary' ? 'decide' : 'required' });
    expect(ownReasons(plan()[id])).toEqual(reasons);
  });

  it('lists the whole, and nothing for a controller without hours in its contract', () => {
    expect(Object.keys(plan())).toEqual([
      'containment', 'scope', 'authority', 'individuals', 'controllers:school-1', 'contract:school-1', 'insurer', 'publicSummary',
    ]); // prettier-ignore
    const silent = { ...BOTH, policy: { controllers: [{ id: 'other', name: 'Other', noticeHours: 6 }] } };
    const ids = ['containment', 'scope', 'authority', 'individuals', 'controllers:school-1', 'publicSummary'];
    expect(Object.keys(planOf(silent))).toEqual(ids);
    // A copy made before policies had controllers.
    const organisation = sampleOrganisation();
    const before = { ...organisation, policy: { ...organisation.policy, controllers: undefined as never } };
    expect(Object.keys(planOf({ ...silent, incident: { organisation: before } }))).toEqual(ids);
  });

  it('gives the assessment its say beside the arrangement with another controller and a promise', () => {
    const codes = (notifier: 'us' | 'them', policy: Case['policy'] = {}) =>
      planOf({ tracks: [{ id: 'bookings', facts: HIGH_RISK, joint: { partner: 'The hall', notifier } }], policy })['authority']
        ?.reasons.slice(-1); // prettier-ignore
    const them = { code: 'jointTheyNotify', source: 'UK GDPR Art. 26', facts: ['joint'] };
    expect(codes('them')).toEqual([them]);
    expect(codes('them', { authorityPromise: 'everyBreach' })).toEqual([them]);
    expect(codes('us', { authorityPromise: 'everyBreach' })?.[0]?.code).not.toBe(
      'promiseAuthorityEveryBreach',
    );
    const harmless = { ...HIGH_RISK, ...HARMLESS };
    const law = planOf({ tracks: [{ id: 'bookings', facts: harmless }] })['authority'];
    expect(law?.reasons).toEqual(proposalOf(harmless).reasons);
    expect(planOf({})['authority']?.reasons).toEqual(proposalOf(HIGH_RISK).reasons);
  });
});

describe('a report that lacked something', () => {
  const madeAt = new Date('2026-02-04T08:00:00Z');
  const followUp = (practised: boolean) =>
    planOf({ happened: { reports: [{ phase: 'initial', madeAt, incomplete: true, practised }] } })[
      'followUp'
    ];

  it('is followed up in the words of the law', () => {
    expect(words(followUp(false))).toEqual([
      'followUp', 'UK GDPR Art. 33(4)', 'in phases, without undue further delay', 'previousStage', true, 'uk-gdpr-33-1', 'further-information',
    ]); // prettier-ignore
    expect(followUp(false)?.reasons).toEqual([
      { code: 'reportIncomplete', source: 'UK GDPR Art. 33(4)', facts: [] },
    ]);
    expect(followUp(false)).not.toHaveProperty('replaced');
  });

  it('stands down without a question where it was practised in a drill', () => {
    expect(followUp(true)).toMatchObject({ applicability: 'notRequired', replaced: true });
  });
});

describe('the public summary that the policy promises', () => {
  it.each([
    ['highRisk', {}, 'required', 'promiseHighRisk'],
    ['highRisk', HARMLESS, 'notRequired', 'promiseHighRisk'],
    ['highRisk', { cia: undefined }, 'decide', 'promiseHighRisk'],
    ['highRisk', { personalData: false }, 'notRequired', 'promiseHighRisk'],
    ['never', {}, 'notRequired', 'promiseHighRisk'],
    ['everyBreach', {}, 'decide', 'promiseEveryBreach'],
    ['everyBreach', HARMLESS, 'decide', 'promiseEveryBreach'],
    ['everyBreach', { personalData: false }, 'notRequired', 'promiseEveryBreach'],
  ])('%s, with %j, is %s', (promise, facts, applicability, code) => {
    const plan = planOf({
      policy: { publicSummary: promise },
      tracks: [{ id: 'bookings', facts: { ...HIGH_RISK, ...facts } }],
    });
    expect(plan['publicSummary']).toMatchObject({ applicability, reasons: [{ code }] });
  });
});

describe('where a role is missing', () => {
  it('names the duties of a controller and of a processor as not required', () => {
    const processor = planOf({ tracks: [{ id: 'pupils', facts: { role: 'processor' } }] });
    const reason = { code: 'noControllerTrack', source: 'UK GDPR Arts 33(1), 34(1)', facts: ['role'] };
    for (const id of ['authority', 'individuals']) {
      expect(processor[id]).toMatchObject({ track: null, applicability: 'notRequired', reasons: [reason] });
    }
    expect(planOf({})['controllers']).toMatchObject({
      track: null,
      applicability: 'notRequired',
      reasons: [{ code: 'noProcessorTrack', source: 'UK GDPR Art. 33(2)', facts: ['role'] }],
    });
  });

  it('plans none of them for who chose other laws, but still the organisation’s own promises', () => {
    const plan = planOf({ ...BOTH, policy: { regimes: ['uk-pecr-5a'], publicSummary: 'never' } });
    expect(Object.keys(plan)).toEqual(['containment', 'scope', 'publicSummary', 'uk-pecr-5a:notification']);
  });
});

describe('controllers that are named later', () => {
  const tracks = [{ id: 'pupils', facts: { role: 'processor' as const }, controllers: [SCHOOL] }];

  it('take the place of the duty that was opened for all of them', () => {
    const plan = planOf({ tracks, happened: { tracks: new Map([['controllers', 'pupils']]) } });
    expect(plan['controllers']).toMatchObject({
      applicability: 'notRequired',
      replaced: true,
      recipient: null,
      track: 'pupils',
      reasons: [{ code: 'controllersNamed', source: 'UK GDPR Art. 33(2)', facts: ['controllers'] }],
    });
    expect(plan['controllers:school-1']).toMatchObject({ recipient: 'school-1', track: 'pupils' });
  });

  it('need no place where none was opened', () => {
    expect(planOf({ tracks })['controllers']).toBeUndefined();
  });

  it('leave the one for all where none is named', () => {
    const none = planOf({ tracks: [{ ...tracks[0]!, controllers: [] }] });
    expect(none['controllers']).toMatchObject({
      applicability: 'required',
      track: 'pupils',
      recipient: null,
    });
  });
});
