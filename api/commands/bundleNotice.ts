import type { IncidentChange } from '../../db/incidentChange.ts';
import { noticeById } from '../../db/notices.ts';
import { isNoticeKind, phaseOfKind } from '../../domain/notices/phases.ts';
import { Problem } from '../problems.ts';
import type { SubmissionBody } from './reportPlace.ts';

/**
 * What is recorded for each incident of a bundle. The notice that was used belongs to one of them; the others were
 * reported by the same act, so they take its phase and name no notice.
 * @throws Problem when no incident of the bundle has this notice
 */
export async function bodiesFor(
  changes: readonly IncidentChange[],
  body: SubmissionBody,
): Promise<(change: IncidentChange) => SubmissionBody> {
  const { notice: id, ...rest } = body;
  if (id === undefined) return () => body;
  for (const change of changes) {
    const { scope, incident, sealer } = change;
    const notice = await noticeById(scope, incident.id, sealer, id);
    if (!notice) continue;
    const phase = body.phase ?? (isNoticeKind(notice.kind) ? phaseOfKind(notice.kind) : undefined);
    return (one) => (one === change ? body : { ...rest, phase });
  }
  throw new Problem('notFound', 'No incident of this bundle has such a notice.');
}
