import { v7 as uuidv7 } from 'uuid';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import type { Submission } from '../../db/submissions.ts';
import { newestReference } from '../../domain/notices/reports.ts';
import { instant } from './containment.ts';
import { lacking, type Placed, type SubmissionBody } from './reportPlace.ts';

/** The record of a report as somebody tells it, with what follows from its place among the others. */
export async function newSubmission(
  change: IncidentChange,
  body: SubmissionBody,
  where: Placed,
  obligation: StoredObligation,
): Promise<Submission> {
  const { narrative, id: incidentId, factsRevision } = change.incident;
  const { route, by, remarks = null, reason = null, notice: noticeId = null } = body;
  const madeAt = instant(change, body.madeAt, '/madeAt');
  return {
    id: uuidv7(),
    incidentId,
    obligationId: obligation.id,
    noticeId,
    madeAt,
    recordedAt: change.now,
    reference: body.reference === 'awaited' ? carriedReference(where) : body.reference,
    late: isLate(madeAt, obligation, where),
    approved: where.notice?.state === 'approved',
    phase: where.phase,
    addsTo: where.addsTo?.id ?? null,
    factsRevision,
    missing: await lacking(change, where, body.voluntary),
    route,
    by,
    reasonsForDelay:
      body.reasonsForDelay ?? (where.phase === 'initial' ? narrative.reasonsForDelay : null) ?? null,
    remarks,
    reason,
    voluntary: body.voluntary,
  };
}

/** The reference of the ICO stays with the case; a first report opens one. */
const carriedReference = ({ ico, phase, addsTo }: Placed): string | null =>
  ico && (phase !== 'initial' || addsTo) ? newestReference(ico.records) : null;

/** Lateness is judged on the first report, whichever was recorded first; additions need no excuse (Art. 33(4)). */
function isLate(madeAt: Date, { dueAt }: StoredObligation, { ico, phase, addsTo }: Placed): boolean {
  if (ico && phase !== 'initial') return false;
  const first = addsTo && addsTo.madeAt < madeAt ? addsTo.madeAt : madeAt;
  return first > dueAt;
}

/** The timeline entry of a record. */
export function recordEntry(change: IncidentChange, submission: Submission): void {
  const { id, noticeId, madeAt, by, reasonsForDelay, remarks, reason } = submission;
  const { route, late, approved, phase, addsTo, missing, factsRevision } = submission;
  change.record({
    kind: 'submission.recorded',
    occurredAt: madeAt,
    data: {
      submission: id,
      obligation: submission.obligationId,
      notice: noticeId,
      route,
      phase,
      addsTo,
      late,
      approved,
      missing,
      factsRevision,
      voluntary: submission.voluntary,
      reference: submission.reference ?? 'awaited',
    },
    personal: { by, reasonsForDelay, remarks, reason },
  });
}
