import { isRunning } from '../../domain/obligations.ts';
import { buildIcoReport } from '../../domain/notices/icoReport.ts';
import {
  buildFinal,
  buildFollowUp,
  buildWithdrawal,
  type NoticeModel,
} from '../../domain/notices/laterReport.ts';
import { NOTICE_KIND, type NoticeKind } from '../../domain/notices/phases.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { icoReports, lastSent, onFile, reportInput, type View } from './icoReports.ts';

/** What only a person can say: why nothing more will follow, or why and by whom a report is withdrawn. */
export interface Said {
  reason: string | null;
  by: string | null;
}
export const NOTHING_SAID: Said = { reason: null, by: null };

/**
 * The model of one kind of notice as the facts stand now; undefined where nothing is due to the ICO, or where a later
 * report has no first one on record to follow.
 */
export async function noticeModel(
  view: View,
  kind: NoticeKind,
  said: Said = NOTHING_SAID,
  options: { obligations?: readonly StoredObligation[]; approved?: boolean } = {},
): Promise<NoticeModel | undefined> {
  const made = await icoReports(view);
  const obligations = options.obligations ?? (await obligationsOf(view.scope, view.incident.id, view.sealer));
  const input = await reportInput(view, made, { ...options, obligations });
  if (kind === NOTICE_KIND.initial) return input && buildIcoReport(input);
  const file = onFile(made);
  if (!input || !file) return undefined;
  const { reason, by } = said;
  if (kind === NOTICE_KIND.withdrawal)
    return buildWithdrawal(view.incident, {
      ...file,
      decidedBy: by ?? '',
      reason: reason ?? '',
      approved: input.approved,
    });
  const later = { ...input, ...file, sent: await lastSent(view, made) };
  if (kind === NOTICE_KIND.followUp) return buildFollowUp(later);
  return buildFinal(later, { openDemands: openDemands(obligations), why: reason });
}

/** What the authority asked and nobody has answered yet. */
const openDemands = (obligations: readonly StoredObligation[]): string[] =>
  obligations
    .filter((one) => (one.kind === 'authorityQuestion' || one.kind === 'authorityOrder') && isRunning(one))
    .map(({ id }) => id);

/** What a person said when this model was made. */
export function saidIn(model: NoticeModel): Said {
  if (model.reportType === 'withdrawal') return { reason: model.reason, by: model.decidedBy };
  return { reason: 'final' in model ? (model.final?.why ?? null) : null, by: null };
}
