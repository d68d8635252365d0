import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agenda } from '../../domain/milestones.ts';
import { openObligation, type Obligation } from '../../domain/obligations.ts';

const HOUR = 3_600_000;
const START = new Date('2026-02-03T12:00:00Z');
const PLAN = { atFractions: [0.5, 0.75, 0.9], overdueEveryMinutes: 60 };
const hours = (n: number): Date => new Date(START.getTime() + n * HOUR);

const authority = (values: Partial<Obligation> = {}): Obligation => ({
  ...openObligation({
    id: 'authority',
    kind: 'authority',
    applicability: 'required',
    basis: 'UK GDPR Art. 33(1)',
    qualifier: null,
    ownTarget: false,
    startsFrom: 'aware',
    startsAt: START,
    track: null,
    duty: null,
    stage: null,
    recipient: null,
    heldUntil: null,
    dueAt: hours(72),
    reasons: [],
  }),
  ...values,
});

const look = (at: Date, recorded: string[] = [], values: Partial<Obligation> = {}, covered = START) =>
  agenda(authority(values), PLAN, new Set(recorded), at, covered);

describe('the agenda of one clock', () => {
  it.each([
    [0, null, 36],
    [35.99, null, 36],
    [36, 'reminder-0.5', 54],
    [54, 'reminder-0.75', 64.8],
    [64.8, 'reminder-0.9', 72],
    [72, 'overdue-0', 73],
    [73, 'overdue-1', 74],
  ])('after %d hours it fires %s and looks again at %d hours', (at, fired, next) => {
    const all = ['reminder-0.5', 'reminder-0.75', 'reminder-0.9', 'overdue-0', 'overdue-1'];
    const before = all.filter((id) => all.indexOf(id) < (fired ? all.indexOf(fired) : 0));
    const result = look(hours(at), before);
    expect(result.fire?.id ?? null).toBe(fired);
    expect(result.next).toEqual(hours(next));
    expect(result.missed).toEqual([]);
  });

  it('makes one page of everything that was missed during an outage, and records the rest', () => {
    const result = look(hours(75.5));
    expect(result.fire?.id).toBe('overdue-3');
    expect(result.missed.map((m) => m.id)).toEqual([
      'reminder-0.5', 'reminder-0.75', 'reminder-0.9', 'overdue-0', 'overdue-1', 'overdue-2',
    ]); // prettier-ignore
  });

  it('does not fire again what is on record', () => {
    expect(look(hours(36), ['reminder-0.5']).fire).toBeNull();
  });

  it('leaves reminders that lie before the opening to the page that opened the duty, but never an overdue one', () => {
    const late = look(hours(73), [], {}, hours(73));
    expect(late.fire?.id).toBe('overdue-1');
    const early = look(hours(40), [], {}, hours(40));
    expect(early.fire).toBeNull();
    expect(early.missed.map((m) => m.id)).toEqual(['reminder-0.5']);
  });

  it('holds overdue pages back until the plan ends, and then comes back at that very instant', () => {
    const plan = { planUntil: hours(80) };
    const recorded = ['reminder-0.5', 'reminder-0.75', 'reminder-0.9', 'overdue-0'];
    const during = look(hours(76), recorded, plan);
    expect(during.fire).toBeNull();
    expect(during.paused.map((m) => m.id)).toEqual(['overdue-1', 'overdue-2', 'overdue-3', 'overdue-4']);
    expect(during.next).toEqual(hours(80));
    const ended = look(hours(80), [...recorded, ...during.paused.map((m) => m.id)], plan);
    expect(ended.fire?.kind).toMatch(/planEnded|overdue/);
    expect(ended.fire?.at).toEqual(hours(80));
  });

  it.each([
    ['satisfied', { state: 'satisfied' }],
    ['decided as not required', { state: 'notRequired' }],
    ['stood down by the facts', { applicability: 'notRequired' }],
  ] as const)('asks for nothing once the duty is %s', (_, values) => {
    expect(look(hours(100), [], values)).toEqual({ fire: null, missed: [], paused: [], next: null });
  });

  it('looks at most once an hour when overdue for weeks, and looks back at most 200 nudges', () => {
    const result = look(hours(72 + 24 * 60));
    expect(result.fire?.id).toBe('overdue-1440');
    expect(result.missed.length).toBeLessThanOrEqual(203);
    expect(result.next).toEqual(hours(72 + 24 * 60 + 1));
  });

  it('never fires before its instant and always has a later next look', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 400, noNaN: true }), (at) => {
        const now = hours(at);
        const result = look(now);
        if (result.fire) expect(result.fire.at.getTime()).toBeLessThanOrEqual(now.getTime());
        for (const missed of result.missed) expect(missed.at.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(result.next?.getTime()).toBeGreaterThan(now.getTime());
      }),
    );
  });
});
