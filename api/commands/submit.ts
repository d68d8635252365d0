import { reassess } from '../../db/changes/reassess.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { supersedeDrafts } from '../../db/notices.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { insertSubmission, type Submission } from '../../db/submissions.ts';
import { NOTICE_KIND } from '../../domain/notices/phases.ts';
import { correctReport } from './correction.ts';
import { reopenForDuties } from './life.ts';
import { findOrOpenObligation, requireDeclared, runningObligations, satisfy } from './obligation.ts';
import { requireAfterStart } from './plausible.ts';
import { requireReportable } from './reportDuty.ts';
import { type Placed, placed, type SubmissionBody } from './reportPlace.ts';
import { newSubmission, recordEntry } from './submissionRecord.ts';

/**
 * A report that was made, by any route, approved or not, with or without a draft of ours. A missing approval is
 * noted and never a barrier. A second record (a reference that arrived) adds to the first.
 */
export async function recordSubmission(change: IncidentChange, body: SubmissionBody): Promise<string> {
  requireDeclared(change);
  const where = await placed(change, body);
  const obligation = await dutyOf(change, body, where);
  if (!where.addsTo) requireReportable(change.incident, obligation, body);
  const submission = await newSubmission(change, body, where, obligation);
  requireAfterStart(change, obligation, { field: '/madeAt', at: submission.madeAt });
  await insertSubmission(change.scope, submission, change.sealer);
  recordEntry(change, submission);
  await meet(change, { obligation, where, submission, body });
  if (where.ico && !where.addsTo) await dropUnsent(change, where);
  change.update({}, { facts: true });
  change.announce();
  await reassess(change);
  await reopenForDuties(change, body.by);
  return submission.id;
}

/** A later report belongs to the follow-up that is open, if one is; else to the duty that was named. */
async function dutyOf(
  change: IncidentChange,
  { obligation }: SubmissionBody,
  { addsTo, ico, phase }: Placed,
): Promise<StoredObligation> {
  if (addsTo) return findOrOpenObligation(change, addsTo.obligationId);
  if (!ico || phase === 'initial') return findOrOpenObligation(change, obligation);
  const [open] = await openFollowUps(change);
  return open ?? findOrOpenObligation(change, obligation.startsWith('followUp') ? 'authority' : obligation);
}

const openFollowUps = async (change: IncidentChange): Promise<StoredObligation[]> =>
  (await runningObligations(change)).filter(({ kind }) => kind === 'followUp');

interface Made {
  obligation: StoredObligation;
  where: Placed;
  submission: Submission;
  body: SubmissionBody;
}

/** The first report meets its duty; a later one meets every follow-up that is open. */
async function meet(change: IncidentChange, { obligation, where, submission, body }: Made): Promise<void> {
  const { addsTo, ico, phase } = where;
  const { id, madeAt: at, by, route: how } = submission;
  const { satisfiedAt } = obligation;
  if (ico && phase !== 'initial' && !addsTo) {
    for (const { id: followUp } of await openFollowUps(change))
      await satisfy(change, { obligationId: followUp, at, by, how });
  } else if (obligation.state !== 'satisfied') {
    await satisfy(change, { obligationId: obligation.id, at, by, how });
  } else if (satisfiedAt && at < satisfiedAt) {
    await correctReport(change, { ...obligation, satisfiedAt }, { submission: id, at, body });
  }
}

/** Drafts of what has now been made in another way are of no use any more; what was sent stays. */
async function dropUnsent(change: IncidentChange, { phase }: Placed): Promise<void> {
  const { initial, followUp, final, withdrawal } = NOTICE_KIND;
  const kinds = phase === 'initial' ? [initial] : [followUp, final, withdrawal];
  for (const { id, kind, version } of await supersedeDrafts(change.scope, change.incident.id, kinds)) {
    const data = { notice: id, kind, version, because: 'reported' };
    change.record({ kind: 'notice.superseded', data });
  }
}
