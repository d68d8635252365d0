import type { ChannelName } from '../domain/organisation.ts';
import type { Scope } from './database.ts';
import { type DeliveryAction, insertIntents } from './deliveries.ts';
import type { IncidentChange } from './incidentChange.ts';

/** Services that keep an alert open until they hear that it was answered or is over. */
const PAGERS: readonly ChannelName[] = ['pagerduty', 'opsgenie'];

/**
 * Plans to tell the pagers that were asked by a page what became of it; its workflow does so. An act is a row with a key
 * of its own, so it survives whatever dies in between, and is planned once.
 */
export async function tellServices(
  change: IncidentChange,
  pageId: string,
  action: Exclude<DeliveryAction, 'trigger'>,
): Promise<void> {
  const triggered = await triggeredPagers(change.scope, pageId);
  const planned = await insertIntents(
    change.scope,
    triggered.map(({ key, round, step, contactId, channel, method }) => ({
      key: `${key}~${action}`,
      pageId,
      round,
      step,
      contactId,
      channel,
      method: method ?? channel,
      action,
      intendedAt: change.now,
    })),
  );
  if (planned.size > 0) change.wakePage(pageId, 2);
}

/** The first message to each pager that was tried: every later one is about the same alert. */
async function triggeredPagers(scope: Scope, pageId: string) {
  const rows = await scope
    .selectFrom('deliveries')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .where('channel', 'in', PAGERS)
    .where('action', '=', 'trigger')
    .where('attempts', '>', 0)
    .orderBy('round')
    .orderBy('step')
    .orderBy('key')
    .execute();
  return rows.filter((row, at) => rows.findIndex(({ contactId }) => contactId === row.contactId) === at);
}

/** What pagers are still to be told of a page. */
export const pendingActs = (scope: Scope, pageId: string): Promise<{ key: string; channel: string }[]> =>
  scope
    .selectFrom('deliveries')
    .select(['key', 'channel'])
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .where('action', '<>', 'trigger')
    .where('status', '=', 'intended')
    .orderBy('key')
    .execute();

/** An alert that opened after its page had closed: what was told before came too early. */
export async function tellAgain(change: IncidentChange, pageId: string, contactId: string): Promise<void> {
  const again = await change.scope
    .updateTable('deliveries')
    .set({ status: 'intended', finishedAt: null })
    .where('organisationId', '=', change.scope.organisationId)
    .where('pageId', '=', pageId)
    .where('contactId', '=', contactId)
    .where('action', '<>', 'trigger')
    .returning('key')
    .execute();
  if (again.length > 0) change.wakePage(pageId, 2);
}
