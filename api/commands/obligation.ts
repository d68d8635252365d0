import type { IncidentChange } from '../../db/incidentChange.ts';
import { happened } from '../../db/changes/happened.ts';
import { recordStep } from '../../db/changes/reassess.ts';
import {
  insertObligations,
  obligationsOf,
  type StoredObligation,
  updateObligation,
} from '../../db/obligations.ts';
import { endPages } from '../../db/pages.ts';
import { isDeclared } from '../../domain/incident.ts';
import { isDuty, isRunning, openObligation, type PlannedObligation } from '../../domain/obligations.ts';
import { planObligations } from '../../domain/plan/index.ts';
import { Problem } from '../problems.ts';

/** @throws Problem when nobody has declared it: a suspicion is accepted first */
export function requireDeclared({ incident }: IncidentChange): void {
  if (isDeclared(incident)) return;
  const cure = 'accept it first (POST /v1/suspected-incidents/:id/acceptance)';
  throw new Problem(
    'notDeclared',
    `This is ${incident.status === 'dismissed' ? 'a dismissed' : 'only a'} suspicion; ${cure}.`,
  );
}

/** @throws Problem when the incident is closed: then it is reopened first; when it was never declared: accepted */
export function requireOpen(change: IncidentChange): void {
  if (change.incident.status === 'closed') {
    throw new Problem('incidentClosed', 'The incident is closed; reopen it first (POST …/reopening).');
  }
  requireDeclared(change);
}

export async function findObligation(change: IncidentChange, id: string): Promise<StoredObligation> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const obligations = stored.filter(isDuty);
  const found = obligations.find((obligation) => obligation.id === id);
  if (found) return found;
  const known = obligations.map((obligation) => obligation.id).join(', ');
  throw new Problem('notFound', `The incident has no obligation "${id}"; it has: ${known}.`);
}

/**
 * The obligation, opened now if the rules did not ask for it: a report may be made, and a person may decide to act,
 * without a duty.
 */
export async function findOrOpenObligation(change: IncidentChange, id: string): Promise<StoredObligation> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const found = stored.find((obligation) => obligation.id === id && isDuty(obligation));
  if (found) return found;
  const plan = await planned(change, id, stored);
  if (!plan || !isDuty(plan)) return findObligation(change, id);
  const opened: StoredObligation = { ...openObligation(plan), openedAt: change.at };
  await insertObligations(change.scope, change.incident.id, [opened], change.sealer);
  recordStep(change, { event: 'opened', obligation: opened, previousDueAt: null, page: false });
  return opened;
}

/** What the rules say of one duty on the facts as they are. */
export async function planned(
  change: IncidentChange,
  id: string,
  stored?: readonly StoredObligation[],
): Promise<PlannedObligation | undefined> {
  return planObligations(change.incident, await happened(change, stored)).find((duty) => duty.id === id);
}

export const saveObligation = (change: IncidentChange, obligation: StoredObligation): Promise<void> =>
  updateObligation(change.scope, change.incident.id, obligation, change.sealer);

/** How a duty was met. */
export interface Satisfaction {
  obligationId: string;
  /** On the incident's clock. */
  at: Date;
  by: string;
  how: string;
}

/**
 * Marks a duty as met, in time or late, and stops its pages and nothing else.
 * @throws Problem when it is satisfied already
 */
export async function satisfy(change: IncidentChange, satisfaction: Satisfaction): Promise<StoredObligation> {
  const obligation = await findObligation(change, satisfaction.obligationId);
  if (obligation.state === 'satisfied') {
    throw new Problem(
      'alreadySatisfied',
      `"${obligation.id}" was satisfied at ${obligation.satisfiedAt?.toISOString()}.`,
    );
  }
  const late = satisfaction.at > obligation.dueAt;
  await saveObligation(change, { ...obligation, state: 'satisfied', satisfiedAt: satisfaction.at });
  await endPages(change, 'satisfied', { obligationId: obligation.id });
  change.record({
    kind: 'obligation.satisfied',
    occurredAt: satisfaction.at,
    data: { obligation: obligation.id, dueAt: obligation.dueAt.toISOString(), late },
    personal: { by: satisfaction.by, how: satisfaction.how },
  });
  return obligation;
}

/** The duties that still need somebody. */
export async function runningObligations(change: IncidentChange): Promise<StoredObligation[]> {
  const obligations = await obligationsOf(change.scope, change.incident.id, change.sealer);
  return obligations.filter((one) => isDuty(one) && isRunning(one));
}
