import type { z } from 'zod';
import { acceptedDuties } from '../../db/changes/reassess.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { nextReference, type StoredIncident } from '../../db/incidents.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import { endPages, openPage } from '../../db/pages.ts';
import {
  decideSuspicion,
  findSuspicionRow,
  type Suspicion,
  toSuspicion,
} from '../../db/suspectedIncidents.ts';
import { defaultTracks } from '../../domain/defaultTracks.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { TRIAGE } from '../../domain/plan/triage.ts';
import { localDate } from '../../domain/time/zone.ts';
import type { ApiContext } from '../context.ts';
import { readOptionalPastInstant, readPastInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { acceptanceSchema } from '../schemas/suspected.ts';
import { recordDeclaration, requireAwareness, requireOrder } from './declare.ts';
import { findObligation, satisfy } from './obligation.ts';

type Acceptance = z.infer<typeof acceptanceSchema>;

/** @throws Problem `notFound` where nothing of the kind was received */
export async function suspicionOf({
  scope,
  incident,
  sealer,
}: Pick<IncidentChange, 'scope' | 'incident' | 'sealer'>): Promise<Suspicion> {
  const row = await findSuspicionRow(scope, incident.id);
  if (!row) throw new Problem('notFound', 'There is no such suspected incident.');
  return toSuspicion(row, sealer);
}

/**
 * A person says that it is one: from here on it is an incident like any other, under the policy as it is now, with its
 * clocks. Discovery is the receipt unless it is corrected with a reason, and awareness is discovery unless it is stated
 * with one: the earliest readings. What was dismissed can still be accepted.
 */
export async function acceptSuspicion(
  context: ApiContext,
  change: IncidentChange,
  body: Acceptance,
  by: string,
): Promise<void> {
  const suspicion = await suspicionOf(change);
  if (suspicion.state === 'accepted')
    throw new Problem('alreadySatisfied', `It was accepted and is incident ${change.incident.reference}.`);
  const organisation = (await findOwnOrganisation(change.scope, context.keys))?.organisation;
  if (!organisation) throw new Problem('notFound', 'The organisation of this key does not exist.');
  const values = await acceptedValues(change, { body, suspicion, organisation });
  if (suspicion.state === 'open') await triaged(change, by, `Accepted as ${values.reference}.`);
  change.update(values, { facts: true });
  const decision = { state: 'accepted' as const, at: change.now, by, reason: body.reason ?? null };
  await decideSuspicion(change.scope, change.incident.id, decision, change.sealer);
  recordAcceptance(change, { body, suspicion, by });
  await acceptedDuties(change);
  const cause = { obligationId: null, clockVersion: 1, milestone: 'declared', reason: 'declared' } as const;
  await openPage(change, cause);
  change.announce();
}

interface Accepting {
  body: Acceptance;
  suspicion: Suspicion;
  organisation: Organisation;
}

async function acceptedValues(
  change: IncidentChange,
  accepting: Accepting,
): Promise<Partial<StoredIncident>> {
  const { body, organisation } = accepting;
  const { incident, now } = change;
  const { timeZone } = organisation.policy;
  const instants = acceptedInstants(change, accepting);
  const year = Number(localDate(now, timeZone).slice(0, 4));
  return {
    status: 'open',
    organisation,
    reference: await nextReference(change.scope, year, {
      drill: false,
      restricted: incident.restrictedTo !== null,
    }),
    title: body.title ?? incident.title,
    ...instants,
    declaredAt: change.at,
    declaredRealAt: now,
    closedAt: null,
    questions: body.questions,
    tracks: body.tracks ?? defaultTracks(organisation),
    narrative: body.narrative,
  };
}

function acceptedInstants({ now }: IncidentChange, { body, suspicion, organisation }: Accepting) {
  const { timeZone } = organisation.policy;
  const { receivedAt } = suspicion;
  const discoveredAt =
    readOptionalPastInstant('/discoveredAt', body.discoveredAt, timeZone, now) ?? receivedAt;
  if (discoveredAt.getTime() !== receivedAt.getTime() && !body.discoveredReason) {
    const message = 'it was received at another time: say in discoveredReason why that is not the discovery';
    throw new Problem('reasonNeeded', message, { errors: [{ field: '/discoveredReason', message }] });
  }
  const awareAt = body.awareAt ? readPastInstant('/awareAt', body.awareAt, timeZone, now) : discoveredAt;
  requireAwareness({ discoveredAt, awareAt: discoveredAt }, awareAt, body.awareReason);
  const occurredFrom = readOptionalPastInstant('/occurredFrom', body.occurredFrom, timeZone, now);
  const occurredTo = readOptionalPastInstant('/occurredTo', body.occurredTo, timeZone, now);
  requireOrder(occurredFrom, occurredTo);
  return { discoveredAt, awareAt, occurredFrom, occurredTo };
}

function recordAcceptance(
  change: IncidentChange,
  { body, suspicion, by }: { body: Acceptance; suspicion: Suspicion; by: string },
): void {
  const { discoveredAt, reference } = change.incident;
  change.record({
    kind: 'suspicion.accepted',
    data: { suspicion: suspicion.reference, reference },
    personal: { by, reason: body.reason },
  });
  recordDeclaration(change, { body, by });
  const [from, to] = [suspicion.receivedAt.toISOString(), discoveredAt.toISOString()];
  if (from === to) return;
  const personal = { by, reason: body.discoveredReason };
  change.record({ kind: 'incident.discoveryMoved', data: { from, to }, personal });
}

/** Meets the promise of triage, in time or late, and stops its pages. */
async function triaged(change: IncidentChange, by: string, how: string): Promise<void> {
  const triage = await findObligation(change, TRIAGE);
  if (triage.state === 'satisfied') return;
  await satisfy(change, { obligationId: TRIAGE, at: change.at, by, how });
}

/** A person says that it is none, and why. The record keeps it; the register does not list it. */
export async function dismissSuspicion(change: IncidentChange, reason: string, by: string): Promise<void> {
  const suspicion = await suspicionOf(change);
  if (suspicion.state !== 'open') {
    const message =
      suspicion.state === 'dismissed'
        ? 'It was dismissed before.'
        : `It was accepted and is incident ${change.incident.reference}; close that one.`;
    throw new Problem('alreadySatisfied', message);
  }
  await triaged(change, by, 'Dismissed.');
  await endPages(change, 'dismissed');
  change.update({ status: 'dismissed', closedAt: change.at });
  const decision = { state: 'dismissed' as const, at: change.now, by, reason };
  await decideSuspicion(change.scope, change.incident.id, decision, change.sealer);
  change.record({
    kind: 'suspicion.dismissed',
    data: { suspicion: suspicion.reference },
    personal: { by, reason },
  });
  change.announce();
}
