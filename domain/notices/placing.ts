import { type NoticeKind, phaseOfKind, type Phase } from './phases.ts';
import type { Report } from './reports.ts';

/** What somebody says about a report when they record it. */
export interface Told {
  /** The duty it was recorded for. */
  obligation: string;
  phase?: Phase | undefined;
  /** The notice that was used, if one was. */
  notice?: { id: string; kind: NoticeKind } | undefined;
}

export interface Place {
  phase: Phase;
  /** The report that this record only adds to; null for a report of its own. */
  addsTo: Report | null;
}

/**
 * Which report a new record is, or adds to. What a person chooses counts. Else the first record of a duty is a report
 * of its own; a later one is a report only if it names a notice that was not sent before, and otherwise adds to what
 * is on record (a reference that arrived).
 * @param reports those made so far, without what was practised in a drill
 */
export function place({ obligation, phase, notice }: Told, reports: readonly Report[]): Place {
  if (phase && phase !== 'initial') return { phase, addsTo: null };
  const sent = notice && reports.find(({ noticeId }) => noticeId === notice.id);
  if (sent) return { phase: sent.phase, addsTo: sent };
  const known = reports.find((report) => isOf(report, obligation));
  if (!known) return { phase: obligation.startsWith('followUp') ? 'followUp' : 'initial', addsTo: null };
  if (phase === 'initial' || !notice || isFirstNotice(notice.kind, known))
    return { phase: known.phase, addsTo: known };
  const later = phaseOfKind(notice.kind);
  return { phase: later === 'initial' ? 'followUp' : later, addsTo: null };
}

/** The report that met this duty; of the first duty only the first report. */
const isOf = (report: Report, obligation: string): boolean =>
  report.obligationId === obligation && (obligation.startsWith('followUp') || report.phase === 'initial');

/** Somebody says afterwards which draft it was. */
const isFirstNotice = (kind: NoticeKind, known: Report): boolean =>
  known.noticeId === null && phaseOfKind(kind) === known.phase;
