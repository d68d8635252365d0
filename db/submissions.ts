import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

export type SubmissionPhase = 'initial' | 'followUp' | 'final' | 'withdrawal';

/** A report as it was made, by whatever route, with or without a draft of ours. */
export interface Submission {
  id: string;
  incidentId: string;
  obligationId: string;
  noticeId: string | null;
  /** When the report was made, on the incident's clock. */
  madeAt: Date;
  recordedAt: Date;
  /** null: reference awaited. */
  reference: string | null;
  late: boolean;
  approved: boolean;
  phase: SubmissionPhase;
  /** What of Art. 33(3) the report lacked: "33(3)(a)" … */
  missing: string[];
  route: string;
  by: string;
  reasonsForDelay: string | null;
  remarks: string | null;
}

type Sealed = Pick<Submission, 'route' | 'by' | 'reasonsForDelay' | 'remarks'>;

const place = (id: string): string => `submissions/${id}/content`;

export async function insertSubmission(scope: Scope, submission: Submission, sealer: Sealer): Promise<void> {
  const { route, by, reasonsForDelay, remarks, ...row } = submission;
  const sealed: Sealed = { route, by, reasonsForDelay, remarks };
  await scope
    .insertInto('submissions')
    .values({
      ...row,
      organisationId: scope.organisationId,
      contentSealed: sealer.seal(place(submission.id), sealed),
    })
    .execute();
}

export async function submissionsOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<Submission[]> {
  const rows = await scope
    .selectFrom('submissions')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('madeAt')
    .execute();
  return rows.map(({ contentSealed, organisationId: _, ...row }) => ({
    ...row,
    phase: row.phase as SubmissionPhase,
    ...sealer.open<Sealed>(place(row.id), contentSealed),
  }));
}
