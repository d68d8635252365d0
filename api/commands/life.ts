import type { IncidentChange } from '../../db/incidentChange.ts';
import { endPages, openPage } from '../../db/pages.ts';
import { reassess } from '../../db/changes/reassess.ts';
import { toRealTime } from '../../domain/drillClock.ts';
import { obligationsOf } from '../../db/obligations.ts';
import { Problem } from '../problems.ts';
import { requireOpen, runningObligations, saveObligation } from './obligation.ts';

/** Closing ends every page. It is refused while a duty is open: each is met, or decided by a named person. */
export async function closeIncident(change: IncidentChange, reason: string, by: string): Promise<void> {
  requireOpen(change);
  const open = await runningObligations(change);
  if (open.length > 0) {
    const names = open.map((obligation) => obligation.id);
    throw new Problem(
      'dutiesOpen',
      `Still open: ${names.join(', ')}. Meet each, or decide that it is not required.`,
      {
        extra: { obligations: names },
      },
    );
  }
  await endPages(change, 'closed');
  change.update({ status: 'closed', closedAt: change.at });
  change.record({ kind: 'incident.closed', personal: { by, reason } });
  change.announce();
}

export async function reopenIncident(change: IncidentChange, reason: string, by: string): Promise<void> {
  if (change.incident.status === 'open') throw new Problem('alreadySatisfied', 'The incident is open.');
  change.update({ status: 'open', closedAt: null });
  change.record({ kind: 'incident.reopened', personal: { by, reason } });
  change.announce();
  await reassess(change);
  await openPage(change, {
    obligationId: null,
    clockVersion: 1,
    milestone: `reopened-${change.incident.revision}`,
    reason: 'reassessed',
  });
}

/**
 * "This is real": the drill becomes an incident on the real clock, with its original instants. Everything that was
 * done on the drill's clock in the drill's future is done again; the drill's pages end and a real one starts.
 */
export async function makeReal(change: IncidentChange, reason: string, by: string): Promise<void> {
  requireOpen(change);
  const { drill } = change.incident;
  if (!drill)
    throw new Problem('notADrill', 'The incident is real already; a real incident never becomes a drill.');
  await endPages(change, 'madeReal');
  const real = (instant: Date | null): Date | null =>
    instant && instant > drill.startedAt ? toRealTime(drill, instant) : instant;
  const { awareAt, discoveredAt, containedAt, scopeAssessedAt } = change.incident;
  change.update(
    {
      drill: null,
      awareAt: real(awareAt) ?? awareAt,
      discoveredAt: real(discoveredAt) ?? discoveredAt,
      containedAt: real(containedAt),
      scopeAssessedAt: real(scopeAssessedAt),
    },
    { facts: true },
  );
  change.record({
    kind: 'incident.madeReal',
    data: { scale: drill.scale, drillStartedAt: drill.startedAt.toISOString() },
    personal: { by, reason },
  });
  await restartClocks(change, real);
  change.announce();
  await reassess(change);
  const milestone = `madeReal-${change.incident.revision}`;
  await openPage(change, { obligationId: null, clockVersion: 1, milestone, reason: 'declared' });
}

/** New clock versions, so that reminders which the drill used up count again. What was practised was not done. */
async function restartClocks(
  change: IncidentChange,
  real: (instant: Date | null) => Date | null,
): Promise<void> {
  for (const obligation of await obligationsOf(change.scope, change.incident.id, change.sealer)) {
    const practised = obligation.kind !== 'containment' && obligation.kind !== 'scope';
    const reset = practised && (obligation.state === 'satisfied' || obligation.state === 'notRequired');
    await saveObligation(change, {
      ...obligation,
      state: reset ? 'open' : obligation.state,
      clockVersion: obligation.clockVersion + 1,
      openedAt: change.now,
      satisfiedAt: reset ? null : real(obligation.satisfiedAt),
      decidedAt: reset ? null : real(obligation.decidedAt),
      decidedBy: reset ? null : obligation.decidedBy,
      decisionReason: reset ? null : obligation.decisionReason,
      planUntil: null,
      planText: null,
    });
  }
}
