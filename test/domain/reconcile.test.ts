import { describe, expect, it } from '@jest/globals';
import { isRunning, openObligation, type Obligation } from '../../domain/obligations.ts';
import { reconcile } from '../../domain/reconcile.ts';
import { plan, START, steps, stored } from './duties.ts';

describe('bringing stored duties to what the facts ask for', () => {
  it('opens a duty that is new and pages for it', () => {
    expect(steps([], plan())).toMatchObject([
      { event: 'opened', page: true, obligation: { state: 'open', clockVersion: 1 } },
    ]);
  });

  it('does not open a duty that does not apply', () => {
    expect(steps([], plan({ applicability: 'notRequired' }))).toEqual([]);
  });

  it('does nothing when nothing changed', () => {
    expect(steps([stored()], plan())).toEqual([]);
  });

  it('does nothing when a database gives the members of a reason back in another order', () => {
    const reasons = [{ facts: [], source: 'x', code: 'riskLikely' }];
    expect(steps([stored({ reasons })], plan())).toEqual([]);
  });

  it('starts a new clock when the deadline moves, and keeps the old instant in the event', () => {
    const dueAt = new Date('2026-02-05T12:00:00Z');
    expect(steps([stored()], plan({ dueAt }))).toMatchObject([
      { event: 'changed', previousDueAt: stored().dueAt, obligation: { dueAt, clockVersion: 2 } },
    ]);
  });

  it('only proposes to stand a duty down when the facts no longer ask for it: it runs until a person decides', () => {
    const [asked] = steps([stored()], plan({ applicability: 'notRequired' }));
    expect(asked).toMatchObject({
      event: 'proposed',
      page: true,
      obligation: { state: 'open', applicability: 'decide', proposal: { applicability: 'notRequired' } },
    });
    expect(isRunning(asked!.obligation)).toBe(true);
    expect(steps([asked!.obligation], plan({ applicability: 'notRequired' }))).toEqual([]);
    expect(steps([asked!.obligation], plan())).toMatchObject([
      { event: 'changed', page: true, obligation: { applicability: 'required', proposal: null } },
    ]);
  });

  it('asks the same when its track or its controller has gone from the incident', () => {
    expect(reconcile([stored()], [], START, openObligation)).toMatchObject([
      { event: 'proposed', obligation: { reasons: [{ code: 'noLongerAsked' }] } },
    ]);
  });

  it('stands down at once what others have replaced', () => {
    expect(steps([stored()], plan({ applicability: 'notRequired', replaced: true }))).toMatchObject([
      { event: 'stoodDown', page: false, obligation: { applicability: 'notRequired' } },
    ]);
  });

  it('pages when a question becomes a duty', () => {
    expect(steps([stored({ applicability: 'decide' })], plan())).toMatchObject([
      { event: 'changed', page: true },
    ]);
  });

  it.each([
    ['required', 'notRequired'],
    ['decide', 'notRequired'],
  ] as const)('leaves what a named person decided (%s) alone when the facts say %s', (applicability, now) => {
    const decided = stored({ applicability, decidedAt: START, decidedBy: 'Ada', decisionReason: 'because' });
    expect(steps([decided], plan({ applicability: now }))).toEqual([]);
  });

  const decided = (values: Partial<Obligation> = {}) =>
    stored({
      state: 'notRequired',
      decidedAt: START,
      decidedBy: 'Ada',
      decisionReason: 'because',
      ...values,
    });

  it('brings a decision back when the facts harden beyond what it rested on', () => {
    expect(steps([decided({ applicability: 'decide' })], plan())).toMatchObject([
      { event: 'reopened', page: true, obligation: { state: 'open', decidedBy: null } },
    ]);
    const graver = plan({ reasons: [{ code: 'riskHighVulnerable', source: 'x', facts: [] }] });
    expect(steps([decided()], graver)).toMatchObject([{ event: 'reopened', page: true }]);
  });

  it('keeps a decision while the facts say what they said', () => {
    expect(steps([decided()], plan())).toEqual([]);
    expect(steps([decided()], plan({ applicability: 'decide', reasons: [] }))).toEqual([]);
  });

  it('pages when a deadline moves nearer', () => {
    expect(steps([stored()], plan({ dueAt: new Date('2026-02-05T12:00:00Z') }))).toMatchObject([
      { page: true },
    ]);
  });

  describe('a deadline that an edit would move away', () => {
    const later = plan({
      dueAt: new Date('2026-02-07T12:00:00Z'),
      startsAt: new Date('2026-02-04T12:00:00Z'),
    });
    const [asked] = steps([stored()], later);

    it('stays, runs on, and asks a person', () => {
      expect(asked).toMatchObject({
        event: 'proposed',
        page: true,
        previousDueAt: null,
        obligation: {
          dueAt: stored().dueAt,
          clockVersion: 1,
          proposal: { dueAt: later.dueAt, rejected: false },
        },
      });
    });

    it('asks once, and not again after a "no"', () => {
      const { obligation } = asked!;
      expect(steps([obligation], later)).toEqual([]);
      const refused = { ...obligation, proposal: { ...obligation.proposal!, rejected: true } };
      expect(steps([refused], later)).toEqual([]);
      const another = plan({ dueAt: new Date('2026-02-08T12:00:00Z') });
      expect(steps([refused], another)).toMatchObject([
        { event: 'proposed', obligation: { proposal: { rejected: false } } },
      ]);
    });

    it('is forgotten when the edit is taken back, and overtaken by an earlier one', () => {
      expect(steps([asked!.obligation], plan())).toMatchObject([{ obligation: { proposal: null } }]);
      const earlier = plan({ dueAt: new Date('2026-02-05T12:00:00Z') });
      expect(steps([asked!.obligation], earlier)).toMatchObject([
        { page: true, obligation: { dueAt: earlier.dueAt, clockVersion: 2, proposal: null } },
      ]);
    });

    it('is asked about a duty that is satisfied too: it may have been in time after all', () => {
      const done = stored({ state: 'satisfied', satisfiedAt: new Date('2026-02-06T14:00:00Z') });
      expect(steps([done], later)).toMatchObject([
        { event: 'proposed', obligation: { state: 'satisfied', dueAt: stored().dueAt } },
      ]);
    });
  });

  it('takes over until when the police hold notices', () => {
    const heldUntil = new Date('2026-02-05T12:00:00Z');
    expect(steps([stored()], plan({ heldUntil }))).toMatchObject([
      { page: false, obligation: { heldUntil } },
    ]);
  });

  it('moves the clock of a duty that is satisfied, and pages when that makes it late', () => {
    const done = stored({ state: 'satisfied', satisfiedAt: new Date('2026-02-06T10:00:00Z') });
    expect(steps([done], plan({ dueAt: new Date('2026-02-05T12:00:00Z') }))).toMatchObject([
      {
        event: 'changed',
        page: true,
        obligation: { state: 'satisfied', dueAt: new Date('2026-02-05T12:00:00Z') },
      },
    ]);
  });

  it('never reopens a duty that is satisfied', () => {
    expect(
      steps([stored({ state: 'satisfied', satisfiedAt: START })], plan({ applicability: 'notRequired' })),
    ).toEqual([]);
  });
});
