import type { IncidentChange } from '../../db/incidentChange.ts';
import { endPages, openPage } from '../../db/pages.ts';
import { reassess, recordStep } from '../../db/changes/reassess.ts';
import { nextReference } from '../../db/incidents.ts';
import { toRealTime } from '../../domain/drillClock.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import { openObligation } from '../../domain/obligations.ts';
import { localDate } from '../../domain/time/zone.ts';
import { Problem } from '../problems.ts';
import { requireDeclared, requireOpen, runningObligations, saveObligation } from './obligation.ts';
import { reopenPractised } from './tasks.ts';

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
  requireDeclared(change);
  if (change.incident.status === 'open') throw new Problem('alreadySatisfied', 'The incident is open.');
  change.update({ status: 'open', closedAt: null });
  change.record({ kind: 'incident.reopened', personal: { by, reason } });
  change.announce();
  await reassess(change);
  await pageReopened(change);
}

/**
 * A report that is recorded after the closure may leave something to follow (Art. 33(4)). A clock that nobody is paged
 * about is none, so the incident is open again.
 */
export async function reopenForDuties(change: IncidentChange, by: string): Promise<void> {
  if (change.incident.status === 'open') return;
  const duties = (await runningObligations(change)).map(({ id }) => id);
  if (duties.length === 0) return;
  change.update({ status: 'open', closedAt: null });
  change.record({ kind: 'incident.reopened', data: { because: 'dutyOpened', duties }, personal: { by } });
  await pageReopened(change);
}

async function pageReopened(change: IncidentChange): Promise<void> {
  const milestone = `reopened-${change.incident.revision}`;
  await openPage(change, { obligationId: null, clockVersion: 1, milestone, reason: 'reassessed' });
}

/**
 * "This is real": the drill becomes an incident on the real clock, with its original instants and a reference of its
 * own. What was practised was not done: every duty is open again, and a real page starts.
 */
export async function makeReal(change: IncidentChange, reason: string, by: string): Promise<void> {
  requireOpen(change);
  const { incident } = change;
  const { drill } = incident;
  if (!drill)
    throw new Problem('notADrill', 'The incident is real already; a real incident never becomes a drill.');
  await endPages(change, 'madeReal');
  const real = (instant: Date): Date => (instant > drill.startedAt ? toRealTime(drill, instant) : instant);
  const year = Number(localDate(change.now, incident.organisation.policy.timeZone).slice(0, 4));
  const reference = await nextReference(change.scope, year, {
    drill: false,
    restricted: incident.restrictedTo !== null,
  });
  change.update(
    {
      drill: null,
      reference,
      madeRealAt: change.now,
      awareAt: real(incident.awareAt),
      discoveredAt: real(incident.discoveredAt),
      occurredFrom: incident.occurredFrom && real(incident.occurredFrom),
      occurredTo: incident.occurredTo && real(incident.occurredTo),
      containedAt: null,
      scopeAssessedAt: null,
    },
    { facts: true },
  );
  change.record({
    kind: 'incident.madeReal',
    data: {
      scale: drill.scale,
      drillStartedAt: drill.startedAt.toISOString(),
      reference,
      drillReference: incident.reference,
    },
    personal: { by, reason },
  });
  await reopenPractised(change, real);
  await reopenDuties(change);
  change.announce();
  await reassess(change);
  const milestone = `madeReal-${change.incident.revision}`;
  await openPage(change, { obligationId: null, clockVersion: 1, milestone, reason: 'declared' });
}

/** New clock versions, so that reminders which the drill used up count again; an entry for each duty that is undone. */
async function reopenDuties(change: IncidentChange): Promise<void> {
  for (const obligation of await obligationsOf(change.scope, change.incident.id, change.sealer)) {
    const reopened: StoredObligation = {
      ...obligation,
      ...openObligation(obligation),
      clockVersion: obligation.clockVersion + 1,
      openedAt: change.now,
    };
    await saveObligation(change, reopened);
    if (obligation.state !== 'open') {
      const step = { event: 'reopened' as const, obligation: reopened, previousDueAt: null, page: false };
      recordStep(change, step);
    }
  }
}
