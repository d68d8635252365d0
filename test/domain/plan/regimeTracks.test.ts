import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import { proposalOf } from '../../../domain/assessment/index.ts';
import type { Demand } from '../../../domain/demands.ts';
import { HIGH_RISK } from '../../support/samples.ts';
import { type Case, hoursFromAware, planOf } from './support.ts';

const HARMLESS: Facts = {
  ...HIGH_RISK,
  protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
};
const facts = (approx: number | null, base: Facts = HIGH_RISK): Facts => ({
  ...base,
  individuals: { ...base.individuals, approx },
});
const plan = (regimes: string[], values: Case = {}) =>
  planOf({ ...values, policy: { regimes, ...values.policy } });
const OWN = ['containment', 'scope', 'publicSummary'];
const idsOf = (all: Record<string, unknown>, duty: string) =>
  Object.keys(all).filter((id) => id.startsWith(duty));

describe('a duty of a role', () => {
  const tracks = [
    { id: 'staff', facts: facts(9, HARMLESS) },
    { id: 'host', facts: { role: 'processor' as const } },
    { id: 'customers', facts: facts(400) },
  ];

  it('runs for each track of that role, under its own facts', () => {
    const all = plan(['nz-privacy-114'], { tracks });
    expect(idsOf(all, 'nz-')).toEqual(['nz-privacy-114:notice', 'nz-privacy-114:notice:customers']);
    expect(all['nz-privacy-114:notice']).toMatchObject({ track: 'staff', applicability: 'notRequired' });
    expect(all['nz-privacy-114:notice:customers']).toMatchObject({
      track: 'customers',
      applicability: 'required',
    });
  });

  it('runs for a processor where the duty is one of processors', () => {
    const all = plan(['sg-pdpa-26c3'], { tracks });
    expect(idsOf(all, 'sg-')).toEqual(['sg-pdpa-26c3:notice']);
    expect(all['sg-pdpa-26c3:notice']).toMatchObject({ track: 'host', startsFrom: 'belief' });
  });

  it('runs for each track of a role that is bound beside others', () => {
    const twice = [tracks[0]!, tracks[2]!];
    expect(idsOf(plan(['vn-pdpl-23'], { tracks: twice }), 'vn-')).toEqual([
      'vn-pdpl-23:notice',
      'vn-pdpl-23:notice:customers',
    ]);
  });

  it('says which law was chosen before the reasons of the assessment', () => {
    expect(plan(['nz-privacy-114'], { tracks })['nz-privacy-114:notice:customers']).toMatchObject({
      kind: 'regime',
      basis: 'Privacy Act 2020, ss 112-115',
      duty: 'nz-privacy-114',
      stage: 'notice',
      recipient: null,
      heldUntil: null,
      reasons: [
        { code: 'regimeChosen', source: 'Privacy Act 2020, ss 112-115', facts: [] },
        ...proposalOf(tracks[2]!.facts).reasons,
      ],
    });
  });
});

describe('a duty of what the organisation is', () => {
  const hipaa = (...tracks: Facts[]) =>
    plan(['us-hipaa'], { tracks: tracks.map((one, n) => ({ id: `t${n}`, facts: one })) });

  it.each([
    ['adds up the people of all tracks', [facts(300), facts(201)], 'decide'],
    ['still finds too few', [facts(300), facts(200)], 'notRequired'],
    ['does not know the sum while one count is missing', [facts(1), facts(null)], 'decide'],
    ['does not know the sum where nothing is said of people', [facts(1), { role: 'processor' }], 'decide'],
  ] as [string, Facts[], string][])('%s', (_, tracks, media) => {
    const all = hipaa(...tracks);
    expect(idsOf(all, 'us-hipaa-media')).toEqual(['us-hipaa-media:notice']);
    expect(all['us-hipaa-media:notice']).toMatchObject({ applicability: media, track: null });
  });

  it.each([
    ['the first', [HIGH_RISK, HARMLESS], 0],
    ['the second', [HARMLESS, HIGH_RISK], 1],
    ['an unknown risk before an unlikely one', [HARMLESS, { role: 'controller' }], 1],
    ['a high risk before an unknown one', [{ role: 'controller' }, HIGH_RISK], 1],
    ['the first of two alike', [HIGH_RISK, { ...HIGH_RISK, financial: true }], 0],
  ] as [string, Facts[], number][])('is judged by its gravest track: %s', (_, tracks, gravest) => {
    const [, ...reasons] = hipaa(...tracks)['us-hipaa-individuals:notice']!.reasons;
    expect(reasons).toEqual(proposalOf(tracks[gravest]!).reasons);
  });
});

