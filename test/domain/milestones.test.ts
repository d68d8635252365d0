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
const ids = (list: { id: string }[]): string[] => list.map(({ id }) => id);

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

  it('leaves a reminder at the very opening to the page that opened the duty', () => {
    expect(ids(look(hours(36), [], {}, hours(36)).missed)).toEqual(['reminder-0.5']);
  });

  it('takes the shares of a plan in whatever order they are written', () => {
    const result = agenda(
      authority(),
      { ...PLAN, atFractions: [0.9, 0.5, 0.75] },
      new Set(),
      hours(66),
      START,
    );
    expect(result.fire?.id).toBe('reminder-0.9');
    expect(ids(result.missed)).toEqual(['reminder-0.5', 'reminder-0.75']);
    expect(result.next).toEqual(hours(72));
  });

  it('gives the end of a plan its place among the overdue nudges', () => {
    const plan = { planUntil: hours(74.5) };
    const recorded = ['reminder-0.5', 'reminder-0.75', 'reminder-0.9'];
    expect(look(hours(74.7), recorded, plan).fire?.id).toBe('planEnded-2026-02-06T14:30:00.000Z');
    const after = look(hours(76), recorded, plan);
    expect(ids(after.paused)).toEqual(['overdue-0', 'overdue-1', 'overdue-2']);
    expect(ids(after.missed)).toEqual(['planEnded-2026-02-06T14:30:00.000Z', 'overdue-3']);
    expect(after.fire?.id).toBe('overdue-4');
  });

  it('holds no reminder for a plan, and no nudge at the instant at which the plan ends', () => {
    const plan = { planUntil: hours(80) };
    expect(look(hours(36), [], plan).fire?.id).toBe('reminder-0.5');
    expect(ids(look(hours(80), [], plan).paused)).not.toContain('overdue-8');
    expect(look(hours(81), [], plan).fire?.id).toBe('overdue-9');
  });

  it('holds reminders and overdue nudges for the police until the review, and looks for none of them', () => {
    const held = { heldUntil: hours(73) };
    const during = look(hours(60), [], held);
    expect(ids(during.paused)).toEqual(['reminder-0.5', 'reminder-0.75']);
    expect(during).toMatchObject({ fire: null, missed: [], next: null });
    const review = look(hours(73), [], held);
    expect(ids(review.paused)).toEqual(['reminder-0.5', 'reminder-0.75', 'reminder-0.9', 'overdue-0']);
    expect(review.fire?.id).toBe('overdue-1');
    expect(review.next).toEqual(hours(74));
  });

  it.each([
    ['satisfied', { state: 'satisfied' }],
    ['decided as not required', { state: 'notRequired' }],
    ['stood down by the facts', { applicability: 'notRequired' }],
  ] as const)('asks for nothing once the duty is %s', (_, values) => {
    expect(look(hours(100), [], values)).toEqual({
      fire: null,
      missed: [],
      paused: [],
      waiting: [],
      next: null,
    });
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

describe('a reminder in quiet hours', () => {
  /** Half of the time is at 00:00 of 5 February, in the night; three quarters at 18:00. */
  const NIGHT = { quiet: { from: '22:00', until: '07:00', holdsBelow: 0.75 }, timeZone: 'Europe/London' };
  const quietly = (at: Date, recorded: string[] = [], plan = PLAN) =>
    agenda(authority(), plan, new Set(recorded), at, START, NIGHT);

  it('is on record as waiting at its own time, once, and goes out in the morning', () => {
    const first = quietly(hours(36));
    expect(first).toMatchObject({ fire: null, missed: [] });
    expect(first.waiting.map(({ id, goesOutAt }) => [id, goesOutAt])).toEqual([['reminder-0.5', hours(43)]]);
    expect(first.next).toEqual(hours(43));
    const later = quietly(hours(40), ['reminder-0.5-waits']);
    expect(later).toMatchObject({ fire: null, waiting: [], next: hours(43) });
    expect(quietly(hours(43), ['reminder-0.5-waits']).fire?.id).toBe('reminder-0.5');
    expect(quietly(hours(43), ['reminder-0.5-waits', 'reminder-0.5'])).toMatchObject({
      fire: null,
      waiting: [],
    });
  });

  it('is missed when a later one that does not wait went out before it', () => {
    const plan = { ...PLAN, atFractions: [0.5, 0.55, 0.9] };
    const strict = { ...NIGHT, quiet: { ...NIGHT.quiet, holdsBelow: 0.53 } };
    const result = agenda(authority(), plan, new Set(['reminder-0.5-waits']), hours(40), START, strict);
    expect(result.fire?.id).toBe('reminder-0.55');
    expect(ids(result.missed)).toEqual(['reminder-0.5']);
    expect(result.waiting).toEqual([]);
  });

  it('being overdue never waits', () => {
    const night = agenda(authority({ dueAt: hours(12.5) }), PLAN, new Set(), hours(13), START, NIGHT);
    expect(night.fire?.kind).toBe('overdue');
  });
});
