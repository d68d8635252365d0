import { draftIcoNotice } from '../db/changes/draftNotice.ts';
import type { IncidentChange } from '../db/incidentChange.ts';
import { milestoneKey, recordedMilestones, recordMilestones } from '../db/milestones.ts';
import { obligationsOf } from '../db/obligations.ts';
import { openPage } from '../db/pages.ts';
import { isNoticeKind } from '../domain/notices/phases.ts';
import { noticeRenderer } from '../templates/notices.ts';
import { draftDue, failureMilestone } from './draftDue.ts';

/**
 * Drafts what is due, worked out again under the lock: a report that was made since the look has ended the drafts of
 * the first report.
 */
export async function draftNotice(change: IncidentChange, kind: string): Promise<void> {
  if (!isNoticeKind(kind)) throw new Error(`there is no notice of kind "${kind}"`);
  const { scope, incident, sealer } = change;
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const due = await draftDue(change, obligations, await recordedMilestones(scope, incident.id));
  if (due.every((act) => act.act !== 'draft' || act.kind !== kind)) return;
  await draftIcoNotice(change, kind, noticeRenderer(change.incident));
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
  const { id: pageId } = await openPage(change, {
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
