import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { digest } from '../../domain/digest.ts';
import type { IcoReport } from '../../domain/notices/icoReport.ts';
import { approveNotice, noticesOf } from '../../db/notices.ts';
import { hashOf, ICO_INITIAL, icoReport } from '../../db/changes/draftNotice.ts';
import { reassess } from '../../db/changes/reassess.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { insertSubmission } from '../../db/submissions.ts';
import { noticeRenderer } from '../../templates/notices.ts';
import { Problem } from '../problems.ts';
import type { submissionSchema } from '../schemas/incidents.ts';
import { instant } from './containment.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { findObligation, findOrOpenObligation, requireOpen, satisfy, saveObligation } from './obligation.ts';

type Submission = z.infer<typeof submissionSchema>;

/**
 * A report that was made, by any route, approved or not, with or without a draft of ours. A missing approval is
 * noted and never a barrier. A second record (a reference that arrived) adds to the first.
 */
export async function recordSubmission(change: IncidentChange, body: Submission): Promise<string> {
  const obligation = await findOrOpenObligation(change, body.obligation);
  const madeAt = instant(change, body.madeAt, '/madeAt');
  const approved = await wasApproved(change, body.notice);
  const late = madeAt > obligation.dueAt;
  const missing = obligation.kind === 'authority' ? await missingNow(change) : [];
  const id = uuidv7();
  const reference = body.reference === 'awaited' ? null : body.reference;
  const reasonsForDelay = body.reasonsForDelay ?? change.incident.narrative.reasonsForDelay ?? null;
  const { route, by, remarks = null, notice: noticeId = null } = body;
  await insertSubmission(
    change.scope,
    {
      id, incidentId: change.incident.id, obligationId: obligation.id, noticeId, madeAt, recordedAt: change.now,
      reference, late, approved, route, by, reasonsForDelay, remarks, missing,
      phase: obligation.kind === 'followUp' ? 'followUp' : 'initial',
    }, // prettier-ignore
    change.sealer,
  );
  change.record({
    kind: 'submission.recorded',
    occurredAt: madeAt,
    data: {
      submission: id,
      obligation: obligation.id,
      notice: noticeId,
      route,
      late,
      approved,
      reference: reference ?? 'awaited',
    },
    personal: { by, reasonsForDelay, remarks },
  });
  if (obligation.state !== 'satisfied')
    await satisfy(change, { obligationId: obligation.id, at: madeAt, by, how: route });
  else if (obligation.satisfiedAt && madeAt < obligation.satisfiedAt)
    await satisfiedEarlier(change, obligation, madeAt);
  change.update({}, { facts: true });
  change.announce();
  await reassess(change);
  return id;
}

/** What of Art. 33(3) the facts could not say at this moment: it must follow (Art. 33(4)). */
async function missingNow(change: IncidentChange): Promise<string[]> {
  const report = await icoReport(change);
  return [...new Set(report?.missing.map(({ article }) => article).filter((one) => one.startsWith('33(3)')))];
}

/** Lateness is judged on the first report, whichever was recorded first. */
async function satisfiedEarlier(
  change: IncidentChange,
  obligation: StoredObligation,
  at: Date,
): Promise<void> {
  await saveObligation(change, { ...obligation, satisfiedAt: at });
  const data = {
    obligation: obligation.id,
    dueAt: obligation.dueAt.toISOString(),
    late: at > obligation.dueAt,
  };
  change.record({ kind: 'obligation.satisfied', occurredAt: at, data });
}

async function wasApproved(change: IncidentChange, noticeId: string | undefined): Promise<boolean> {
  if (!noticeId) return false;
  const notices = await noticesOf(change.scope, change.incident.id, change.sealer);
  const notice = notices.find((one) => one.id === noticeId);
  if (!notice) throw new Problem('notFound', 'The incident has no such notice.');
  return notice.state === 'approved';
}

/** A person approves one version; it loses its DRAFT mark and is kept as approved. */
export async function approveDraft(change: IncidentChange, noticeId: string, by: string): Promise<void> {
  requireOpen(change);
  const notices = await noticesOf(change.scope, change.incident.id, change.sealer);
  const notice = notices.find((one) => one.id === noticeId);
  if (!notice) throw new Problem('notFound', 'The incident has no such notice.');
  if (notice.state === 'approved') throw new Problem('alreadySatisfied', 'This version is approved already.');
  if (notice.state === 'superseded') {
    throw new Problem('revisionConflict', 'The facts changed since; approve the newest version.', {
      extra: { newest: notices.find((one) => one.kind === notice.kind)?.id },
    });
  }
  const now = await icoReport(change);
  if (!now || notice.kind !== ICO_INITIAL) throw new Problem('notFound', 'There is nothing to approve.');
  if (digest(now) !== notice.modelDigest) {
    throw new Problem(
      'revisionConflict',
      'The facts changed after this version was drafted; draft again and read that.',
    );
  }
  // The very model that was read, not the facts of this moment.
  const report: IcoReport = { ...(notice.content.model as IcoReport), approved: true };
  const rendered = noticeRenderer(change.incident)(report, notice.version);
  const content = { model: report, ...rendered };
  const contentHash = hashOf(rendered.markdown);
  await approveNotice(change.scope, notice.id, { by, at: change.now, content, contentHash }, change.sealer);
  const authority = await findObligation(change, 'authority');
  if (authority.state === 'open' || authority.state === 'drafted')
    await saveObligation(change, { ...authority, state: 'approved' });
  change.record({
    kind: 'notice.approved',
    data: { notice: notice.id, kind: notice.kind, version: notice.version, contentHash },
    personal: { by },
  });
  change.announce();
}
