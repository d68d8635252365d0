import { type DeliveryRow, inFlight, updateDelivery } from './deliveries.ts';
import type { IncidentChange } from './incidentChange.ts';
import { tellServices } from './pageActs.ts';
import type { PageRow } from './pageRows.ts';

/** A send takes 20 s at most and its record follows at once; what is not on record after this long never will be. */
const OUTCOME_MS = 60_000;

/** What becomes of the messages of a page that has ended; its workflow hears of the end. */
export async function leaveBehind(
  change: IncidentChange,
  { id: pageId, bundledInto }: Pick<PageRow, 'id' | 'bundledInto'>,
  because: string,
): Promise<void> {
  // Another page spoke for it: it has no messages and no run.
  if (bundledInto) return;
  await withholdUntried(change, pageId, because);
  await tellServices(change, pageId, because === 'acknowledged' ? 'acknowledge' : 'resolve');
  change.wakePage(pageId, 2);
  const underWay = await inFlight(change.scope, pageId);
  if (underWay.length === 0) return;
  change.wakePage(pageId, 2, new Date(change.now.getTime() + OUTCOME_MS));
}

/** Of a page that has ended: messages whose sender died in the act are not "intended" for ever. */
export async function recordUnknownOutcomes(change: IncidentChange, pageId: string): Promise<void> {
  const before = change.now.getTime() - OUTCOME_MS;
  for (const delivery of await inFlight(change.scope, pageId)) {
    if (delivery.attemptedAt && delivery.attemptedAt.getTime() <= before) await markUnknown(change, delivery);
  }
}

/** Never "not sent": it may have arrived. */
export async function markUnknown(change: IncidentChange, delivery: DeliveryRow): Promise<void> {
  await updateDelivery(change.scope, delivery.key, { status: 'unknown', finishedAt: change.now });
  change.record({ kind: 'page.outcomeUnknown', ...aboutDelivery(change, delivery) });
}

/** Messages that were planned and not yet tried are not sent any more, and that is an entry too. */
export async function withholdUntried(
  change: IncidentChange,
  pageId: string,
  because: string,
): Promise<void> {
  const untried = await change.scope
    .updateTable('deliveries')
    .set({ status: 'notSent', lastCode: because, finishedAt: change.now })
    .where('organisationId', '=', change.scope.organisationId)
    .where('pageId', '=', pageId)
    .where('status', '=', 'intended')
    .where('attempts', '=', 0)
    .where('action', '=', 'trigger')
    .returning(['contactId', 'channel', 'round', 'step'])
    .execute();
  for (const { contactId, channel, round, step } of untried) {
    const about = aboutDelivery(change, { pageId, contactId, channel, round, step });
    change.record({ kind: 'page.notSent', ...about, data: { ...about.data, because } });
  }
}

/** What an entry says of one message: whom it was for stands behind a commitment, a pseudonym in the open. */
export const aboutDelivery = (
  { sealer }: Pick<IncidentChange, 'sealer'>,
  delivery: Pick<DeliveryRow, 'pageId' | 'contactId' | 'channel' | 'round' | 'step'>,
) => ({
  data: {
    page: delivery.pageId,
    contact: sealer.pseudonym(delivery.contactId),
    channel: delivery.channel,
    round: delivery.round + 1,
    step: delivery.step + 1,
  },
  personal: { person: delivery.contactId },
});
