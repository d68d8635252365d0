import { describe, expect, it } from '@jest/globals';
import { turnAt } from '../../activities/pageTurn.ts';
import type { Plan } from '../../domain/escalation.ts';
import { sampleOrganisation } from '../support/samples.ts';

const now = new Date('2026-02-03T12:00:00Z');
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const { escalation: steps } = sampleOrganisation().policy;

const fresh = {
  attempt: 0,
  firstAttempt: 0,
  round: null,
  step: null,
  roundStartedAt: null,
  snoozedUntil: null,
} as const;
const under = { ...fresh, attempt: 3, round: 1, step: 1, roundStartedAt: before(15) };
const turn = (page: Parameters<typeof turnAt>[0], asked: number, plan: Plan = { steps }) =>
  turnAt(page, asked, { plan, drill: null, now });

describe('which attempt of a page it is', () => {
  it('the first, or where a page that it superseded had not been', () => {
    expect(turn(fresh, 0)).toMatchObject({ n: 0, position: { round: 0, step: 0 }, begins: true, holdMs: 0 });
    expect(turn({ ...fresh, firstAttempt: 3 }, 0)).toMatchObject({ n: 0, position: { round: 1, step: 1 } });
  });

  it('the next after the one that was', () => {
    expect(turn(under, 4)).toMatchObject({ n: 4, position: { round: 2, step: 0 }, begins: true, holdMs: 0 });
  });

  it('the same again after a run that was lost, and nothing begins', () => {
    expect(turn(under, 0)).toMatchObject({ n: 3, position: { round: 1, step: 1 }, begins: false });
  });

  it('never one that was before, where steps were taken away', () => {
    const page = { ...under, round: 1, step: 5, attempt: 11 };
    expect(turn(page, 12)).toMatchObject({ position: { round: 2, step: 0 } });
    expect(turn(page, 11)).toMatchObject({ position: { round: 1, step: 5 }, begins: false });
  });

  it('of a page of an older release, counted from its attempts', () => {
    expect(turn({ ...fresh, attempt: 2, firstAttempt: 1 }, 3)).toMatchObject({
      n: 3,
      position: { round: 2, step: 0 },
      begins: true,
    });
    expect(turn({ ...fresh, attempt: 2 }, 0)).toMatchObject({ n: 2, begins: false });
  });
});

describe('when there is no turn yet', () => {
  it('a round that failed at once waits half a minute from its start', () => {
    const page = { ...under, roundStartedAt: new Date(now.getTime() - 10_000) };
    expect(turn(page, 4).holdMs).toBe(20_000);
    expect(turn({ ...page, step: 0 }, 4).holdMs).toBe(0);
  });

  it('a policy that slows down waits from the start of one round to the next', () => {
    const plan = { steps, repeat: { rounds: 2, thenEveryMinutes: 60 } };
    expect(turn(under, 4, plan).holdMs).toBe(45 * 60_000);
    expect(turn({ ...under, round: 0 }, 4, plan).holdMs).toBe(0);
  });

  it('a page that was put off waits until then, and comes back with a round of its own', () => {
    const snoozedUntil = new Date(now.getTime() + 60_000);
    expect(turn({ ...under, snoozedUntil }, 3).holdMs).toBe(60_000);
    expect(turn({ ...under, snoozedUntil: now }, 3)).toMatchObject({
      n: 4,
      position: { round: 2, step: 0 },
      begins: true,
      cameBack: true,
      holdMs: 0,
    });
  });
});
