import type { Incident } from '../incident.ts';
import type { PlannedObligation } from '../obligations.ts';
import { hoursAfter, PLAIN } from './own.ts';

/** The one obligation of a suspected incident. */
export const TRIAGE = 'triage';

/** The promise of a policy that a person accepts or dismisses what came in, within so many hours of its receipt. */
export const triageDuty = ({ discoveredAt, organisation: { policy } }: Incident): PlannedObligation => ({
  ...PLAIN,
  id: TRIAGE,
  kind: TRIAGE,
  applicability: 'required',
  basis: 'Own promise',
  ownTarget: true,
  startsFrom: 'received',
  startsAt: discoveredAt,
  dueAt: hoursAfter(discoveredAt, policy.triageHours),
  reasons: [{ code: 'triagePromise', source: 'policy', facts: [] }],
});
