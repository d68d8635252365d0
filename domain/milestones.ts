import type { Obligation } from './obligations.ts';
import { isRunning } from './obligations.ts';
import type { ReminderPlan } from './organisation.ts';
import type { QuietHours } from './policy/escalation.ts';
import { reminderGoesOut } from './quiet.ts';

export type MilestoneKind = 'reminder' | 'overdue' | 'planEnded';

/** One planned nudge of one clock. `id` is unique within the obligation's clock version. */
export interface Milestone {
  id: string;
  kind: MilestoneKind;
  /** When it is planned. */
  at: Date;
  /** Later than planned: it waits for the end of the quiet hours. */
  goesOutAt?: Date;
}

/** Quiet hours and the time zone of the policy. */
export interface Hours {
  quiet?: QuietHours | undefined;
  timeZone: string;
}

/** What one obligation asks for now. Instants on the incident's clock. */
export interface Agenda {
  /** At most one nudge goes out per look; the latest that is due. */
  fire: Milestone | null;
  /** Due earlier and not fired: recorded, never sent late (one page after an outage, not ten). */
  missed: Milestone[];
  /** Held back by a stated plan or a police request. */
  paused: Milestone[];
  /** Due by plan, waiting for the end of the quiet hours, and not recorded as waiting yet. */
  waiting: Milestone[];
  /** When to look again, or null when nothing more is planned. */
  next: Date | null;
}

const MINUTE = 60_000;
/** Looking back further than this many overdue nudges adds nothing; they are recorded as one missed range. */
const LOOK_BACK = 200;

const reminders = (obligation: Obligation, plan: ReminderPlan, hours: Hours): Milestone[] => {
  const start = obligation.startsAt.getTime();
  const span = obligation.dueAt.getTime() - start;
  return plan.atFractions.map((share) => {
    const at = new Date(start + Math.round(span * share));
    const goesOutAt = reminderGoesOut(obligation, share, at, hours);
    const id = `reminder-${share}`;
    return goesOutAt > at ? { id, kind: 'reminder', at, goesOutAt } : { id, kind: 'reminder', at };
  });
};

/** Under this id a milestone is on record as waiting; it says nothing about whether it was sent. */
export const waitingId = ({ id }: Pick<Milestone, 'id'>): string => `${id}-waits`;

const goesOut = ({ at, goesOutAt }: Milestone): Date => goesOutAt ?? at;

/** The overdue nudges at or before `now` (the last {@link LOOK_BACK}) and the next one after it. */
function overdue(obligation: Obligation, plan: ReminderPlan, now: Date): Milestone[] {
  const every = plan.overdueEveryMinutes * MINUTE;
  const due = obligation.dueAt.getTime();
  const latest = Math.floor((now.getTime() - due) / every);
  const first = Math.max(0, latest - LOOK_BACK);
  const result: Milestone[] = [];
  for (let n = first; n <= Math.max(0, latest + 1); n += 1) {
    result.push({ id: `overdue-${n}`, kind: 'overdue', at: new Date(due + n * every) });
  }
  return result;
}

const EMPTY: Agenda = { fire: null, missed: [], paused: [], waiting: [], next: null };

/**
 * What is due for one obligation at `now`, given the milestones already recorded for this clock version.
 * A reminder whose instant lies before `coveredUntil` (the opening of the duty) was covered by the page that
 * opened it; being overdue is never covered.
 */
export function agenda(
  obligation: Obligation,
  plan: ReminderPlan,
  recorded: ReadonlySet<string>,
  now: Date,
  coveredUntil: Date,
  hours: Hours = { timeZone: 'UTC' },
): Agenda {
  if (!isRunning(obligation)) return EMPTY;
  const all = [
    ...reminders(obligation, plan, hours),
    ...overdue(obligation, plan, now),
    ...planEnd(obligation),
  ];
  const open = all.filter((m) => !recorded.has(m.id)).sort((a, b) => a.at.getTime() - b.at.getTime());
  const due = open.filter((m) => m.at <= now);
  const paused = due.filter((m) => isHeld(obligation, m));
  const covered = due.filter((m) => m.kind === 'reminder' && m.at <= coveredUntil);
  const candidates = due.filter((m) => !paused.includes(m) && !covered.includes(m));
  const fire = candidates.filter((m) => goesOut(m) <= now).at(-1) ?? null;
  const earlier = candidates.filter((m) => fire !== null && m !== fire && m.at <= fire.at);
  const later = candidates.filter((m) => m !== fire && !earlier.includes(m));
  const ahead = open.filter((m) => m.at > now && !isHeld(obligation, m));
  return {
    fire,
    missed: [...covered, ...earlier],
    paused,
    waiting: later.filter((m) => !recorded.has(waitingId(m))),
    next: earliest([...ahead.map(({ at }) => at), ...later.map(goesOut)]),
  };
}

const earliest = (instants: Date[]): Date | null =>
  instants.reduce<Date | null>((first, one) => (first && first <= one ? first : one), null);

/** A stated plan holds the overdue nudges; a police request holds reminders as well, until its review. */
const isHeld = ({ planUntil, heldUntil }: Obligation, milestone: Milestone): boolean =>
  (milestone.kind === 'overdue' && planUntil !== null && milestone.at < planUntil) ||
  (heldUntil !== null && milestone.at < heldUntil);

/** A plan that has ended brings the page back at its own time. */
function planEnd(obligation: Obligation): Milestone[] {
  const until = obligation.planUntil;
  return until ? [{ id: `planEnded-${until.toISOString()}`, kind: 'planEnded', at: until }] : [];
}
