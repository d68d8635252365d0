import { icoReports } from '../db/changes/icoReports.ts';
import { noticeModel } from '../db/changes/noticeModel.ts';
import { isDatabaseAway } from '../db/database.ts';
import type { IncidentView } from '../db/incidentChange.ts';
import { milestoneKey } from '../db/milestones.ts';
import { latestNotice } from '../db/notices.ts';
import type { StoredObligation } from '../db/obligations.ts';
import { assess } from '../domain/assessment/index.ts';
import { digest } from '../domain/digest.ts';
import { NOTICE_KIND, type NoticeKind } from '../domain/notices/phases.ts';
import { initialReport, isWithdrawn, type Report } from '../domain/notices/reports.ts';
import { isRunning } from '../domain/obligations.ts';
import type { DueAct } from './types.ts';

export const failureMilestone = (factsRevision: number): string => `draftFailed-${factsRevision}`;

const SUMMARY: Partial<Record<NoticeKind, string>> = {
  'ico-initial': 'ICO notification: draft',
  'ico-follow-up': 'ICO follow-up: draft',
};

/**
 * Which draft the facts ask for: the first report as long as it is not made, then the follow-up, and that only where
 * something differs from what was sent. A draft that failed on these very facts is not tried again.
 */
export async function draftDue(
  view: IncidentView,
  obligations: StoredObligation[],
  recorded: ReadonlySet<string>,
): Promise<DueAct[]> {
  const { factsRevision } = view.incident;
  const authority = obligations.find((obligation) => obligation.id === 'authority');
  if (!authority || recorded.has(milestoneKey('authority', 0, failureMilestone(factsRevision)))) return [];
  const { reports } = await icoReports(view);
  const kind = kindDue(view, authority, reports);
  if (!kind || !(await isStale(view, kind, obligations, reports))) return [];
  return [{ act: 'draft', kind, factsRevision, summary: SUMMARY[kind] ?? kind }];
}

function kindDue(
  { incident }: IncidentView,
  authority: StoredObligation,
  reports: Report[],
): NoticeKind | undefined {
  if (isRunning(authority)) return NOTICE_KIND.initial;
  if (!initialReport(reports)) return undefined;
  // "No breach after all" ends the drafts, until the facts contradict it.
  if (isWithdrawn(reports) && assess(incident).personalDataBreach !== true) return undefined;
  return NOTICE_KIND.followUp;
}

/**
 * Was the newest draft made from other facts? A model that cannot be made counts as stale: the draft then fails as an
 * act of its own, which pages; it must never keep the review from answering.
 */
async function isStale(
  view: IncidentView,
  kind: NoticeKind,
  obligations: StoredObligation[],
  reports: Report[],
): Promise<boolean> {
  const latest = await latestNotice(view.scope, view.incident.id, kind);
  try {
    const model = await noticeModel(view, kind, undefined, { obligations });
    if (!model || latest?.modelDigest === digest(model)) return false;
    if (!('changes' in model) || model.changes.length > 0) return true;
    // Nothing differs any more: a draft that still says so is drawn again, what was sent is not.
    return latest?.state === 'draft' && !reports.some(({ noticeId }) => noticeId === latest.id);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return true;
  }
}
