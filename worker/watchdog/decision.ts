import type { Finding } from '../../db/watchdogFindings.ts';
import type { Candidate } from '../../domain/watchdog/candidate.ts';

/** What a look finds: everything that waits, and what of it has been overdue for the grace time. */
export interface Seen {
  candidates: Candidate[];
  overdue: Candidate[];
  now: Date;
}

export interface Decision {
  news: Candidate[];
  repeats: Finding[];
  ended: Finding[];
}

/** A backlog that melts away has ended before its last row is gone. */
const isStill = ({ dueAt }: Candidate, now: Date, graceMs: number): boolean =>
  now.getTime() - dueAt.getTime() >= graceMs / 2;

/** What to say, given what was said before: a new alarm, one that lasts and whose time has come again, an all-clear. */
export function decide({ candidates, overdue, now }: Seen, known: Finding[], graceMs: number): Decision {
  const still = new Set(candidates.filter((one) => isStill(one, now, graceMs)).map(({ key }) => key));
  const sure = new Set(overdue.map(({ key }) => key));
  return {
    news: overdue.filter(({ key }) => !known.some((finding) => finding.key === key)),
    repeats: known.filter(({ key, nextAlarmAt }) => sure.has(key) && nextAlarmAt <= now),
    ended: known.filter(({ key }) => !still.has(key) && !sure.has(key)),
  };
}

export const isSilent = ({ news, repeats, ended }: Decision): boolean =>
  news.length + repeats.length + ended.length === 0;