describe('what the data say about a duty', () => {
  it('is not planned while it is off, before it takes effect, or for what is only kept on record', () => {
    expect(idsOf(plan(['uk-csr-bill', 'GB']), 'uk-csr')).toEqual([]);
    expect(idsOf(plan(['ca-pipeda']), 'ca-pipeda-10-3')).toEqual([]);
    expect(idsOf(plan(['uk-gdpr']), 'uk-gdpr')).toEqual([]);
    expect(Object.keys(plan(['ca-pipeda-10-3']))).toEqual(OWN);
  });

  it('takes effect on its date where the organisation is', () => {
    const on = (aware: string, timeZone: string) =>
      idsOf(
        plan(['eu-cra-14-vuln'], { policy: { timeZone }, incident: { awareAt: new Date(aware) } }),
        'eu-cra',
      );
    const stages = ['eu-cra-14-vuln:early-warning', 'eu-cra-14-vuln:notification', 'eu-cra-14-vuln:users'];
    expect(on('2026-09-10T23:30:00Z', 'UTC')).toEqual([]);
    expect(on('2026-09-10T23:30:00Z', 'Europe/Paris')).toEqual(stages);
  });
});

describe('a stage after another', () => {
  const done = (id: string) => ({ happened: { done: new Map([[id, new Date('2026-02-04T09:00:00Z')]]) } });

  it('starts when the stage before was done on the same track', () => {
    const tracks = [
      { id: 'staff', facts: HIGH_RISK },
      { id: 'customers', facts: HIGH_RISK },
    ];
    const all = plan(['au-ndb-oaic'], { tracks, ...done('au-ndb-oaic:statement-to-oaic:customers') });
    expect(idsOf(all, 'au-ndb-oaic:individuals')).toEqual(['au-ndb-oaic:individuals:customers']);
    expect(all['au-ndb-oaic:individuals:customers']).toMatchObject({
      startsAt: new Date('2026-02-04T09:00:00Z'),
      startsFrom: 'previousStage',
    });
  });

  it('starts towards the same recipient', () => {
    const crossBorder = { mainEstablishment: null, establishedInUnion: false, affectedStates: ['FR', 'DE'] };
    const tracks = [{ id: 'users', facts: HIGH_RISK, crossBorder }];
    const all = plan(['eu-gdpr-33-1'], { tracks, ...done('eu-gdpr-33-1:notification:DE') });
    expect(idsOf(all, 'eu-gdpr-33-1')).toEqual([
      'eu-gdpr-33-1:notification:FR',
      'eu-gdpr-33-1:notification:DE',
      'eu-gdpr-33-1:further-information:DE',
    ]);
    expect(all['eu-gdpr-33-1:notification:FR']).toMatchObject({ recipient: 'FR', track: 'users' });
  });
});

describe('the authorities of a cross-border case', () => {
  it.each([
    ['one, where no state is named', 'eu-gdpr-33-1', [], ['eu-gdpr-33-1:notification']],
    ['one, for people who are told', 'eu-gdpr-34', ['FR', 'DE'], ['eu-gdpr-34:communication']],
  ])('%s', (_, duty, affectedStates, ids) => {
    const crossBorder = { mainEstablishment: null, establishedInUnion: false, affectedStates };
    expect(idsOf(plan([duty], { tracks: [{ id: 'users', facts: HIGH_RISK, crossBorder }] }), duty)).toEqual(
      ids,
    );
  });
});

describe('a duty whose event only the organisation can state', () => {
  const start = (values: Case = {}) => plan(['us-bank-36h'], values)['us-bank-36h:start'];

  it('asks for it within a day of awareness', () => {
    expect(start()).toMatchObject({
      kind: 'regime',
      applicability: 'decide',
      ownTarget: true,
      startsFrom: 'aware',
      startsAt: new Date('2026-02-03T12:17:00Z'),
      track: null,
      duty: 'us-bank-36h',
      stage: 'start',
    });
    expect(start()?.basis).toBe('Computer-security incident rule, 12 CFR 53 / 225.300 / 304.21');
    expect(hoursFromAware(start())).toBe(24);
    expect(start()?.reasons[0]).toEqual({
      code: 'clockNotStarted',
      source: 'domain/regimes',
      facts: ['moments'],
    });
    expect(start()?.reasons.slice(1)).toEqual(proposalOf(HIGH_RISK).reasons);
  });

  it('asks no more once it is stated, by the earliest of the tracks', () => {
    const tracks = [
      { id: 'a', facts: HIGH_RISK, moments: { determined: '2026-02-05T12:00:00Z' } },
      { id: 'b', facts: HIGH_RISK, moments: { determined: '2026-02-04T12:00:00Z' } },
      { id: 'c', facts: HIGH_RISK, moments: {} },
    ];
    const all = plan(['us-bank-36h'], { tracks });
    expect(idsOf(all, 'us-bank')).toEqual(['us-bank-36h:notice', 'us-bank-36h:start']);
    expect(all['us-bank-36h:start']).toMatchObject({ applicability: 'notRequired', replaced: true });
    expect(all['us-bank-36h:notice']).toMatchObject({
      startsAt: new Date('2026-02-04T12:00:00Z'),
      dueAt: new Date('2026-02-06T00:00:00Z'),
      ownTarget: false,
    });
  });

  it('asks each track of the role for its own', () => {
    const tracks = [
      { id: 'a', facts: HIGH_RISK },
      { id: 'b', facts: HIGH_RISK },
    ];
    expect(idsOf(plan(['ca-pipeda'], { tracks }), 'ca-')).toEqual([
      'ca-pipeda-10-1:start',
      'ca-pipeda-10-1:start:b',
    ]);
  });

  it('takes what a track states for that track only', () => {
    const tracks = [
      { id: 'a', facts: HIGH_RISK },
      { id: 'b', facts: HIGH_RISK, moments: { determined: '2026-02-04T12:00:00Z' } },
    ];
    const all = plan(['ca-pipeda'], { tracks });
    expect(idsOf(all, 'ca-')).toEqual([
      'ca-pipeda-10-1:start',
      'ca-pipeda-10-1:report-and-notices:b',
      'ca-pipeda-10-1:start:b',
    ]);
    expect([all['ca-pipeda-10-1:start']?.replaced, all['ca-pipeda-10-1:start:b']?.replaced]).toEqual([
      undefined,
      true,
    ]);
    expect(all['ca-pipeda-10-1:report-and-notices:b']?.startsAt).toEqual(new Date('2026-02-04T12:00:00Z'));
  });

  it('asks nobody where the threshold is not met, nor for an event that may never come', () => {
    expect(idsOf(plan(['ca-pipeda'], { tracks: [{ id: 'a', facts: HARMLESS }] }), 'ca-')).toEqual([]);
    expect(Object.keys(plan(['us-nydfs-500-17c']))).toEqual(OWN);
  });
});

