import { isReal, type RegisterInput, type RegisterSubmission } from './input.ts';
import { noticesTowards } from './notices.ts';
import type { AuthorityNotice, Notice, Phase } from './types.ts';

/** What follows the first report is kept under a duty of its own (Art. 33(4)) and belongs to it. */
const FOLLOW_UP = 'followUp';
const FIRST = 'authority';

/** Each duty towards an authority: notified or not and why, its reference, its phases, late or not and why. */
export const authorityNotices = (input: RegisterInput): AuthorityNotice[] =>
  noticesTowards(input, 'authority').map((notice) => {
    const made = input.submissions.filter(
      (one) => isReal(input, one) && belongs(one.obligationId, notice.obligation),
    );
    const reasonsForDelay = delayReasons(input, notice, made);
    return {
      ...notice,
      reference: made.findLast(({ reference }) => reference !== null)?.reference ?? null,
      phases: made.map((one) => phaseOf(one, input.reports)),
      reasonsForDelay,
      reasonsForDelayMissing: isLateAnyhow(notice) && reasonsForDelay.length === 0,
      withdrawnAt: made.findLast(({ phase }) => phase === 'withdrawal')?.madeAt ?? null,
    };
  });

const belongs = (reported: string, duty: string): boolean =>
  reported === duty || (reported === FOLLOW_UP && duty === FIRST);

const isLateAnyhow = ({ late, lateAgainstEarlier }: Notice): boolean => late || lateAgainstEarlier === true;

/** Those that went with the reports; where none did, those that the facts give for a late one. */
function delayReasons({ incident }: RegisterInput, notice: Notice, made: RegisterSubmission[]): string[] {
  const given = made.flatMap(({ reasonsForDelay }) => (reasonsForDelay ? [reasonsForDelay] : []));
  const written = incident.narrative.reasonsForDelay;
  if (given.length > 0 || !written || !isLateAnyhow(notice)) return [...new Set(given)];
  return [written];
}

const phaseOf = (made: RegisterSubmission, reports: RegisterInput['reports']): Phase => ({
  submission: made.id,
  phase: made.phase,
  madeAt: made.madeAt,
  by: made.by,
  route: made.route,
  reference: made.reference,
  missing: made.missing,
  reasonsForDelay: made.reasonsForDelay,
  report: reports.get(made.id) ?? null,
});
