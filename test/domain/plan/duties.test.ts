import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DUTIES } from '../../../domain/regimes/index.ts';
import { NOTHING_YET, planObligations } from '../../../domain/plan/index.ts';
import type { Track } from '../../../domain/facts.ts';
import { HIGH_RISK, sampleIncident, sampleOrganisation } from '../../support/samples.ts';
import { hoursFromAware, planOf } from './support.ts';

const PROCESSOR = { role: 'processor' as const };
const acme = { id: 'acme', name: 'Acme' };
const three = ['a', 'b', 'c'].map((id) => ({ id, name: id }));
const idsOf = (plan: Record<string, unknown>, of: string) =>
  Object.keys(plan)
    .filter((id) => id.startsWith(of))
    .sort();

describe('what a stage waits for', () => {
  it('is asked for though another stage of the duty runs already', () => {
    const plan = planOf({ policy: { regimes: ['eu-dora-19'] } });
    expect(idsOf(plan, 'eu-dora')).toEqual(['eu-dora-19:clients', 'eu-dora-19:start']);
  });

  it('is the end of the assessment where the duty asks for one (Singapore, s 26C and 26D)', () => {
    const policy = { regimes: ['sg-pdpa-26d'] };
    const id = 'sg-pdpa-26d:assessment';
    expect(idsOf(planOf({ policy }), 'sg')).toEqual([id]);
    const assessed = new Date('2026-02-10T09:00:00Z');
    const done = { done: new Map([[id, assessed]]), tracks: new Map([[id, 'bookings']]) };
    const plan = planOf({ policy, happened: done });
    expect(plan['sg-pdpa-26d:pdpc']).toMatchObject({ startsAt: assessed });
  });

  it('is the notice to the people where the other is due together with it (HIPAA, 500 or more)', () => {
    const told = new Date('2026-02-20T09:00:00Z');
    const policy = { regimes: ['us-hipaa'] };
    const tracks = [{ id: 'patients', facts: { ...HIGH_RISK, individuals: { approx: 900 } } }];
    const notice = (happened = {}) => planOf({ policy, tracks, happened })['us-hipaa-hhs-500:notice'];
    expect(notice()?.dueAt.toISOString().slice(0, 10)).toBe('2026-04-04');
    expect(notice({ done: new Map([['us-hipaa-individuals:notice', told]]) })?.dueAt).toEqual(told);
  });
});

describe('a processor under other laws', () => {
  it.each(['ch-fadp-24', 'ZA', 'NG', 'VN'])(
    'tells each controller under %s, which gives it no other duty',
    (regime) => {
      const plan = planOf({
        policy: { regimes: [regime], roles: ['processor'] },
        tracks: [{ id: 'records', facts: PROCESSOR, controllers: [acme] }],
      });
      const duties = Object.values(plan).filter(({ kind }) => kind === 'regime');
      expect(duties.map(({ stage, recipient, applicability }) => [stage, recipient, applicability])).toEqual([
        ['to-controller', 'acme', 'required'],
      ]);
      expect(hoursFromAware(duties[0])).toBe(24);
    },
  );

  it.each([
    ['eu-gdpr-33-2', 'notice'],
    ['sg-pdpa-26c3', 'notice'],
  ])('has one clock for each of three controllers (%s)', (duty, stage) => {
    const plan = planOf({
      policy: { regimes: [duty] },
      tracks: [{ id: 'records', facts: PROCESSOR, controllers: three }],
    });
    const clocks = idsOf(plan, duty);
    expect(clocks).toEqual(['a', 'b', 'c'].map((id) => `${duty}:${stage}:${id}`));
    expect(hoursFromAware(plan[clocks[0] ?? ''])).toBe(24);
  });

  it('tells a controller once that two tracks name', () => {
    const tracks = ['nurses', 'patients'].map((id) => ({ id, facts: PROCESSOR, controllers: [acme] }));
    const policy = { controllers: [{ ...acme, noticeHours: 12 }] };
    expect(idsOf(planOf({ tracks, policy }), 'controllers')).toEqual(['controllers:acme']);
    expect(idsOf(planOf({ tracks, policy }), 'contract')).toEqual(['contract:acme']);
  });
});

describe('several tracks under one regime', () => {
  const track = (id: string): Track => ({ id, facts: HIGH_RISK });

  it('keep their clocks in whatever order they stand', () => {
    const id = 'eu-gdpr-34:communication';
    const happened = { tracks: new Map([[id, 'a'], [`${id}:b`, 'b']]) }; // prettier-ignore
    const plan = planOf({ policy: { regimes: ['eu-gdpr'] }, tracks: [track('b'), track('a')], happened });
    expect([plan[id]?.track, plan[`${id}:b`]?.track]).toEqual(['a', 'b']);
  });

  it('ask for what one of them asks for, not only the gravest', () => {
    const outage = { ...HIGH_RISK, cia: { confidentiality: 'none' as const }, exfiltration: 'n/a' as const };
    const leak = { ...HIGH_RISK, individuals: { approx: 3, children: false, vulnerable: false } };
    const tracks = [{ id: 'outage', facts: outage }, { id: 'leak', facts: leak }]; // prettier-ignore
    const plan = planOf({ policy: { regimes: ['US-CA'] }, tracks });
    expect(plan['us-ca-1798-82:residents']?.applicability).not.toBe('notRequired');
  });
});

it('under another law an exception of Art. 34(3) takes nothing from a high risk', () => {
  const facts = { ...HIGH_RISK, measures: { highRiskEnded: true } };
  const plan = planOf({ policy: { regimes: ['CH', 'GB'] }, tracks: [{ id: 'bookings', facts }] });
  expect(plan['ch-fadp-24:notification']).toMatchObject({ applicability: 'required' });
});

it('where the other joint controller notifies, a person makes sure under the EU GDPR too', () => {
  const joint = { partner: 'Partner', notifier: 'them' as const };
  const plan = planOf({
    policy: { regimes: ['eu-gdpr'] },
    tracks: [{ id: 'bookings', facts: HIGH_RISK, joint }],
  });
  expect(plan['eu-gdpr-33-1:notification']).toMatchObject({ applicability: 'decide' });
  expect(plan['eu-gdpr-33-1:notification']?.reasons.map(({ code }) => code)).toContain('jointTheyNotify');
});

describe('a plan', () => {
  const names = fc.constantFrom('acme', 'staff', 'a', 'b');
  const controllers = fc
    .uniqueArray(names, { maxLength: 3 })
    .map((ids) => ids.map((id) => ({ id, name: id })));
  const tracks = fc.uniqueArray(
    fc.record({ id: names, role: fc.constantFrom('controller' as const, 'processor' as const), controllers }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 4 },
  );
  const regimes = fc.uniqueArray(fc.constantFrom(...DUTIES.map(({ id }) => id)), {
    minLength: 1,
    maxLength: 8,
  });

  it('names each duty once, whatever the tracks and the regimes', () => {
    const policy = { controllers: ['acme', 'a'].map((id) => ({ id, name: id, noticeHours: 5 })) };
    fc.assert(
      fc.property(tracks, regimes, (drawn, chosen) => {
        const incident = sampleIncident({
          organisation: sampleOrganisation({ ...policy, regimes: chosen }),
          tracks: drawn.map(({ id, role, controllers: named }) => ({
            id,
            facts: { ...HIGH_RISK, role },
            ...(role === 'processor' ? { controllers: named } : {}),
          })),
        });
        const ids = planObligations(incident, NOTHING_YET).map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)]);
      }),
    );
  });
});
