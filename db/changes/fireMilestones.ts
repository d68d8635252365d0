import { isLive } from '../../domain/incident.ts';
import { incidentAgenda, isDue } from '../../domain/incidentAgenda.ts';
import type { Agenda, Milestone } from '../../domain/milestones.ts';
import type { IncidentChange } from '../incidentChange.ts';
import { type MilestoneRecord, recordedFor, recordedMilestones, recordMilestones } from '../milestones.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { openPage } from '../pages.ts';

/**
 * Carries out what one obligation's clock asks for now: one page for the latest milestone, a record for those that
 * were missed or held back. What is due is worked out again under the lock, so nothing fires after an
 * acknowledgement, a decision or a retry made it pointless.
 */
export async function fireMilestones(change: IncidentChange, obligationId: string): Promise<void> {
  if (!isLive(change.incident)) return;
  const { scope, incident, sealer } = change;
  const recorded = await recordedMilestones(scope, incident.id);
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const agendas = incidentAgenda(
    incident,
    obligations,
    (o) => recordedFor(recorded, o.id, o.clockVersion),
    change.at,
  );
  const agenda = agendas.find((one) => one.obligation.id === obligationId);
  if (!agenda || !isDue(agenda)) return;
  const { obligation, fire, missed, paused } = agenda;
  const before = recordedFor(recorded, obligation.id, obligation.clockVersion);
  if (becomesOverdue(agenda, before)) {
    const data = { obligation: obligation.id, dueAt: obligation.dueAt.toISOString() };
    change.record({ kind: 'obligation.overdue', data });
  }
  const pageId = fire ? await pageFor(change, obligation, fire) : null;
  const records = [
    ...(fire ? [toRecord(obligation, fire, 'fired', pageId)] : []),
    ...missed.map((milestone) => toRecord(obligation, milestone, 'missed', null)),
    ...paused.map((milestone) => toRecord(obligation, milestone, 'paused', null)),
  ];
  await recordMilestones(scope, incident.id, records, change.now);
  recordTogether(change, obligation, 'milestone.missed', missed);
  recordTogether(change, obligation, 'milestone.paused', paused);
}

/** The first overdue nudge of this clock, sent or not: after an outage or under a plan it need not be the first one. */
const becomesOverdue = (agenda: Agenda, before: ReadonlySet<string>): boolean =>
  ![...before].some((id) => id.startsWith('overdue-')) &&
  [...(agenda.fire ? [agenda.fire] : []), ...agenda.missed, ...agenda.paused].some(
    (one) => one.kind === 'overdue',
  );

async function pageFor(
  change: IncidentChange,
  obligation: StoredObligation,
  milestone: Milestone,
): Promise<string> {
  const data = { obligation: obligation.id, milestone: milestone.id, plannedAt: milestone.at.toISOString() };
  change.record({ kind: 'milestone.fired', data });
  const { id: obligationId, clockVersion } = obligation;
  return openPage(change, { obligationId, clockVersion, milestone: milestone.id, reason: milestone.kind });
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
