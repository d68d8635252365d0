import type { Alert, OutboundMessage } from '../channels/types.ts';
import type { DeliveryRow } from '../db/deliveries.ts';
import type { IncidentView } from '../db/incidentChange.ts';
import type { PageReason, PageRow } from '../db/pages.ts';
import { alertKey } from '../domain/alertKey.ts';
import type { ActivityDeps } from './deps.ts';

/** How loud a pager should be about each reason. Danger to somebody is always critical. */
const SEVERITY: Record<PageReason, Alert['severity']> = {
  declared: 'critical',
  suspected: 'critical',
  overdue: 'critical',
  notReached: 'error',
  noAction: 'error',
  planEnded: 'error',
  draftFailed: 'error',
  confirmClock: 'error',
  reassessed: 'warning',
  reminder: 'warning',
};

type Keyed = Pick<ActivityDeps, 'linkKey'>;
type View = Pick<IncidentView, 'incident'>;

/** One alert for each page: a newer page is a new alert, for a pager that has heard an answer stays silent. */
export const triggerAlert = ({ linkKey }: Keyed, { incident }: View, page: PageRow): Alert => ({
  action: 'trigger',
  dedupKey: alertKey(linkKey, {
    organisationId: incident.organisationId,
    incidentId: incident.id,
    pageId: page.id,
  }),
  severity: incident.questions.physicalDanger === 'yes' ? 'critical' : SEVERITY[page.reason as PageReason],
});

export type AlertUpdate = Pick<OutboundMessage, 'subject' | 'short' | 'text' | 'html' | 'data' | 'alert'>;

/** What a pager is told of an alert that it has: only that it was answered or is over. */
export function alertUpdate(
  deps: Keyed,
  { incident }: View,
  page: PageRow,
  { action }: Pick<DeliveryRow, 'action'>,
): AlertUpdate {
  const { reference } = incident;
  const told = action === 'acknowledge' ? 'acknowledge' : 'resolve';
  return {
    subject: reference,
    short: reference,
    text: reference,
    html: '',
    data: { type: `page.${told}`, page: page.id, incident: incident.id, reference },
    alert: { ...triggerAlert(deps, { incident }, page), action: told },
  };
}
