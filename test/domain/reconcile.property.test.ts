import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isRunning,
  openObligation,
  type Obligation,
  type PlannedObligation,
} from '../../domain/obligations.ts';
import { reconcile } from '../../domain/reconcile.ts';

const T0 = Date.parse('2026-02-03T12:00:00Z');
const at = (hours: number): Date => new Date(T0 + hours * 3_600_000);

const plan = (aware: number, applicability: PlannedObligation['applicability']): PlannedObligation => ({
  id: 'authority',
  kind: 'authority',
  applicability,
  basis: 'UK GDPR Art. 33(1)',
  qualifier: null,
  ownTarget: false,
  startsFrom: 'aware',
  startsAt: at(aware),
  dueAt: at(aware + 72),
  track: 'bookings',
  duty: 'uk-gdpr-33-1',
  stage: 'notification',
  recipient: null,
  heldUntil: null,
  reasons: [],
});

/** What people may edit, in any order: when they were aware, what the facts say, and whether the track is there at all. */
const edits = fc.array(
  fc.oneof(
    fc.record({
      aware: fc.integer({ min: 0, max: 500 }),
      applicability: fc.constantFrom('required' as const, 'decide' as const, 'notRequired' as const),
    }),
    fc.constant(null),
  ),
  { minLength: 1, maxLength: 12 },
);

it('no edit, and no series of edits, stops a clock or makes it later', () => {
  fc.assert(
    fc.property(edits, (series) => {
      let stored: Obligation = openObligation(plan(100, 'required'));
      for (const [n, edit] of series.entries()) {
        const planned = edit ? [plan(edit.aware, edit.applicability)] : [];
        const dueBefore = stored.dueAt;
        for (const step of reconcile([stored], planned, at(n), openObligation)) stored = step.obligation;
        expect(isRunning(stored)).toBe(true);
        expect(stored.dueAt.getTime()).toBeLessThanOrEqual(dueBefore.getTime());
        // What the facts say now is done or is asked: nothing is lost.
        if (edit) expect([stored.dueAt, stored.proposal?.dueAt]).toContainEqual(at(edit.aware + 72));
        if (!edit || edit.applicability === 'notRequired')
          expect(stored.proposal?.applicability).toBe('notRequired');
      }
    }),
  );
});

it('a look that finds nothing new changes nothing', () => {
  fc.assert(
    fc.property(edits, (series) => {
      let stored: Obligation = openObligation(plan(100, 'required'));
      for (const [n, edit] of series.entries()) {
        const planned = edit ? [plan(edit.aware, edit.applicability)] : [];
        for (const step of reconcile([stored], planned, at(n), openObligation)) stored = step.obligation;
        expect(reconcile([stored], planned, at(n + 1), openObligation)).toEqual([]);
      }
    }),
  );
});
