import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { formatInstant } from '../../domain/time/format.ts';
import { Problem } from '../problems.ts';

/** As much as a clock may be ahead when "now" is recorded (see readPastInstant). */
const GRACE_MS = 60_000;
/** Art. 33 GDPR applies from this day; who discovered something before it owes nothing of what runs here. */
const EARLIEST_DISCOVERY = new Date('2018-05-25T00:00:00Z');

function refuse(field: string, message: string): never {
  throw new Problem('invalidRequest', `${field}: ${message}`, { errors: [{ field, message }] });
}

const shown = ({ incident }: Pick<IncidentChange, 'incident'>, instant: Date): string => {
  const { timeZone, language } = incident.organisation.policy;
  return formatInstant(instant, timeZone, language);
};

interface Given {
  field: string;
  at: Date;
}

/** @throws Problem when a duty would be met before anybody knew of the breach, or before it was asked for */
export function requireAfterStart(
  change: IncidentChange,
  duty: StoredObligation,
  { field, at }: Given,
): void {
  const asked = duty.startsFrom === 'received' ? duty.startsAt : null;
  if (asked && at.getTime() + GRACE_MS < asked.getTime())
    refuse(
      field,
      `lies before it was asked for (${shown(change, asked)}); give the time at which it was done`,
    );
  requireAfterDiscovery(change, { field, at });
}

/** @throws Problem when something was done about the breach before it was discovered */
export function requireAfterDiscovery(change: IncidentChange, { field, at }: Given): void {
  const { discoveredAt } = change.incident;
  if (at.getTime() + GRACE_MS >= discoveredAt.getTime()) return;
  refuse(
    field,
    `lies before the discovery (${shown(change, discoveredAt)}); give the time at which it was done, or correct the discovery first (discoveredAt, with discoveredReason)`,
  );
}

/**
 * A breach may be over before anybody discovers it, but not before it begins.
 * @throws Problem when it was contained before it began, or before its discovery while nobody has said when it began
 */
export function requireContainable(change: IncidentChange, { field, at }: Given): void {
  const { occurredFrom } = change.incident;
  if (!occurredFrom) {
    const { discoveredAt } = change.incident;
    if (at.getTime() + GRACE_MS >= discoveredAt.getTime()) return;
    refuse(
      field,
      `lies before the discovery (${shown(change, discoveredAt)}); if it was over by then, say first when it began (occurredFrom)`,
    );
  }
  if (at < occurredFrom)
    refuse(field, `lies before it began (${shown(change, occurredFrom)}); correct one of the two`);
}

/**
 * @throws Problem when something was discovered before it began, or so long ago that it is a slip of the pen
 */
export function requirePlausibleDiscovery(discoveredAt: Date, occurredFrom: Date | null): void {
  if (discoveredAt < EARLIEST_DISCOVERY)
    refuse('/discoveredAt', 'lies before 25 May 2018, from which these duties exist; correct the year');
  if (occurredFrom && discoveredAt.getTime() + GRACE_MS < occurredFrom.getTime())
    refuse('/discoveredAt', 'lies before it began (occurredFrom); correct one of the two');
}
