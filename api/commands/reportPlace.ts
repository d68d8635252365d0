import type { z } from 'zod';
import { icoReport, icoReports, type Made } from '../../db/changes/icoReports.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { type Notice, noticeById } from '../../db/notices.ts';
import { submissionsOf } from '../../db/submissions.ts';
import type { NoticeModel } from '../../domain/notices/laterModel.ts';
import { isNoticeKind } from '../../domain/notices/phases.ts';
import { type Place, place } from '../../domain/notices/placing.ts';
import { initialReport, isIcoDuty, reportsOf } from '../../domain/notices/reports.ts';
import { Problem } from '../problems.ts';
import type { submissionSchema } from '../schemas/incidents.ts';

export type SubmissionBody = z.infer<typeof submissionSchema>;

/** Where a new record belongs among the reports that were made. */
export interface Placed extends Place {
  notice: Notice | undefined;
  /** The reports to the ICO so far; null where the report goes to somebody else. */
  ico: Made | null;
}

/**
 * @throws Problem when a later report has no first one to follow, when a withdrawal gives no reason, or when the notice
 * is not this incident's
 */
export async function placed(change: IncidentChange, body: SubmissionBody): Promise<Placed> {
  const notice = await namedNotice(change, body.notice);
  const ico = isIcoDuty(body.obligation) ? await icoReports(change) : null;
  const told = {
    obligation: body.obligation,
    phase: body.phase,
    notice: notice && isNoticeKind(notice.kind) ? { id: notice.id, kind: notice.kind } : undefined,
  };
  const where = place(told, ico?.reports ?? (await reportsOfOthers(change, body.obligation)));
  if (ico && where.phase !== 'initial') requireInitial(ico);
  if (where.phase === 'withdrawal' && !where.addsTo) requireReason(body.reason);
  return { ...where, notice, ico };
}

async function namedNotice(change: IncidentChange, id: string | undefined): Promise<Notice | undefined> {
  if (!id) return undefined;
  const notice = await noticeById(change.scope, change.incident.id, change.sealer, id);
  if (!notice) throw new Problem('notFound', 'The incident has no such notice.');
  return notice;
}

/** Reports under another regime have no phases of ours: a second record adds to the first. */
async function reportsOfOthers({ scope, incident, sealer }: IncidentChange, obligation: string) {
  const records = await submissionsOf(scope, incident.id, sealer);
  const own = records.filter(({ obligationId }) => obligationId === obligation);
  return reportsOf(own, incident.madeRealAt).filter(({ practised }) => !practised);
}

/** @throws Problem when the first report to the ICO is not on record */
export function requireInitial({ reports }: Pick<Made, 'reports'>): void {
  if (initialReport(reports)) return;
  const cure = 'record the first report with POST …/submissions, with the time at which it was made';
  throw new Problem('noInitialReport', `There is no report to follow up or withdraw yet; ${cure}.`);
}

export function requireReason(reason: string | undefined): asserts reason is string {
  if (reason) return;
  const message = 'a withdrawal says why there was no personal data breach after all';
  throw new Problem('reasonNeeded', message, { errors: [{ field: '/reason', message }] });
}

/**
 * What of Art. 33(3) the report lacked: by the notice that was sent, else by the facts of this moment. One that nobody
 * owes lacks nothing.
 */
export async function lacking(
  change: IncidentChange,
  { addsTo, notice, ico, phase }: Placed,
  voluntary: boolean,
): Promise<string[]> {
  if (!ico || phase === 'withdrawal' || voluntary) return [];
  if (!notice && addsTo) return [...addsTo.missing];
  const model = notice ? (notice.content.model as NoticeModel) : await icoReport(change);
  const missing = model && 'missing' in model ? model.missing.map(({ article }) => article) : [];
  return [...new Set(missing.filter((article) => article.startsWith('33(3)')))];
}
