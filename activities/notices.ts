import { draftIcoReport, ICO_INITIAL, icoReport } from '../db/changes/draftNotice.ts';
import { isDatabaseAway } from '../db/database.ts';
import type { IncidentChange, IncidentView } from '../db/incidentChange.ts';
import { milestoneKey, recordedMilestones, recordMilestones } from '../db/milestones.ts';
import { latestNotice } from '../db/notices.ts';
import type { StoredObligation } from '../db/obligations.ts';
import { openPage } from '../db/pages.ts';
import { digest } from '../domain/digest.ts';
import { isRunning } from '../domain/obligations.ts';
import { noticeRenderer } from '../templates/notices.ts';
import type { DueAct } from './types.ts';

const failureMilestone = (factsRevision: number): string => `draftFailed-${factsRevision}`;

/** Is the newest draft made from the facts as they are? A draft that failed on these very facts is not tried again. */
export async function draftDue(
  view: IncidentView,
  obligations: StoredObligation[],
  recorded: ReadonlySet<string>,
): Promise<DueAct[]> {
  const authority = obligations.find((obligation) => obligation.id === 'authority');
  if (!authority || !isRunning(authority)) return [];
  if (recorded.has(milestoneKey('authority', 0, failureMilestone(view.incident.factsRevision)))) return [];
  if (!(await isStale(view, obligations))) return [];
  return [
    {
      act: 'draft',
      kind: ICO_INITIAL,
      factsRevision: view.incident.factsRevision,
      summary: 'ICO notification: draft',
    },
  ];
}

/**
 * Was the newest draft made from other facts? A model that cannot be made counts as stale: the draft then fails as an
 * act of its own, which pages; it must never keep the review from answering.
 */
async function isStale(view: IncidentView, obligations: StoredObligation[]): Promise<boolean> {
  const latest = await latestNotice(view.scope, view.incident.id, ICO_INITIAL);
  try {
    const report = await icoReport(view, { obligations });
    return report !== undefined && latest?.modelDigest !== digest(report);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return true;
  }
}

export async function draftNotice(change: IncidentChange, kind: string): Promise<void> {
  if (kind !== ICO_INITIAL) throw new Error(`there is no notice of kind "${kind}"`);
  await draftIcoReport(change, noticeRenderer(change.incident));
}

interface DraftFailure {
  kind: string;
  /** Of the facts that the draft failed on; newer facts are tried again. */
  factsRevision: number;
  code: string;
}

/** People must know that no draft is coming: it is recorded once, and it pages. */
export async function raiseDraftFailure(change: IncidentChange, failure: DraftFailure): Promise<void> {
  const { kind, code, factsRevision } = failure;
  const milestone = failureMilestone(factsRevision);
  const recorded = await recordedMilestones(change.scope, change.incident.id);
  if (recorded.has(milestoneKey('authority', 0, milestone))) return;
  const pageId = await openPage(change, {
    obligationId: 'authority',
    clockVersion: 0,
    milestone,
    reason: 'draftFailed',
  });
  change.record({ kind: 'notice.draftFailed', data: { kind, code, factsRevision } });
  await recordMilestones(
    change.scope,
    change.incident.id,
    [
      {
        obligationId: 'authority',
        clockVersion: 0,
        milestone,
        plannedAt: change.at,
        outcome: 'fired',
        pageId,
      },
    ],
    change.now,
  );
}
