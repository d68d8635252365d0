import { openObligation, type Obligation, type PlannedObligation } from '../../domain/obligations.ts';
import { reconcile } from '../../domain/reconcile.ts';

export const START = new Date('2026-02-03T12:00:00Z');
export const plan = (values: Partial<PlannedObligation> = {}): PlannedObligation => ({
  id: 'individuals',
  kind: 'individuals',
  applicability: 'required',
  basis: 'UK GDPR Art. 34(1)',
  qualifier: 'without undue delay',
  ownTarget: true,
  startsFrom: 'aware',
  startsAt: START,
  track: 'bookings',
  duty: 'uk-gdpr-34',
  stage: 'communication',
  recipient: null,
  heldUntil: null,
  dueAt: new Date('2026-02-06T12:00:00Z'),
  reasons: [{ code: 'riskLikely', source: 'x', facts: [] }],
  ...values,
});
export const stored = (values: Partial<Obligation> = {}): Obligation => ({
  ...openObligation(plan()),
  ...values,
});
export const steps = (before: Obligation[], ...plans: PlannedObligation[]) =>
  reconcile(before, plans, START, openObligation);
