import { toIncidentTime, toRealTime } from '../drillClock.ts';
import type { Incident } from '../incident.ts';
import { incidentAgenda, isDue } from '../incidentAgenda.ts';
import type { Agenda } from '../milestones.ts';
import type { Obligation } from '../obligations.ts';
import type { Candidate } from './candidate.ts';

type Watched = Pick<Incident, 'id' | 'organisation' | 'drill'>;

/** What a page's row says, as far as its next step hangs on it. Instants are real ones. */
export interface WatchedPage {
  id: string;
  attempt: number;
  openedAt: Date;
  /** When it goes on by itself; null while nothing was planned. */
  nextStepAt: Date | null;
}

export interface WatchedDelivery {
  pageId: string;
  round: number;
  step: number;
  status: string;
  attempts: number;
  intendedAt: Date;
  attemptedAt: Date | null;
}

/** After a whole round that reached nobody the engine waits this long before the next (workflows/page.ts). */
const NOBODY_REACHED_MS = 30_000;
/** What is handed over is answered or cut off within this (workflows/activities.ts). */
const SEND_MS = 60_000;

/** Clocks whose agenda asks for something that is not on record, each since the earliest of it. */
export function milestoneCandidates<O extends Obligation & { openedAt: Date }>(
  incident: Watched,
  obligations: readonly O[],
  recordedFor: (obligation: O) => ReadonlySet<string>,
  now: Date,
): Candidate[] {
  const at = toIncidentTime(incident.drill, now);
  return incidentAgenda(incident, obligations, recordedFor, at)
    .filter(isDue)
    .map((agenda) => ({
      key: `milestone/${incident.id}/${agenda.obligation.id}/${agenda.obligation.clockVersion}`,
      kind: 'milestone',
      incidentId: incident.id,
      dueAt: toRealTime(incident.drill, latest(earliestOf(agenda), agenda.obligation.openedAt)),
    }));
}

const earliestOf = ({ fire, missed, paused, waiting }: Agenda): Date =>
  [
    ...(fire ? [fire.goesOutAt ?? fire.at] : []),
    ...[...missed, ...paused, ...waiting].map(({ at }) => at),
  ].reduce((first, at) => (at < first ? at : first), FAR);

const FAR = new Date(8.64e15);

const latest = (...instants: Date[]): Date => new Date(Math.max(...instants.map(Number)));

/** Open pages, each with the instant at which it goes on by itself. The key names the attempt, so a page that moves is new. */
export const pageCandidates = (incident: Watched, pages: readonly WatchedPage[]): Candidate[] =>
  pages.map(({ id, attempt, openedAt, nextStepAt }) => ({
    key: `page/${id}/${attempt}`,
    kind: 'page',
    incidentId: incident.id,
    dueAt: nextStepAt ? new Date(nextStepAt.getTime() + NOBODY_REACHED_MS) : openedAt,
  }));

/** Answers that were not followed by action: each page comes back at its instant. */
export const answerCandidates = (
  incident: Watched,
  promised: readonly { page: { id: string }; backAt: Date }[],
): Candidate[] =>
  promised.map(({ page, backAt }) => ({
    key: `answer/${page.id}`,
    kind: 'answer',
    incidentId: incident.id,
    dueAt: backAt,
  }));

/** Messages of open pages that were never tried, or handed over with no outcome on record: the oldest of each page. */
export const deliveryCandidates = (
  incident: Watched,
  pages: readonly WatchedPage[],
  deliveries: readonly WatchedDelivery[],
): Candidate[] =>
  pages.flatMap((page) => {
    const waiting = deliveries.filter(({ pageId, status }) => pageId === page.id && status === 'intended');
    const [oldest] = waiting.map(answerDue).toSorted((a, b) => a.getTime() - b.getTime());
    if (!oldest) return [];
    return [
      { key: `delivery/${page.id}`, kind: 'delivery' as const, incidentId: incident.id, dueAt: oldest },
    ];
  });

const answerDue = ({ attempts, intendedAt, attemptedAt }: WatchedDelivery): Date =>
  attempts === 0 || !attemptedAt ? intendedAt : new Date(attemptedAt.getTime() + SEND_MS);
