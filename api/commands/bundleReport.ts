import { v7 as uuidv7 } from 'uuid';
import { insertBundleReport } from '../../db/bundleReports.ts';
import type { Bundle } from '../../db/bundles.ts';
import { KeyErasedError } from '../../db/dataKeys.ts';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { type IncidentChange, lockIncident } from '../../db/incidentChange.ts';
import { submissionsOf } from '../../db/submissions.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { lockedBundle } from './bundle.ts';
import type { Target } from './bundleMembers.ts';
import { bodiesFor } from './bundleNotice.ts';
import type { SubmissionBody } from './reportPlace.ts';
import { recordSubmission } from './submit.ts';

interface Reported {
  incident: string;
  reference: string;
  submission: string;
  late: boolean;
}

export interface BundleReport {
  report: string;
  bundle: Bundle;
  submissions: Reported[];
  /** References of those whose key was erased. */
  erased: string[];
}

/**
 * One notification that was made for a whole bundle, in one transaction: each incident gets a submission and timeline
 * entries of its own, is late or in time on its own clock, and all share the report.
 * @throws Problem when the bundle is empty, or an incident has no such duty
 */
export function reportBundle(
  context: ApiContext,
  target: Target & { bundleId: string },
  body: SubmissionBody,
): Promise<BundleReport> {
  return inOrganisation(context.db, target.organisationId, async (scope) => {
    const bundle = await lockedBundle(context, scope, target.bundleId);
    if (bundle.members.length === 0)
      throw new Problem('invalidRequest', 'The bundle has no incidents; add them first.');
    const { changes, erased } = await lockReadable(context, scope, target, bundle);
    const report = uuidv7();
    const submissions: Reported[] = [];
    const bodyOf = await bodiesFor(changes, body);
    for (const change of changes) submissions.push(await reportOne(change, bundle, report, bodyOf(change)));
    for (const change of changes) await change.flush();
    return { report, bundle, submissions, erased };
  });
}

/** In the order of their ids, as everybody locks several incidents. */
async function lockReadable(context: ApiContext, scope: Scope, { actor }: Target, { members }: Bundle) {
  const changes: IncidentChange[] = [];
  const erased: string[] = [];
  for (const { id, reference } of members.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    try {
      changes.push(await lockIncident(context, scope, { incidentId: id, actor }));
    } catch (error) {
      if (!(error instanceof KeyErasedError)) throw error;
      erased.push(reference);
    }
  }
  return { changes, erased };
}

async function reportOne(
  change: IncidentChange,
  bundle: Bundle,
  report: string,
  body: SubmissionBody,
): Promise<Reported> {
  const { id, reference } = change.incident;
  const submission = await recordSubmission(change, body).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    const { errors, extra } = error;
    throw new Problem(error.code, `${reference}: ${error.message}`, { errors, extra });
  });
  const link = { submissionId: submission, bundleId: bundle.id, reportId: report };
  await insertBundleReport(change.scope, link);
  const incidents = bundle.members.map((member) => member.reference);
  const data = { bundle: bundle.id, submission, report, incidents };
  change.record({ kind: 'bundle.reported', data, personal: { name: bundle.name, by: body.by } });
  const made = await submissionsOf(change.scope, id, change.sealer);
  const late = made.find((one) => one.id === submission)?.late ?? false;
  return { incident: id, reference, submission, late };
}
