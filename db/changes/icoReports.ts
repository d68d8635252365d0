import { hasRole } from '../../domain/incident.ts';
import { buildIcoReport, type IcoReport, type IcoReportInput } from '../../domain/notices/icoReport.ts';
import { answersOf, type NoticeModel, type OnFile, type Sent } from '../../domain/notices/laterModel.ts';
import {
  initialReport, isIcoDuty, lastAnswered, newestReference, type Report, type ReportRecord, reportsOf,
} from '../../domain/notices/reports.ts'; // prettier-ignore
import { isLate } from '../../domain/obligations.ts';
import type { IncidentView } from '../incidentChange.ts';
import { noticeById } from '../notices.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { submissionsOf } from '../submissions.ts';

export type View = Pick<IncidentView, 'scope' | 'incident' | 'sealer' | 'at'>;

export interface Made {
  /** The records of reports to the ICO, without what was practised while the incident was still a drill. */
  records: ReportRecord[];
  reports: Report[];
}

/** The reports that were really made to the ICO. */
export async function icoReports({ scope, incident, sealer }: Omit<View, 'at'>): Promise<Made> {
  const { madeRealAt } = incident;
  const records = (await submissionsOf(scope, incident.id, sealer))
    .filter(({ obligationId }) => isIcoDuty(obligationId))
    .filter(({ recordedAt }) => madeRealAt === null || recordedAt >= madeRealAt);
  return { records, reports: reportsOf(records, madeRealAt) };
}

/** What a report is built from as the facts stand now; undefined where nothing is due to the ICO from this organisation. */
export async function reportInput(
  view: View,
  { reports }: Made,
  options: { obligations?: readonly StoredObligation[]; approved?: boolean } = {},
): Promise<Omit<IcoReportInput, 'reportType'> | undefined> {
  const { scope, incident, sealer, at } = view;
  const obligations = options.obligations ?? (await obligationsOf(scope, incident.id, sealer));
  const authority = obligations.find((obligation) => obligation.id === 'authority');
  if (!authority || !hasRole(incident, 'controller')) return undefined;
  const first = initialReport(reports.filter(({ obligationId }) => obligationId === 'authority'));
  return {
    incident,
    dueAt: authority.dueAt,
    late: first ? first.madeAt > authority.dueAt : isLate(authority, at),
    reportedAt: first?.madeAt ?? null,
    individualsObligation: obligations.find((obligation) => obligation.id === 'individuals') ?? null,
    approved: options.approved ?? false,
  };
}

/** The first report to the ICO as the facts stand at `view.at`; undefined where nothing is due to the ICO. */
export async function icoReport(view: View): Promise<IcoReport | undefined> {
  const input = await reportInput(view, await icoReports(view));
  return input && buildIcoReport(input);
}

/** What the ICO has on file; undefined where no first report is on record. */
export function onFile({ records, reports }: Made): OnFile | undefined {
  const first = initialReport(reports);
  return first && { icoReference: newestReference(records), initialMadeAt: first.madeAt.toISOString() };
}

/** What was really sent last: the model of the notice that the newest report names. Nothing is guessed. */
export async function lastSent({ scope, incident, sealer }: View, { reports }: Made): Promise<Sent | null> {
  const last = lastAnswered(reports);
  if (!last?.noticeId) return null;
  const notice = await noticeById(scope, incident.id, sealer, last.noticeId);
  const answers = notice && answersOf(notice.content.model as NoticeModel);
  if (!answers) return null;
  const { phase, madeAt, noticeId } = last;
  return { phase, madeAt: madeAt.toISOString(), notice: noticeId, sections: answers.sections };
}
