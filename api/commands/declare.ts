import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { openFirstObligations } from '../../db/changes/reassess.ts';
import { IncidentChange } from '../../db/incidentChange.ts';
import { incidentInsert, nextReference, type StoredIncident } from '../../db/incidents.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { openFirstPage } from '../../db/pages.ts';
import type { Track } from '../../domain/facts.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { localDate } from '../../domain/time/zone.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { readOptionalPastInstant, readPastInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { declareSchema } from '../schemas/incidents.ts';
import { requirePlausibleDiscovery } from './plausible.ts';
import { keepAnswer, type IdempotencyRequest } from './idempotency.ts';

export type Declaration = z.infer<typeof declareSchema>;

export interface DeclareRequest {
  organisationId: string;
  actor: Actor;
  /** Name of the person, for the record. */
  by: string;
  body: Declaration;
  idempotency: IdempotencyRequest | null;
}

export interface Declared {
  id: string;
  /** What was just written, so that nobody has to read it back. */
  state?: { change: Pick<IncidentChange, 'incident' | 'at' | 'now'>; obligations: StoredObligation[] };
}

/** Silence is never the absence of a duty: without tracks, one for each role, with nothing known. */
const defaultTracks = (organisation: Organisation): Track[] =>
  [...new Set(organisation.policy.roles)].map((role) => ({ id: role, facts: { role } }));

/**
 * One transaction: incident, first obligations, first page, timeline entries, outbox rows. Nothing in it needs
 * Temporal to be up.
 * @returns the new incident, or only the id of the first answer when the Idempotency-Key was used before
 */
export function declare(context: ApiContext, request: DeclareRequest): Promise<Declared> {
  return inOrganisation(context.db, request.organisationId, async (scope) => {
    const repeated = await keepAnswer(scope, request.idempotency, context.clock.now());
    if (repeated) return { id: repeated };
    const change = await newIncident(context, scope, request);
    const obligations = openFirstObligations(change);
    openFirstPage(change);
    await change.flush();
    return { id: change.incident.id, state: { change, obligations } };
  });
}

async function newIncident(
  context: ApiContext,
  scope: Scope,
  request: DeclareRequest,
): Promise<IncidentChange> {
  const now = context.clock.now();
  const stored = await findOwnOrganisation(scope, context.keys);
  if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
  const { organisation } = stored;
  const year = Number(localDate(now, organisation.policy.timeZone).slice(0, 4));
  const incident: StoredIncident = {
    ...draftIncident(request, organisation, now),
    id: request.idempotency?.incidentId ?? uuidv7(),
    reference: await nextReference(scope, year, request.body.drill !== undefined),
  };
  const { sealer, insert } = context.keys.make(scope, incident.id, now);
  const change = new IncidentChange(scope, sealer, incident, request.actor, now);
  change.insertLast(insert);
  change.insertLast(incidentInsert(incident, sealer));
  recordDeclaration(change, request);
  change.wakeIncident();
  return change;
}

function draftIncident(
  { body, organisationId }: DeclareRequest,
  organisation: Organisation,
  now: Date,
): Omit<StoredIncident, 'id' | 'reference'> {
  const { timeZone } = organisation.policy;
  const discoveredAt = readPastInstant('/discoveredAt', body.discoveredAt, timeZone, now);
  const awareAt = body.awareAt ? readPastInstant('/awareAt', body.awareAt, timeZone, now) : discoveredAt;
  const occurredFrom = readOptionalPastInstant('/occurredFrom', body.occurredFrom, timeZone, now);
  const occurredTo = readOptionalPastInstant('/occurredTo', body.occurredTo, timeZone, now);
  requireOrder(occurredFrom, occurredTo);
  requirePlausibleDiscovery(discoveredAt, occurredFrom);
  requireAwareness({ discoveredAt, awareAt: discoveredAt }, awareAt, body.awareReason);
  return {
    organisationId,
    revision: 1,
    factsRevision: 1,
    status: 'open',
    title: body.title,
    drill: body.drill ? { ...body.drill, startedAt: now } : null,
    occurredFrom,
    occurredTo,
    discoveredAt,
    awareAt,
    declaredAt: now,
    declaredRealAt: now,
    containedAt: null,
    scopeAssessedAt: null,
    closedAt: null,
    madeRealAt: null,
    questions: body.questions,
    tracks: body.tracks ?? defaultTracks(organisation),
    narrative: body.narrative,
    organisation,
  };
}

export function requireOrder(from: Date | null, to: Date | null): void {
  if (!from || !to || from <= to) return;
  const message = 'ends before it begins; occurredTo must not be earlier than occurredFrom';
  throw new Problem('invalidRequest', message, { errors: [{ field: '/occurredTo', message }] });
}

/** Awareness defaults to discovery; another instant, and every move, needs a reason: the 72 hours hang on it. */
export function requireAwareness(
  before: { discoveredAt: Date; awareAt: Date },
  awareAt: Date,
  reason: string | undefined,
): void {
  if (awareAt < before.discoveredAt) {
    const message = 'awareness cannot be earlier than discovery; leave awareAt out or correct it';
    throw new Problem('invalidRequest', message, { errors: [{ field: '/awareAt', message }] });
  }
  if (awareAt.getTime() !== before.awareAt.getTime() && !reason) {
    const message = 'awareness moves: say in awareReason why, it enters the timeline';
    throw new Problem('reasonNeeded', message, { errors: [{ field: '/awareReason', message }] });
  }
}

function recordDeclaration(change: IncidentChange, { body, by }: DeclareRequest): void {
  const { incident } = change;
  change.record({
    kind: 'incident.declared',
    data: {
      reference: incident.reference,
      drill: incident.drill !== null,
      discoveredAt: incident.discoveredAt.toISOString(),
      awareAt: incident.awareAt.toISOString(),
      physicalDanger: incident.questions.physicalDanger,
      insiderInvolved: incident.questions.insiderInvolved,
      channelsCompromised: incident.questions.channelsCompromised,
      tracks: incident.tracks.map((track) => `${track.id}: ${track.facts.role}`),
    },
    personal: {
      by,
      title: incident.title,
      awareReason: body.awareReason,
      facts: JSON.stringify(incident.tracks),
    },
  });
}