describe('the event that starts a clock', () => {
  const incident = {
    discoveredAt: new Date('2026-02-03T10:00:00Z'),
    awareAt: new Date('2026-02-03T12:17:00Z'),
    occurredFrom: new Date('2026-02-01T08:00:00Z'),
  };
  it.each([
    ['eu-nis2-23:early-warning', '2026-02-03T12:17:00Z'],
    ['au-ndb-oaic:statement-to-oaic', '2026-02-03T12:17:00Z'],
    ['us-hipaa-individuals:notice', '2026-02-03T10:00:00Z'],
    ['in-certin-6h:report', '2026-02-03T10:00:00Z'],
    ['au-ndb-assess:assessment', '2026-02-03T10:00:00Z'],
    ['id-pdp-46:written-notice', '2026-02-01T08:00:00Z'],
  ])('of %s is what the incident knows: %s', (id, startsAt) => {
    expect(plan([id.split(':')[0]!], { incident })[id]?.startsAt).toEqual(new Date(startsAt));
  });

  it('is the discovery where nobody knows when it occurred', () => {
    const all = plan(['id-pdp-46'], { incident: { ...incident, occurredFrom: null } });
    expect(all['id-pdp-46:written-notice']?.startsAt).toEqual(incident.discoveredAt);
  });
});

describe('business days without the holidays of the place', () => {
  const anpd = (values: Case = {}) => plan(['br-lgpd-48'], values)['br-lgpd-48:anpd'];

  it('are counted as days, as an own target, and say so', () => {
    expect(anpd()).toMatchObject({ ownTarget: true });
    expect(hoursFromAware(anpd())).toBe(72);
    expect(anpd()?.reasons[1]).toEqual({ code: 'holidaysUnknown', source: 'domain/regimes', facts: [] });
  });
});

describe('what the police may hold', () => {
  const dueAt = new Date('2026-02-06T09:00:00Z');
  const police = (holds: Demand['holds']): Case => ({
    happened: {
      demands: [
        { id: 'police-1', kind: 'police', from: 'Police', subject: 'x', reference: null, receivedAt: dueAt, dueAt,
          hours: null, officer: null, force: null, holds, endedAt: null },
      ],
    },
  }); // prettier-ignore

  it.each([
    ['eu-gdpr-34:communication', true, false],
    ['uk-pecr-5a-subscribers:notice', true, false],
    ['eu-nis2-23:recipients-of-service', true, false],
    ['us-hipaa-media:notice', false, true],
    ['eu-nis2-23:early-warning', false, false],
    ['us-ny-899aa:notice', false, false],
    ['us-hipaa-ba:notice', false, false],
  ])('%s: with what goes to people %s, to the public %s', (id, people, media) => {
    const held = (holds: Demand['holds']) => plan([id.split(':')[0]!], police(holds))[id]?.heldUntil;
    expect(held(['individuals'])).toEqual(people ? dueAt : null);
    expect(held(['public'])).toEqual(media ? dueAt : null);
  });

  it('is nothing that goes to an authority as well as to the public', () => {
    const tracks = [{ id: 'a', facts: HIGH_RISK, moments: { determined: '2026-02-04T12:00:00Z' } }];
    const all = plan(['us-sec-8k-105'], { ...police(['public']), tracks });
    expect(all['us-sec-8k-105:form-8-k']).toMatchObject({ heldUntil: null });
  });
});
