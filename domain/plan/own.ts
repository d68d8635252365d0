import type { Incident } from '../incident.ts';
import type { PlannedObligation, Reason } from '../obligations.ts';

const HOUR_MS = 3_600_000;

/** Elapsed hours on the instant; nights, weekends and holidays count. */
export const hoursAfter = (start: Date, hours: number): Date => new Date(start.getTime() + hours * HOUR_MS);

/** What most obligations have in common, to be filled in. */
export const PLAIN = {
  qualifier: null,
  track: null,
  duty: null,
  stage: null,
  recipient: null,
  heldUntil: null,
} as const;

const PROMISE: Reason = { code: 'ownPromise', source: 'policy', facts: [] };

/** The two promises of a policy that concern the whole incident: contained, and scope assessed, from discovery. */
export function ownPromises({ discoveredAt, organisation: { policy } }: Incident): PlannedObligation[] {
  const promise = (id: 'containment' | 'scope', hours: number): PlannedObligation => ({
    ...PLAIN,
    id,
    kind: id,
    applicability: 'required',
    basis: 'Own promise',
    ownTarget: true,
    startsFrom: 'discovered',
    startsAt: discoveredAt,
    dueAt: hoursAfter(discoveredAt, hours),
    reasons: [PROMISE],
  });
  return [promise('containment', policy.containmentHours), promise('scope', policy.scopeHours)];
}
