import type { Obligation } from './obligations.ts';
import { isRunning } from './obligations.ts';
import type { ReminderPlan } from './organisation.ts';

export type MilestoneKind = 'reminder' | 'overdue' | 'planEnded';

/** One planned nudge of one clock. `id` is unique within the obligation's clock version. */
export interface Milestone {
  id: string;
  kind: MilestoneKind;
  at: Date;
}

/** What one obligation asks for now. Instants on the incident's clock. */
export interface Agenda {
  /** At most one nudge goes out per look; the latest that is due. */
  fire: Milestone | null;
  /** Due earlier and not fired: recorded, never sent late (one page after an outage, not ten). */
  missed: Milestone[];
  /** Held back by a stated plan or a police request. */
  paused: Milestone[];
  /** When to look again, or null when nothing more is planned. */
  next: Date | null;
}

const MINUTE = 60_000;
/** Looking back further than this many overdue nudges adds nothing; they are recorded as one missed range. */
const LOOK_BACK = 200;

const reminders = (obligation: Obligation, plan: ReminderPlan): Milestone[] => {
  const start = obligation.startsAt.getTime();
  const span = obligation.dueAt.getTime() - start;
  return plan.atFractions.map((share) => ({
    id: `reminder-${share}`,
    kind: 'reminder',
    at: new Date(start + Math.round(span * share)),
  }));
};

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

const EMPTY: Agenda = { fire: null, missed: [], paused: [], next: null };

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
): Agenda {
  if (!isRunning(obligation)) return EMPTY;
  const all = [...reminders(obligation, plan), ...overdue(obligation, plan, now), ...planEnd(obligation)];
  const open = all.filter((m) => !recorded.has(m.id)).sort((a, b) => a.at.getTime() - b.at.getTime());
  const due = open.filter((m) => m.at <= now);
  const paused = due.filter((m) => isHeld(obligation, m));
  const covered = due.filter((m) => m.kind === 'reminder' && m.at <= coveredUntil);
  const ripe = due.filter((m) => !paused.includes(m) && !covered.includes(m));
  const fire = ripe.at(-1) ?? null;
  const next = open.find((m) => m.at > now && !isHeld(obligation, m))?.at ?? null;
  return { fire, missed: [...covered, ...ripe.slice(0, -1)], paused, next };
}

/** A stated plan holds the overdue nudges; a police request holds reminders as well, until its review. */
const isHeld = ({ planUntil, heldUntil }: Obligation, milestone: Milestone): boolean =>
  (milestone.kind === 'overdue' && planUntil !== null && milestone.at < planUntil) ||
  (heldUntil !== null && milestone.at < heldUntil);

/** A plan that has ended brings the page back at its own time. */
function planEnd(obligation: Obligation): Milestone[] {
  const until = obligation.planUntil;
  return until ? [{ id: `planEnded-${until.toISOString()}`, kind: 'planEnded', at: until }] : [];
}
