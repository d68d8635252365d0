import { assess } from '../assessment/index.ts';
import type { Incident } from '../incident.ts';
import { differences } from './difference.ts';
import type { IcoReport, IcoReportInput } from './icoModel.ts';
import { buildIcoReport } from './icoReport.ts';
import type { FinalPart, Gap, LaterReport, OnFile, Sent, Withdrawal } from './laterModel.ts';
import { personalFindings } from './personalFindings.ts';

export type * from './laterModel.ts';

export interface LaterInput extends Omit<IcoReportInput, 'reportType'>, OnFile {
  sent: Sent | null;
}

const NAMES_THE_REPORT = ['reportType', 'icoReference'];

/**
 * A follow-up report (Art. 33(4)): what is new or changed against what was sent, and what is still missing.
 * @throws RangeError for an incident without a controller track
 */
export const buildFollowUp = (input: LaterInput): LaterReport => later(input, 'followUp', null);

/** The last report: everything is answered, or it says why not. */
export function buildFinal(
  input: LaterInput,
  rest: { openDemands: string[]; why: string | null },
): LaterReport {
  return later(input, 'final', rest);
}

function later(
  input: LaterInput,
  reportType: LaterReport['reportType'],
  rest: { openDemands: string[]; why: string | null } | null,
): LaterReport {
  const { icoReference, initialMadeAt, sent, ...facts } = input;
  const report = buildIcoReport({ ...facts, reportType });
  const changes = differences(sent?.sections ?? null, report.sections);
  const changed = changes.map(({ question }) => question);
  return {
    reportType,
    drill: report.drill,
    approved: report.approved,
    icoReference,
    initialMadeAt,
    sent: sent && { phase: sent.phase, madeAt: sent.madeAt, notice: sent.notice },
    changes,
    missing: report.missing,
    final: rest && finalPart(report, rest),
    report,
    copyOrder: [...NAMES_THE_REPORT, ...changed],
    warnings: rest ? report.warnings : report.warnings.filter(({ question }) => changed.includes(question)),
  };
}

/** Only the person who sends the report knows who that is. */
const isReporter = (id: string): boolean => id.startsWith('reporter');

/** Everything that must be answered, and what shall keep it from happening again, each with its date. */
function finalPart(
  report: IcoReport,
  { openDemands, why }: { openDemands: string[]; why: string | null },
): FinalPart {
  const missing = report.missing.map(({ question }) => question);
  const gaps = report.sections
    .flatMap(({ questions }) => questions)
    .filter(({ id, mandatory, answer }) =>
      id === 'recurrenceMeasures'
        ? answer.state !== 'known' || answer.remarks.length > 0
        : missing.includes(id) || (mandatory && !isReporter(id) && answer.state !== 'known'),
    )
    .map(({ id, answer }): Gap => ({ question: id, state: answer.state }));
  return { gaps, openDemands, why, whyNeeded: why === null && gaps.length > 0 };
}

/** "No personal data breach after all". The record of the breach stays (Art. 33(5)). */
export function buildWithdrawal(
  incident: Incident & { factsRevision: number },
  given: OnFile & { decidedBy: string; reason: string; approved: boolean },
): Withdrawal {
  const { personalDataBreach, reasons } = assess(incident);
  const { approved, icoReference, initialMadeAt, decidedBy, reason } = given;
  return {
    reportType: 'withdrawal',
    drill: incident.drill !== null,
    approved,
    icoReference,
    initialMadeAt,
    decidedBy,
    reason,
    factsRevision: incident.factsRevision,
    personalDataBreach,
    grounds: personalDataBreach === false ? reasons : [],
    warnings: personalFindings(reason),
  };
}
