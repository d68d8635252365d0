import { keyHash } from '../domain/keyHash.ts';
import { deliveriesOf, type DeliveryRow } from './deliveries.ts';
import type { IncidentChange } from './incidentChange.ts';
import { aboutDelivery } from './pages.ts';

/** What a provider says afterwards of a message that it had taken. */
export interface DeliveryReport {
  outcome: 'delivered' | 'bounced';
  /** The provider's own code: letters, digits, hyphens. */
  code: string;
}

/** The delivery whose key has this hash, among those of one page of the change's incident. */
export async function deliveryByHash(
  change: IncidentChange,
  pageId: string,
  hash: string,
): Promise<DeliveryRow | undefined> {
  const deliveries = await deliveriesOf(change.scope, [pageId]);
  return deliveries.find(({ key }) => keyHash(key) === hash);
}

/**
 * Notes what became of a message. The first report stands: providers repeat themselves, and a late one says no more.
 * A message that came back wakes its page, which may go on at once.
 * @returns false when a report was on record
 */
export async function recordReport(
  change: IncidentChange,
  delivery: DeliveryRow,
  report: DeliveryReport,
): Promise<boolean> {
  if (delivery.reported) return false;
  await change.scope
    .updateTable('deliveries')
    .set({ reported: report.outcome, reportedCode: report.code, reportedAt: change.now })
    .where('organisationId', '=', change.scope.organisationId)
    .where('key', '=', delivery.key)
    .execute();
  const about = aboutDelivery(change, delivery);
  const kind = report.outcome === 'delivered' ? 'page.delivered' : 'page.bounced';
  change.record({ kind, ...about, data: { ...about.data, code: report.code } });
  if (report.outcome === 'bounced') change.wakePage(delivery.pageId, 2);
  return true;
}
