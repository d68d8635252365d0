import { isWithdrawn, newestReference, type Report, reportsOf } from '../notices/reports.ts';
import { isReal, type RegisterInput, type RegisterSubmission } from './input.ts';
import { noticesTowards } from './notices.ts';
import type { AuthorityNotice, Notice, Phase } from './types.ts';

/** What follows the first report is kept under duties of its own (Art. 33(4)) and belongs to it. */
const FOLLOW_UP = /^followUp(:|$)/;
const FIRST = 'authority';

/** Each duty towards an authority: notified or not and why, its reference, its phases, late or not and why. */
export const authorityNotices = (input: RegisterInput): AuthorityNotice[] =>
  noticesTowards(input, 'authority').map((notice) => {
    const records = input.submissions.filter(
      (one) => isReal(input, one) && belongs(one.obligationId, notice.obligation),
    );
    const reports = reportsOf(records, null);
    const phases = reports
      .map((report) => phaseOf(report, records, input.reports))
      .sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime());
    const reasonsForDelay = delayReasons(input, notice, phases);
    return {
      ...notice,
      reference: newestReference(records),
      phases,
      reasonsForDelay,
      reasonsForDelayMissing: isLateAnyhow(notice) && reasonsForDelay.length === 0,
      lateAsFirstRecorded: lateAsFirstRecorded(notice, phases),
      withdrawnAt: isWithdrawn(reports) ? (phases.at(-1)?.madeAt ?? null) : null,
    };
  });

const belongs = (reported: string, duty: string): boolean =>
  reported === duty || (duty === FIRST && FOLLOW_UP.test(reported));

const isLateAnyhow = ({ late, lateAgainstEarlier }: Notice): boolean => late || lateAgainstEarlier === true;

/** Lateness is judged on the first report. */
function lateAsFirstRecorded({ dueAt }: Notice, phases: readonly Phase[]): boolean | null {
  const corrected = phases.find(
    ({ phase, firstRecordedAs }) => phase === 'initial' && firstRecordedAs !== null,
  );
  return corrected?.firstRecordedAs ? corrected.firstRecordedAs > dueAt : null;
}

/** Those that went with the reports; where none did, those that the facts give for a late one. */
function delayReasons({ incident }: RegisterInput, notice: Notice, phases: readonly Phase[]): string[] {
  const given = phases.flatMap(({ reasonsForDelay }) => (reasonsForDelay ? [reasonsForDelay] : []));
  const written = incident.narrative.reasonsForDelay;
  if (given.length > 0 || !written || !isLateAnyhow(notice)) return [...new Set(given)];
  return [written];
}

/** One report with what later records added to it: the newest word on each counts. */
function phaseOf(
  { id, phase, madeAt, missing }: Report,
  records: readonly RegisterSubmission[],
  bundled: RegisterInput['reports'],
): Phase {
  const group = records.filter((one) => one.id === id || one.addsTo === id);
  const first = group.find((one) => one.id === id)!;
  const newest = <T>(pick: (record: RegisterSubmission) => T | null): T | null =>
    group.map(pick).findLast((value) => value !== null) ?? null;
  return {
    submission: id,
    phase,
    madeAt,
    firstRecordedAs: first.madeAt > madeAt ? first.madeAt : null,
    by: first.by,
    route: first.route,
    reference: newestReference(group),
    missing: [...missing],
    reasonsForDelay: newest(({ reasonsForDelay }) => reasonsForDelay),
    reason: newest(({ reason }) => reason),
    factsRevision: first.factsRevision,
    report: bundled.get(id) ?? null,
  };
}
