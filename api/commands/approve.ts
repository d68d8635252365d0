import { hashOf, markNotified } from '../../db/changes/draftNotice.ts';
import { noticeModel, saidIn } from '../../db/changes/noticeModel.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { approveNotice, type Notice, noticesOf } from '../../db/notices.ts';
import { digest } from '../../domain/digest.ts';
import type { NoticeModel } from '../../domain/notices/laterModel.ts';
import { isNoticeKind, type NoticeKind } from '../../domain/notices/phases.ts';
import { noticeRenderer } from '../../templates/notices.ts';
import { Problem } from '../problems.ts';
import { requireOpen } from './obligation.ts';

type IcoNotice = Notice & { kind: NoticeKind };

/** A person approves one version; it loses its DRAFT mark and is kept as approved. */
export async function approveDraft(change: IncidentChange, noticeId: string, by: string): Promise<void> {
  requireOpen(change);
  const notice = await approvable(change, noticeId);
  // The very model that was read, not the facts of this moment.
  const model: NoticeModel = { ...(notice.content.model as NoticeModel), approved: true };
  const rendered = noticeRenderer(change.incident)(model, notice.version);
  const content = { model, ...rendered };
  const contentHash = hashOf(rendered.markdown);
  await approveNotice(change.scope, notice.id, { by, at: change.now, content, contentHash }, change.sealer);
  await markNotified(change, notice.kind, 'approved');
  change.record({
    kind: 'notice.approved',
    data: { notice: notice.id, kind: notice.kind, version: notice.version, contentHash },
    personal: { by },
  });
  change.announce();
}

/** @throws Problem for a version that is approved or superseded, or that the facts have overtaken */
async function approvable(change: IncidentChange, noticeId: string): Promise<IcoNotice> {
  const notices = await noticesOf(change.scope, change.incident.id, change.sealer);
  const notice = notices.find((one) => one.id === noticeId);
  if (!notice) throw new Problem('notFound', 'The incident has no such notice.');
  if (notice.state === 'approved') throw new Problem('alreadySatisfied', 'This version is approved already.');
  if (notice.state === 'superseded') {
    const newest = notices.find((one) => one.kind === notice.kind)?.id;
    throw new Problem('revisionConflict', 'The facts changed since; approve the newest version.', {
      extra: { newest },
    });
  }
  if (!isNoticeKind(notice.kind)) throw new Problem('notFound', 'There is nothing to approve.');
  const { kind } = notice;
  const now = await noticeModel(change, kind, saidIn(notice.content.model as NoticeModel));
  if (!now) throw new Problem('notFound', 'There is nothing to approve.');
  if (digest(now) === notice.modelDigest) return { ...notice, kind };
  const why = 'The facts changed after this version was drafted; draft again and read that.';
  throw new Problem('revisionConflict', why);
}
