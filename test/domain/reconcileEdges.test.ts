import { describe, expect, it } from '@jest/globals';
import type { Obligation, PlannedObligation } from '../../domain/obligations.ts';
import { plan, START, steps, stored } from './duties.ts';

const reason = (code: string, source = 'x') => ({ code, source, facts: [] });
const EARLIER = new Date('2026-02-05T12:00:00Z');
const LATER = new Date('2026-02-07T12:00:00Z');
const decided = stored({
  state: 'notRequired',
  decidedAt: START,
  decidedBy: 'Ada',
  decisionReason: 'because',
});
const off = stored({ applicability: 'notRequired' });
const satisfied = (at: string) => stored({ state: 'satisfied', satisfiedAt: new Date(at) });

describe('what is left alone', () => {
  it.each<[string, Obligation, Partial<PlannedObligation>]>([
    ['what never applied and still does not', off, { applicability: 'notRequired' }],
    ['what does not apply, when it is replaced', off, { applicability: 'notRequired', replaced: true }],
    ['what is satisfied, when it is replaced', satisfied('2026-02-04T12:00:00Z'), { replaced: true }],
    ['what a person decided, when the deadline would move away', decided, { dueAt: LATER }],
  ])('%s', (_, before, values) => {
    expect(steps([before], plan(values))).toEqual([]);
  });
});

describe('who hears of a change at once', () => {
  it.each<[string, Obligation, Partial<PlannedObligation>, string, boolean]>([
    ['another track', stored(), { track: 'staff' }, 'changed', false],
    ['reasons where there were none', stored({ reasons: [] }), {}, 'changed', false],
    ['a reason less', stored({ reasons: [reason('riskLikely'), reason('b')] }), {}, 'changed', false],
    ['words cut elsewhere', stored({ reasons: [reason('ab', 'c')] }), { reasons: [reason('a', 'bc')] }, 'changed', false],
    ['a question on other grounds', stored({ applicability: 'decide' }), { applicability: 'decide', reasons: [] }, 'changed', false],
    ['no duty, on other grounds', off, { applicability: 'notRequired', reasons: [] }, 'changed', false],
    ['a duty where there was none', off, {}, 'reopened', true],
    ['a question where there was no duty', off, { applicability: 'decide' }, 'reopened', true],
    ['a nearer deadline of what a person decided', decided, { dueAt: EARLIER }, 'changed', false],
    ['a nearer deadline that a report still meets', satisfied('2026-02-04T12:00:00Z'), { dueAt: EARLIER }, 'changed', false],
    ['a nearer deadline that a report just meets', satisfied('2026-02-05T12:00:00Z'), { dueAt: EARLIER }, 'changed', false],
    ['a nearer deadline for what was just in time', satisfied('2026-02-06T12:00:00Z'), { dueAt: EARLIER }, 'changed', true],
    ['a nearer deadline for what was late anyway', satisfied('2026-02-06T14:00:00Z'), { dueAt: EARLIER }, 'changed', false],
  ])('%s', (_, before, values, event, page) => {
    expect(steps([before], plan(values))).toMatchObject([{ event, page }]);
  }); // prettier-ignore
});

it('opens a later stage without a page: whoever did the stage before knows', () => {
  expect(steps([], plan({ startsFrom: 'previousStage' }))).toMatchObject([{ event: 'opened', page: false }]);
});

it('starts the clock anew where only its start moved', () => {
  const startsAt = new Date('2026-02-04T12:00:00Z');
  expect(steps([stored()], plan({ startsAt }))).toMatchObject([
    {
      event: 'changed',
      previousDueAt: stored().dueAt,
      page: false,
      obligation: { startsAt, clockVersion: 2 },
    },
  ]);
});

it('compares each plan with the duty of its own id', () => {
  const authority = { id: 'authority', dueAt: LATER };
  expect(steps([stored(), stored(authority)], plan({ ...authority, dueAt: EARLIER }), plan())).toMatchObject([
    { event: 'changed', previousDueAt: LATER, obligation: { id: 'authority', dueAt: EARLIER } },
  ]);
});

it('says that the tracks no longer ask for a duty', () => {
  expect(steps([stored()])[0]?.obligation.reasons).toEqual([
    { code: 'noLongerAsked', source: 'facts', facts: ['tracks'] },
  ]);
});

describe('a question that is open', () => {
  const asked = () => steps([stored()], plan({ dueAt: LATER, applicability: 'notRequired' }))[0]!.obligation;

  it('is put anew when the same later deadline comes with a duty after all', () => {
    expect(steps([asked()], plan({ dueAt: LATER }))).toMatchObject([
      {
        event: 'proposed',
        page: true,
        obligation: { proposal: { applicability: 'required', dueAt: LATER } },
      },
    ]);
  });

  it('pages nobody again when something else changes', () => {
    const gone = asked();
    const same = plan({ dueAt: LATER, applicability: 'notRequired', track: 'staff' });
    expect(steps([gone], same)).toMatchObject([
      { event: 'changed', page: false, obligation: { track: 'staff', proposal: gone.proposal } },
    ]);
  });
});

describe('a decision that a duty does not apply', () => {
  const gravity = { risk: 1, dpc: 2, ei: 0.5, cb: 0.5, people: 3, exposure: 0, harmSeen: false };
  const before = stored({ ...decided, applicability: 'decide', decidedOn: gravity });
  const after = (values: Partial<typeof gravity>) =>
    steps([before], plan({ applicability: 'decide', gravity: { ...gravity, ...values } }));

  it.each<Partial<Record<keyof typeof gravity, number | boolean | null>>>([
    { risk: 2 }, { dpc: 3 }, { ei: 1 }, { cb: 1 }, { people: 4 }, { people: null }, { exposure: 3 }, { harmSeen: true },
  ])('comes back when the case is graver in one respect: %j', (values) => {
    expect(after(values as Partial<typeof gravity>)).toMatchObject([
      { event: 'reopened', page: true, obligation: { state: 'open', decidedBy: null, decidedOn: null } },
    ]);
  }); // prettier-ignore

  it.each<Partial<typeof gravity>>([{}, { risk: 0 }, { people: 2 }])('stays when it is not: %j', (values) => {
    expect(after(values)).toEqual([]);
  });

  it('stays where the rules ask for nothing any more', () => {
    const gone = plan({ applicability: 'notRequired', gravity: { ...gravity, people: 9 } });
    expect(steps([before], gone)).toEqual([]);
  });

  it('bears a tenth more of many people', () => {
    const many = { ...before, decidedOn: { ...gravity, people: 1000 } };
    const now = (people: number) =>
      steps([many], plan({ applicability: 'decide', gravity: { ...gravity, people } })).length;
    expect([now(1100), now(1101)]).toEqual([0, 1]);
  });

  it('was about its own track', () => {
    expect(steps([before], plan({ applicability: 'decide', track: 'others' }))).toMatchObject([
      { event: 'reopened', page: true },
    ]);
  });
});
