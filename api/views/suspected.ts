import type { IncidentView } from '../../db/incidentChange.ts';
import { obligationsOf } from '../../db/obligations.ts';
import type { Suspicion } from '../../db/suspectedIncidents.ts';
import type { Receipt } from '../../db/suspectedReceipts.ts';
import { TRIAGE } from '../../domain/plan/triage.ts';
import { formatInstant } from '../../domain/time/format.ts';
import { iso } from './incident.ts';

/** What came in, what a person decided about it, and until when somebody should. */
export async function suspicionJson(
  { scope, incident, sealer }: Pick<IncidentView, 'scope' | 'incident' | 'sealer'>,
  suspicion: Suspicion,
) {
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const triage = obligations.find(({ id }) => id === TRIAGE);
  const { timeZone, language } = incident.organisation.policy;
  const { decision, content } = suspicion;
  const self = `/v1/suspected-incidents/${incident.id}`;
  return {
    id: incident.id,
    reference: suspicion.reference,
    state: suspicion.state,
    incident: suspicion.state === 'accepted' ? incident.reference : null,
    source: suspicion.source,
    kind: suspicion.kind,
    title: incident.title,
    details: content.details,
    reporter: content.reporter,
    receivedAt: suspicion.receivedAt.toISOString(),
    lastReceivedAt: suspicion.lastReceivedAt.toISOString(),
    count: suspicion.receivedCount,
    triageDueAt: iso(triage?.dueAt ?? null),
    triageDueLocal: triage ? formatInstant(triage.dueAt, timeZone, language) : null,
    decidedAt: iso(suspicion.decidedAt),
    decidedBy: decision?.by ?? null,
    reason: decision?.reason ?? null,
    links: { self, receipts: `${self}/receipts`, incident: `/v1/incidents/${incident.id}` },
  };
}

export const receiptJson = (incidentId: string, { digest, ...receipt }: Receipt) => ({
  ...receipt,
  sha256: digest,
  receivedAt: receipt.receivedAt.toISOString(),
  occurredAt: iso(receipt.occurredAt),
  href:
    receipt.keptBytes > 0 ? `/v1/suspected-incidents/${incidentId}/receipts/${receipt.id}/evidence` : null,
});
