import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { Problem } from '../problems.ts';
import { requireSecond } from './confirmClock.ts';
import { saveObligation } from './obligation.ts';
import type { SubmissionBody } from './reportPlace.ts';

/**
 * A report is on record with one time and now with an earlier one: a correction on which lateness hangs, so it needs a
 * reason, evidence and the second person, where there is one. Both times stay on record.
 * @throws Problem when one of them is missing
 */
export async function correctReport(
  change: IncidentChange,
  duty: StoredObligation & { satisfiedAt: Date },
  { submission, at, body }: { submission: string; at: Date; body: SubmissionBody },
): Promise<void> {
  const { by, secondBy, reason, evidence } = body;
  requireGrounds(duty.satisfiedAt, { reason, evidence });
  requireSecond(change, { by, secondBy });
  await saveObligation(change, { ...duty, satisfiedAt: at });
  change.record({
    kind: 'submission.corrected',
    occurredAt: at,
    data: {
      submission,
      obligation: duty.id,
      from: duty.satisfiedAt.toISOString(),
      to: at.toISOString(),
      dueAt: duty.dueAt.toISOString(),
      lateBefore: duty.satisfiedAt > duty.dueAt,
      late: at > duty.dueAt,
      factsRevision: change.incident.factsRevision,
    },
    personal: { by, secondBy: secondBy ?? null, reason, evidence },
  });
}

function requireGrounds(
  onRecord: Date,
  grounds: { reason: string | undefined; evidence: string | undefined },
): void {
  const errors = (['reason', 'evidence'] as const)
    .filter((field) => grounds[field] === undefined)
    .map((field) => ({ field: `/${field}`, message: 'is missing: an earlier time corrects the record' }));
  if (errors.length === 0) return;
  const detail = `The report is on record as made at ${onRecord.toISOString()}; an earlier time corrects that: give reason and evidence, or leave the time out to add a reference.`;
  throw new Problem('reasonNeeded', detail, { errors });
}
