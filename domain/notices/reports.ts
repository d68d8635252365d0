import type { Phase } from './phases.ts';

/** One stored record of a report. Instants on the incident's clock, `recordedAt` real. */
export interface ReportRecord {
  id: string;
  obligationId: string;
  phase: Phase;
  /** The record that this one only adds to (a reference that arrived); null for a report of its own. */
  addsTo: string | null;
  madeAt: Date;
  recordedAt: Date;
  noticeId: string | null;
  reference: string | null;
  missing: readonly string[];
}

/** A report that was made, with what later records added to it. */
export interface Report {
  /** Of its first record. */
  id: string;
  obligationId: string;
  phase: Phase;
  /** The earliest instant that any of its records gives. */
  madeAt: Date;
  /** The notice that was sent; null where no record names one. */
  noticeId: string | null;
  /** What of Art. 33(3) it lacked. */
  missing: readonly string[];
  /** Made while the incident was still a drill: then it was practised, not made. */
  practised: boolean;
}

/** Reports to the ICO: those of the duty of Art. 33(1) and what follows it. */
export const isIcoDuty = (obligationId: string): boolean => /^(authority|followUp)(:|$)/.test(obligationId);

const byRecord = (a: ReportRecord, b: ReportRecord): number =>
  a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1);

/** The reports in the order in which they were recorded; what was practised in a drill is marked. */
export function reportsOf(records: readonly ReportRecord[], madeRealAt: Date | null): Report[] {
  const sorted = [...records].sort(byRecord);
  return sorted
    .filter(({ addsTo }) => addsTo === null)
    .map((first) => {
      const group = [first, ...sorted.filter(({ addsTo }) => addsTo === first.id)];
      const named = group.find(({ noticeId }) => noticeId !== null);
      return {
        id: first.id,
        obligationId: first.obligationId,
        phase: first.phase,
        madeAt: new Date(Math.min(...group.map(({ madeAt }) => madeAt.getTime()))),
        noticeId: named?.noticeId ?? null,
        missing: (named ?? first).missing,
        practised: madeRealAt !== null && first.recordedAt < madeRealAt,
      };
    });
}

/** Of two that were made at one instant the one recorded last is the later. */
const inTime = <R extends Pick<Report, 'madeAt'>>(reports: readonly R[]): R[] =>
  [...reports].sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime());

/** The first report: lateness is judged on it. */
export const initialReport = (reports: readonly Report[]): Report | undefined =>
  inTime(reports).find(({ phase }) => phase === 'initial');

/** The report that was made last and gave answers: a withdrawal gives none. */
export const lastAnswered = (reports: readonly Report[]): Report | undefined =>
  inTime(reports).findLast(({ phase }) => phase !== 'withdrawal');

/** The report that was made last. */
export const newestReport = <R extends Pick<Report, 'madeAt'>>(reports: readonly R[]): R | undefined =>
  inTime(reports).at(-1);

/** Was the newest report a withdrawal? */
export const isWithdrawn = (reports: readonly Report[]): boolean =>
  newestReport(reports)?.phase === 'withdrawal';

/** The authority's reference as it was recorded last; null: awaited. */
export const newestReference = (records: readonly ReportRecord[]): string | null =>
  [...records].sort(byRecord).findLast(({ reference }) => reference !== null)?.reference ?? null;
