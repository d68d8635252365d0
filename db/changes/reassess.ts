import { type PlannedObligation, openObligation } from '../../domain/obligations.ts';
import { planObligations } from '../../domain/plan/index.ts';
import { reconcile, type ReconcileStep } from '../../domain/reconcile.ts';
import type { IncidentChange } from '../incidentChange.ts';
import { happened } from './happened.ts';
import {
  insertObligations,
  obligationInsert,
  obligationsOf,
  type StoredObligation,
  updateObligation,
} from '../obligations.ts';
import { endPages, openTogether, type PageCause } from '../pages.ts';

const open = (plan: PlannedObligation, openedAt: Date): StoredObligation => ({
  ...openObligation(plan),
  openedAt,
});

/** The timeline entry that says what changed about a duty and why. */
export function recordStep(change: IncidentChange, step: ReconcileStep<StoredObligation>): void {
  const { obligation, previousDueAt } = step;
  change.record({
    kind: `obligation.${step.event}`,
    data: {
      obligation: obligation.id,
      applicability: obligation.applicability,
      dueAt: obligation.dueAt.toISOString(),
      previousDueAt: previousDueAt?.toISOString() ?? null,
      basis: obligation.basis,
      reasons: obligation.reasons.map((reason) => reason.code),
      ...(step.event === 'proposed' && obligation.proposal
        ? {
            proposedDueAt: obligation.proposal.dueAt.toISOString(),
            proposed: obligation.proposal.applicability,
          }
        : {}),
      factsRevision: change.incident.factsRevision,
    },
  });
}

/**
 * Brings the incident's obligations to what its facts ask for now: they appear, change or stand down, each with an
 * entry that says why. A duty that appears or comes back after the declaration pages at once.
 */
export async function reassess(change: IncidentChange): Promise<void> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const planned = planObligations(change.incident, await happened(change, stored));
  const steps = reconcile(stored, planned, change.at, open);
  for (const step of steps) await applyStep(change, step);
  await openTogether(
    change,
    steps.filter(({ page }) => page).map((step) => pageCause(change, step)),
  );
  const changed = new Map(steps.map(({ obligation }) => [obligation.id, obligation]));
  const left = stored.filter(({ id }) => !changed.has(id));
  await endAnsweredQuestion(change, [...left, ...changed.values()]);
}

/**
 * The page that asks for a confirmation ends when nothing waits for one any more: confirmed, refused, or gone.
 * @param known all obligations of the incident as they are now, where somebody has them
 */
export async function endAnsweredQuestion(
  change: IncidentChange,
  known?: readonly StoredObligation[],
): Promise<void> {
  const obligations = known ?? (await obligationsOf(change.scope, change.incident.id, change.sealer));
  if (obligations.some(({ proposal }) => proposal && !proposal.rejected)) return;
  await endPages(change, 'answered', { reason: 'confirmClock' });
}

async function applyStep(change: IncidentChange, step: ReconcileStep<StoredObligation>): Promise<void> {
  const moved = step.previousDueAt !== null;
  // Reminders of the new clock that lie in the past are covered by what is said now.
  const obligation = moved ? { ...step.obligation, openedAt: change.at } : step.obligation;
  if (step.event === 'opened')
    await insertObligations(change.scope, change.incident.id, [obligation], change.sealer);
  else await updateObligation(change.scope, change.incident.id, obligation, change.sealer);
  recordStep(change, step);
  if (step.event === 'stoodDown') await endPages(change, 'stoodDown', { obligationId: obligation.id });
  else if (moved) await endPages(change, 'clockMoved', { obligationId: obligation.id });
}

/** One question for all the clocks that an edit would change; else a page about the duty itself. */
function pageCause(
  change: IncidentChange,
  { event, obligation }: ReconcileStep<StoredObligation>,
): PageCause {
  const { factsRevision } = change.incident;
  if (event === 'proposed')
    return {
      obligationId: null,
      clockVersion: 1,
      milestone: `confirm-${factsRevision}`,
      reason: 'confirmClock',
    };
  const { id: obligationId, clockVersion } = obligation;
  return { obligationId, clockVersion, milestone: `reassessed-${factsRevision}`, reason: 'reassessed' };
}

/**
 * The first obligations of a new incident; the declaration's own page tells of all of them.
 * @returns them in the order of their deadlines, as obligationsOf does
 */
export function openFirstObligations(change: IncidentChange): StoredObligation[] {
  const steps = reconcile<StoredObligation>([], planObligations(change.incident), change.at, open);
  const obligations = steps.map((step) => step.obligation);
  if (obligations.length > 0) {
    change.insertLast(obligationInsert(change.scope, change.incident.id, obligations, change.sealer));
  }
  for (const step of steps) recordStep(change, step);
  return obligations.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** The duties of an incident that was only suspected until now; the page of its declaration tells of all of them. */
export async function acceptedDuties(change: IncidentChange): Promise<void> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const known = new Set(stored.map(({ id }) => id));
  const steps = reconcile(stored, planObligations(change.incident), change.at, open);
  const opened = steps.filter(({ event, obligation }) => event === 'opened' && !known.has(obligation.id));
  const duties = opened.map(({ obligation }) => obligation);
  await insertObligations(change.scope, change.incident.id, duties, change.sealer);
  for (const step of opened) recordStep(change, step);
}
