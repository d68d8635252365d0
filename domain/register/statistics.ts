import { type ClockedObligation, isDuty, isLate, isRunning, type Obligation } from '../obligations.ts';
import { type Durations, durations, type Share, shareOf } from './durations.ts';
import { isLateAtAll } from './lateness.ts';
import { towardsOf } from './towards.ts';
import { REGISTER_KINDS, type RegisterKind } from './types.ts';

export type StatisticsDuty = ClockedObligation & Pick<Obligation, 'id' | 'kind' | 'duty' | 'stage'>;

/** What is counted of one incident. No drill is among them. Instants are real. */
export interface StatisticsIncident {
  /** null: the key was erased, so nobody can tell any more. */
  kind: RegisterKind | null;
  /** Empty: not yet known. */
  causes: readonly string[];
  status: 'open' | 'closed';
  discoveredAt: Date;
  awareAt: Date;
  containedAt: Date | null;
  /** When it was declared, or when a drill became this incident. */
  startedAt: Date;
  duties: readonly StatisticsDuty[];
  /** True if anybody was ever paged. */
  paged: boolean;
  firstAcknowledgedAt: Date | null;
  /** One id for each report to an authority; incidents reported in one notification share theirs. */
  reports: readonly string[];
}

export interface Lateness {
  /** Of the duties that are met or past their deadline, those met too late or still not met. */
  againstDeadline: Share;
  /** The same against the earliest deadline that ever counted. */
  againstEarlier: Share;
}

export interface Statistics {
  incidents: {
    total: number;
    open: number;
    closed: number;
    byKind: Record<RegisterKind | 'erased', number>;
    /** An incident with several causes counts under each. */
    byCause: Record<string, number>;
  };
  authority: { incidentsReported: number; reports: number };
  timeToContain: Durations;
  timeToNotify: { fromAwareness: Durations; fromDiscovery: Durations };
  timeToAcknowledge: Durations & { paged: number };
  late: { authority: Lateness; individuals: Lateness; all: Lateness };
  duties: { open: number; overdue: number; openByKind: Record<string, number> };
}

/** The figures of a set of incidents as they stand at `now`, each with its count. */
export function statistics(incidents: readonly StatisticsIncident[], now: Date): Statistics {
  const duties = incidents.flatMap((one) => one.duties).filter(isDuty);
  const towards = (whom: string) => duties.filter((duty) => towardsOf(duty) === whom);
  const running = duties.filter(isRunning);
  return {
    incidents: counts(incidents),
    authority: reported(incidents),
    timeToContain: since(incidents, 'discoveredAt', ({ containedAt }) => containedAt),
    timeToNotify: {
      fromAwareness: since(incidents, 'awareAt', firstReportAt),
      fromDiscovery: since(incidents, 'discoveredAt', firstReportAt),
    },
    timeToAcknowledge: {
      ...since(incidents, 'startedAt', ({ firstAcknowledgedAt }) => firstAcknowledgedAt),
      paged: incidents.filter(({ paged }) => paged).length,
    },
    late: {
      authority: lateness(towards('authority'), now),
      individuals: lateness(towards('individuals'), now),
      all: lateness(duties, now),
    },
    duties: {
      open: running.length,
      overdue: running.filter(({ dueAt }) => now > dueAt).length,
      openByKind: tally(running.map(({ kind }) => kind)),
    },
  };
}

function counts(incidents: readonly StatisticsIncident[]): Statistics['incidents'] {
  const open = incidents.filter(({ status }) => status === 'open').length;
  const kinds = tally(incidents.map(({ kind }) => kind ?? 'erased'));
  const none = Object.fromEntries([...REGISTER_KINDS, 'erased'].map((kind) => [kind, 0]));
  return {
    total: incidents.length,
    open,
    closed: incidents.length - open,
    byKind: { ...none, ...kinds } as Record<RegisterKind | 'erased', number>,
    byCause: tally(incidents.flatMap(causesOrWhyNot)),
  };
}

const causesOrWhyNot = ({ kind, causes }: StatisticsIncident): readonly string[] => {
  if (kind === null) return ['erased'];
  return causes.length > 0 ? causes : ['notYetKnown'];
};

function tally(words: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const word of [...words].sort()) counted[word] = (counted[word] ?? 0) + 1;
  return counted;
}

/** Several incidents may have been reported in one notification. */
const reported = (incidents: readonly StatisticsIncident[]): Statistics['authority'] => ({
  incidentsReported: incidents.filter((one) => firstReportAt(one) !== null).length,
  reports: new Set(incidents.flatMap(({ reports }) => reports)).size,
});

/** The first report to any authority, whatever was reported afterwards. */
function firstReportAt({ duties }: StatisticsIncident): Date | null {
  const done = duties
    .filter((duty) => towardsOf(duty) === 'authority' && duty.satisfiedAt !== null)
    .map(({ satisfiedAt }) => satisfiedAt!.getTime());
  return done.length > 0 ? new Date(Math.min(...done)) : null;
}

function since(
  incidents: readonly StatisticsIncident[],
  from: 'discoveredAt' | 'awareAt' | 'startedAt',
  until: (incident: StatisticsIncident) => Date | null,
): Durations {
  return durations(
    incidents.flatMap((one) => {
      const end = until(one);
      return end ? [end.getTime() - one[from].getTime()] : [];
    }),
  );
}

/** A duty that is not due yet and not met says nothing about lateness; nor does one that nobody owes. */
function lateness(duties: readonly StatisticsDuty[], now: Date): Lateness {
  const judged = (late: (duty: StatisticsDuty) => boolean) =>
    shareOf(
      duties.filter(late).length,
      duties.filter((duty) => duty.satisfiedAt !== null || late(duty)).length,
    );
  return {
    againstDeadline: judged((duty) => isLate(duty, now)),
    againstEarlier: judged((duty) => isLateAtAll(duty, now)),
  };
}
