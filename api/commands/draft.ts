import type { z } from 'zod';
import { draftIcoNotice } from '../../db/changes/draftNotice.ts';
import { icoReports } from '../../db/changes/icoReports.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { NOTICE_KIND } from '../../domain/notices/phases.ts';
import { noticeRenderer } from '../../templates/notices.ts';
import { Problem } from '../problems.ts';
import type { draftSchema } from '../schemas/notices.ts';
import { requireDeclared } from './obligation.ts';
import { requireInitial, requireReason } from './reportPlace.ts';

/**
 * Drafts a notice from the facts as they are.
 * @returns the notice that is now the newest of its kind, and whether it is new
 * @throws Problem when nothing is due to the ICO, when there is no first report to follow, or when a reason is missing
 */
export async function draftFor(change: IncidentChange, body: z.infer<typeof draftSchema>) {
  requireDeclared(change);
  if (body.kind === NOTICE_KIND.withdrawal) requireReason(body.reason);
  if (body.kind !== NOTICE_KIND.initial) requireInitial(await icoReports(change));
  const said = {
    reason: ('reason' in body ? body.reason : undefined) ?? null,
    by: 'by' in body ? body.by : null,
  };
  const drafted = await draftIcoNotice(change, body.kind, noticeRenderer(change.incident), said);
  if (drafted) return drafted;
  const why = 'No track of this incident makes the organisation a controller: nothing is due to the ICO.';
  throw new Problem('notFound', why);
}
