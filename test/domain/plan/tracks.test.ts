import { describe, expect, it } from '@jest/globals';
import type { Demand } from '../../../domain/demands.ts';
import { HIGH_RISK } from '../../support/samples.ts';
import { hoursFromAware, planOf } from './support.ts';

const PROCESSOR = { role: 'processor' as const };

describe('a processor', () => {
  const school = (n: number) => ({ id: `school-${n}`, name: `School ${n}` });
  const twelve = Array.from({ length: 12 }, (_, n) => school(n + 1));

  it('with twelve controllers has twelve clocks, no risk test, and nothing towards the ICO', () => {
    const plan = planOf({
      policy: { roles: ['processor'] },
      tracks: [{ id: 'pupils', facts: PROCESSOR, controllers: twelve }],
    });
    const clocks = Object.values(plan).filter(({ kind }) => kind === 'controllers');
    expect(clocks).toHaveLength(12);
    expect(new Set(clocks.map(({ applicability }) => applicability))).toEqual(new Set(['required']));
    expect(plan['authority']).toMatchObject({ applicability: 'notRequired' });
    expect(plan['individuals']).toMatchObject({ applicability: 'notRequired' });
  });

  it('has one clock for all of them while they are not named, and its successors once they are', () => {
    const tracks = [{ id: 'pupils', facts: PROCESSOR }];
    expect(planOf({ tracks })['controllers']).toMatchObject({ applicability: 'required' });
    const named = planOf({
      tracks: [{ id: 'pupils', facts: PROCESSOR, controllers: [school(1)] }],
      happened: { tracks: new Map([['controllers', 'pupils']]) },
    });
    expect(named['controllers']).toMatchObject({ replaced: true });
    expect(named['controllers:school-1']).toMatchObject({ applicability: 'required', recipient: 'school-1' });
  });

  it("runs a contract's hours beside the law", () => {
    const plan = planOf({
      policy: { controllers: [{ ...school(1), noticeHours: 12 }], controllersTargetHours: 24 },
      tracks: [{ id: 'pupils', facts: PROCESSOR, controllers: [school(1)] }],
    });
    expect(hoursFromAware(plan['controllers:school-1'])).toBe(24);
    expect(hoursFromAware(plan['contract:school-1'])).toBe(12);
  });
});

describe('several tracks', () => {
  const staff = {
    id: 'staff',
    facts: { ...HIGH_RISK, individuals: { approx: 9, children: false, vulnerable: false } },
  };
  const customers = { id: 'customers', facts: PROCESSOR };
  const accounts = { id: 'accounts', facts: HIGH_RISK };

  it('run the duties of each role side by side', () => {
    const plan = planOf({ tracks: [customers, staff] });
    expect(plan['authority']).toMatchObject({ track: 'staff' });
    expect(plan['controllers']).toMatchObject({ track: 'customers', applicability: 'required' });
  });

  it('of one role each have a clock of their own', () => {
    const plan = planOf({ tracks: [accounts, staff] });
    expect(plan['authority']).toMatchObject({ track: 'accounts' });
    expect(plan['authority:staff']).toMatchObject({ track: 'staff' });
    expect(plan['individuals']).toMatchObject({ applicability: 'required' });
  });

  it('keep the id that they were opened under, in whatever order they are given', () => {
    const happened = { tracks: new Map([['authority', 'staff']]) };
    const plan = planOf({ tracks: [accounts, staff], happened });
    expect(plan['authority']).toMatchObject({ track: 'staff' });
    expect(plan['authority:accounts']).toMatchObject({ track: 'accounts' });
  });

  it('start no second clock when a track gets a better name, unless its report was made already', () => {
    const renamed = { tracks: new Map([['authority', 'controller']]) };
    expect(Object.keys(planOf({ tracks: [accounts], happened: renamed }))).toContain('authority');
    const done = new Map([['authority', new Date('2026-02-04T00:00:00Z')]]);
    const plan = planOf({ tracks: [accounts], happened: { ...renamed, done } });
    expect(plan['authority']).toBeUndefined();
    expect(plan['authority:accounts']).toMatchObject({ applicability: 'required' });
  });
});

describe('the short id of a duty', () => {
  const track = (id: string) => ({ id, facts: HIGH_RISK });
  it('goes to the first track that has no id of its own yet', () => {
    const opened = new Map([
      ['authority', 'gone'],
      ['authority:staff', 'staff'],
    ]);
    const plan = planOf({ tracks: [track('staff'), track('new')], happened: { tracks: opened } });
    expect(plan['authority']).toMatchObject({ track: 'new' });
    expect(plan['authority:staff']).toMatchObject({ track: 'staff' });
  });
});

