import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { readPastInstant } from '../instants.ts';
import type { containmentSchema, scopeSchema } from '../schemas/incidents.ts';
import { requireOpen, satisfy } from './obligation.ts';
import { requireAfterDiscovery, requireContainable } from './plausible.ts';

/** "Contained" satisfies the promise; "not yet contained, because …" is recorded and never does. */
export async function recordContainment(
  change: IncidentChange,
  body: z.infer<typeof containmentSchema>,
  by: string,
): Promise<void> {
  requireOpen(change);
  change.announce();
  if (!body.contained) {
    change.record({ kind: 'containment.notYet', personal: { by, because: body.because } });
    return;
  }
  const at = instant(change, body.at);
  requireContainable(change, { field: '/at', at });
  await satisfy(change, { obligationId: 'containment', at, by, how: body.how });
  change.update({ containedAt: at }, { facts: true });
  change.record({ kind: 'containment.recorded', occurredAt: at, personal: { by, how: body.how } });
}

export async function recordScope(
  change: IncidentChange,
  body: z.infer<typeof scopeSchema>,
  by: string,
): Promise<void> {
  requireOpen(change);
  const at = instant(change, body.at);
  requireAfterDiscovery(change, { field: '/at', at });
  await satisfy(change, { obligationId: 'scope', at, by, how: body.findings });
  change.update({ scopeAssessedAt: at }, { facts: true });
  change.record({ kind: 'scope.recorded', occurredAt: at, personal: { by, findings: body.findings } });
  change.announce();
}

/** An instant that has passed on the incident's clock; now where none is given. */
export function instant(change: IncidentChange, input: string | undefined, field = '/at'): Date {
  if (input === undefined) return change.at;
  return readPastInstant(field, input, change.incident.organisation.policy.timeZone, change.at);
}
