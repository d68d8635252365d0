import type { Phase } from '../domain/notices/phases.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

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
  phase: Phase;
  /** The record that this one only adds to; null for a report of its own. */
  addsTo: string | null;
  /** Of the facts as they were; null for records from before this was kept. */
  factsRevision: number | null;
  /** What of Art. 33(3) the report lacked: "33(3)(a)" … */
  missing: string[];
  route: string;
  by: string;
  reasonsForDelay: string | null;
  remarks: string | null;
  /** Of a withdrawal, and of a final report that lacks something. */
  reason: string | null;
  /** Nobody here owed it: a processor's report in its own name. */
  voluntary: boolean;
}

type Sealed = Pick<Submission, 'route' | 'by' | 'reasonsForDelay' | 'remarks' | 'reason' | 'voluntary'>;
/** Absent in records that are older than them. */
type Newer = 'reason' | 'voluntary';

const place = (id: string): string => `submissions/${id}/content`;

export async function insertSubmission(scope: Scope, submission: Submission, sealer: Sealer): Promise<void> {
  const { route, by, reasonsForDelay, remarks, reason, voluntary, ...row } = submission;
  const sealed: Sealed = { route, by, reasonsForDelay, remarks, reason, voluntary };
  await scope
    .insertInto('submissions')
    .values({
      ...row,
      organisationId: scope.organisationId,
      contentSealed: sealer.seal(place(submission.id), sealed),
    })
    .execute();
}

/** In the order in which the reports were made. */
export async function submissionsOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<Submission[]> {
  const rows = await scope
    .selectFrom('submissions')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('madeAt')
    .orderBy('recordedAt')
    .orderBy('id')
    .execute();
  return rows.map(({ contentSealed, organisationId: _, ...row }) => {
    const sealed = sealer.open<Partial<Sealed> & Omit<Sealed, Newer>>(place(row.id), contentSealed);
    const { reason = null, voluntary = false, ...content } = sealed;
    return { ...row, ...content, phase: row.phase as Phase, reason, voluntary };
  });
}