describe('joint controllers', () => {
  const joint = (notifier: 'us' | 'them' | 'notArranged') =>
    planOf({ tracks: [{ id: 'bookings', facts: HIGH_RISK, joint: { partner: 'The hall', notifier } }] })[
      'authority'
    ];

  it('ask a person where the other notifies: the duty stays ours', () => {
    expect(joint('them')).toMatchObject({ applicability: 'decide' });
    expect(joint('us')).toMatchObject({ applicability: 'required' });
    expect(joint('notArranged')).toMatchObject({ applicability: 'required' });
    expect(joint('notArranged')?.reasons.map(({ code }) => code)).toContain('jointNotArranged');
  });
});

describe('what others ask for', () => {
  const demand = (values: Partial<Demand>): Demand => ({
    id: 'complaint-1',
    kind: 'complaint',
    from: 'A parent',
    subject: 'What happened to my data?',
    reference: null,
    receivedAt: new Date('2026-02-04T10:00:00Z'),
    dueAt: null,
    hours: null,
    officer: null,
    force: null,
    holds: [],
    endedAt: null,
    ...values,
  });
  const planWith = (...demands: Demand[]) => planOf({ happened: { demands } });

  it('acknowledges a complaint within 30 days, the day of receipt among them', () => {
    expect(planWith(demand({}))['complaint:1']?.dueAt).toEqual(new Date('2026-03-06T00:00:00Z'));
  });

  it('answers an access request within a month, clamped', () => {
    const asked = demand({
      id: 'accessRequest-1',
      kind: 'accessRequest',
      receivedAt: new Date('2026-01-31T10:00:00Z'),
    });
    expect(planWith(asked)['accessRequest:1']?.dueAt).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  it('answers a question of the ICO by its own date', () => {
    const dueAt = new Date('2026-02-10T17:00:00Z');
    const asked = demand({ id: 'authorityQuestion-2', kind: 'authorityQuestion', dueAt });
    expect(planWith(asked)['authorityQuestion:2']).toMatchObject({ dueAt, ownTarget: false });
  });

  it('makes telling people a duty when the Commissioner orders it, whatever the risk', () => {
    const harmless = {
      ...HIGH_RISK,
      protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
    };
    const ordered = demand({ id: 'authorityOrder-1', kind: 'authorityOrder' });
    const plan = planOf({ tracks: [{ id: 'bookings', facts: harmless }], happened: { demands: [ordered] } });
    expect(plan['individuals']).toMatchObject({ applicability: 'required' });
    expect(plan['individuals']?.reasons[0]).toMatchObject({ code: 'commissionerOrders' });
    for (const other of [demand({}), { ...ordered, endedAt: new Date('2026-02-05T10:00:00Z') }]) {
      const tracks = [{ id: 'bookings', facts: harmless }];
      expect(planOf({ tracks, happened: { demands: [other] } })['individuals']).toMatchObject({
        applicability: 'notRequired',
      });
    }
  });

  it('lets the police hold notices to people and the public until a review, never those to the authority', () => {
    const dueAt = new Date('2026-02-06T09:00:00Z');
    const police = demand({ id: 'police-1', kind: 'police', dueAt, holds: ['individuals', 'public'] });
    const plan = planWith(police);
    expect(plan['individuals']).toMatchObject({ heldUntil: dueAt });
    expect(plan['publicSummary']).toMatchObject({ heldUntil: dueAt });
    expect(plan['authority']).toMatchObject({ heldUntil: null });
    expect(plan['policeReview:1']).toMatchObject({ dueAt, heldUntil: null });
    const ended = planWith({ ...police, endedAt: new Date('2026-02-05T09:00:00Z') });
    expect(ended['individuals']).toMatchObject({ heldUntil: null });
  });

  it("runs the insurer's hours from awareness", () => {
    const plan = planOf({ policy: { insurer: { name: 'Acme', noticeHours: 48 } } });
    expect(hoursFromAware(plan['insurer'])).toBe(48);
  });
});

describe('a report that lacked something', () => {
  it('is followed up, from the moment at which it was really made', () => {
    const madeAt = new Date('2026-02-04T08:00:00Z');
    const reports = (incomplete: boolean) => [
      { phase: 'initial' as const, madeAt, incomplete, practised: false },
    ];
    expect(planOf({ happened: { reports: reports(false) } })['followUp']).toBeUndefined();
    expect(planOf({ happened: { reports: reports(true) } })['followUp']).toMatchObject({
      startsAt: madeAt,
      ownTarget: true,
      applicability: 'required',
    });
  });
});
