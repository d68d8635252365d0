import { reassess, recordStep } from '../../db/changes/reassess.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import { openPage } from '../../db/pages.ts';
import { isRunning } from '../../domain/obligations.ts';
import { findObligation, saveObligation } from './obligation.ts';

/** Telling one controller meets the law and the contract at once, and so does failing to. */
export const TOGETHER: readonly string[] = ['controllers', 'contract'];

/**
 * A message that bounced, a phone that nobody answered: nobody is informed. The duty stays, or is open again on its old
 * clock if it was recorded as met, and somebody hears of it.
 */
export async function recordNotReached(
  change: IncidentChange,
  id: string,
  { how, by }: { how: string; by: string },
): Promise<void> {
  const obligation = await findObligation(change, id);
  const undone = obligation.state === 'satisfied' ? await metTogether(change, obligation) : [];
  const outcome = undone.length > 0 ? 'reopened' : isRunning(obligation) ? 'open' : 'notRequired';
  change.record({ kind: 'recipient.notReached', data: { obligation: id, outcome }, personal: { by, how } });
  for (const one of undone) await reopen(change, one);
  change.update({}, { facts: undone.length > 0 });
  change.announce();
  if (undone.length > 0) await reassess(change);
  if (outcome !== 'notRequired') await page(change, obligation);
}

/** The duty, and those that the same act was recorded as meeting. */
async function metTogether(change: IncidentChange, met: StoredObligation): Promise<StoredObligation[]> {
  const { id, kind, recipient, satisfiedAt } = met;
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const isTwin = (one: StoredObligation): boolean =>
    recipient !== null &&
    one.recipient === recipient &&
    TOGETHER.includes(kind) &&
    TOGETHER.includes(one.kind) &&
    one.satisfiedAt?.getTime() === satisfiedAt?.getTime();
  return stored.filter((one) => one.id === id || isTwin(one));
}

/** The clock is the old one: what it missed meanwhile is overdue now, reminders that passed are covered by the page. */
async function reopen(change: IncidentChange, met: StoredObligation): Promise<void> {
  const obligation: StoredObligation = { ...met, state: 'open', satisfiedAt: null, openedAt: change.at };
  await saveObligation(change, obligation);
  recordStep(change, { event: 'reopened', obligation, previousDueAt: null, page: false });
}

async function page(
  change: IncidentChange,
  { id: obligationId, clockVersion }: StoredObligation,
): Promise<void> {
  const milestone = `notReached-${change.incident.revision}`;
  await openPage(change, { obligationId, clockVersion, milestone, reason: 'notReached' });
}
