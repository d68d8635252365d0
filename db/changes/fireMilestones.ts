import { isLive } from '../../domain/incident.ts';
import { incidentAgenda, isDue } from '../../domain/incidentAgenda.ts';
import { type Agenda, type Milestone, waitingId } from '../../domain/milestones.ts';
import type { IncidentChange } from '../incidentChange.ts';
import { type MilestoneRecord, recordedFor, recordedMilestones, recordMilestones } from '../milestones.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { openTogether, type PageCause } from '../pages.ts';

type Due = Agenda & { obligation: StoredObligation };
type Fired = Due & { fire: Milestone };

/**
 * Carries out what the clocks of an incident ask for now: for each duty one page for its latest milestone, all of one
 * look together, and a record of those that were missed, held back, or wait for morning. What is due is worked out again
 * under the lock, so nothing fires after an acknowledgement, a decision or a retry made it pointless.
 */
export async function fireMilestones(change: IncidentChange): Promise<void> {
  if (!isLive(change.incident)) return;
  const { scope, incident, sealer } = change;
  const recorded = await recordedMilestones(scope, incident.id);
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const of = (o: StoredObligation) => recordedFor(recorded, o.id, o.clockVersion);
  const due = incidentAgenda(incident, obligations, of, change.at).filter(isDue);
  for (const one of due) recordOverdue(change, one, of(one.obligation));
  const pages = await openPages(change, due);
  const records = due.flatMap((one) => recordsOf(one, pages.get(one.obligation.id) ?? null));
  await recordMilestones(scope, incident.id, records, change.now);
  for (const { obligation, missed, paused, waiting } of due) {
    recordTogether(change, obligation, 'milestone.missed', missed);
    recordTogether(change, obligation, 'milestone.paused', paused);
    for (const milestone of waiting) recordWaiting(change, obligation, milestone);
  }
}

const URGENCY: Record<Milestone['kind'], number> = { overdue: 0, planEnded: 1, reminder: 2 };

/** The most urgent first: it speaks for the others. @returns the ids of the pages by duty */
async function openPages(change: IncidentChange, due: readonly Due[]): Promise<Map<string, string>> {
  const fired = due
    .filter((one): one is Fired => one.fire !== null)
    .sort((a, b) => URGENCY[a.fire.kind] - URGENCY[b.fire.kind] || +a.obligation.dueAt - +b.obligation.dueAt);
  const ids = await openTogether(
    change,
    fired.map((one) => causeOf(change, one)),
  );
  return new Map(fired.map(({ obligation }, n) => [obligation.id, ids[n] ?? '']));
}

const recordsOf = ({ obligation, fire, missed, paused, waiting }: Due, pageId: string | null) => [
  ...(fire ? [toRecord(obligation, fire, 'fired', pageId)] : []),
  ...missed.map((milestone) => toRecord(obligation, milestone, 'missed', null)),
  ...paused.map((milestone) => toRecord(obligation, milestone, 'paused', null)),
  ...waiting.map((milestone) =>
    toRecord(obligation, { ...milestone, id: waitingId(milestone) }, 'waiting', null),
  ),
];

function recordOverdue(change: IncidentChange, due: Due, before: ReadonlySet<string>): void {
  if (!becomesOverdue(due, before)) return;
  const { id, dueAt } = due.obligation;
  change.record({ kind: 'obligation.overdue', data: { obligation: id, dueAt: dueAt.toISOString() } });
}

/** A reminder that waits for the end of the quiet hours says so at its own time. */
const recordWaiting = (change: IncidentChange, obligation: StoredObligation, milestone: Milestone): void =>
  change.record({
    kind: 'milestone.waits',
    data: {
      obligation: obligation.id,
      milestone: milestone.id,
      plannedAt: milestone.at.toISOString(),
      until: (milestone.goesOutAt ?? milestone.at).toISOString(),
    },
  });

/** The first overdue nudge of this clock, sent or not: after an outage or under a plan it need not be the first one. */
const becomesOverdue = (agenda: Agenda, before: ReadonlySet<string>): boolean =>
  ![...before].some((id) => id.startsWith('overdue-')) &&
  [...(agenda.fire ? [agenda.fire] : []), ...agenda.missed, ...agenda.paused].some(
    (one) => one.kind === 'overdue',
  );

function causeOf(change: IncidentChange, { obligation, fire }: Fired): PageCause {
  const data = { obligation: obligation.id, milestone: fire.id, plannedAt: fire.at.toISOString() };
  change.record({ kind: 'milestone.fired', data });
  const { id: obligationId, clockVersion } = obligation;
  return { obligationId, clockVersion, milestone: fire.id, reason: fire.kind };
}

const toRecord = (
  obligation: StoredObligation,
  milestone: Milestone,
  outcome: MilestoneRecord['outcome'],
  pageId: string | null,
): MilestoneRecord => ({
  obligationId: obligation.id,
  clockVersion: obligation.clockVersion,
  milestone: milestone.id,
  plannedAt: milestone.at,
  outcome,
  pageId,
});

/** Not paging is an entry too; after a long outage one entry, not hundreds. */
function recordTogether(
  change: IncidentChange,
  obligation: StoredObligation,
  kind: 'milestone.missed' | 'milestone.paused',
  milestones: Milestone[],
): void {
  const [first] = milestones;
  if (!first) return;
  const last = milestones.at(-1) ?? first;
  change.record({
    kind,
    data: {
      obligation: obligation.id,
      count: milestones.length,
      milestones: milestones.slice(0, 20).map((milestone) => milestone.id),
      firstPlannedAt: first.at.toISOString(),
      lastPlannedAt: last.at.toISOString(),
    },
  });
}
