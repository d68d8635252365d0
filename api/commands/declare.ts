import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { openFirstObligations } from '../../db/changes/reassess.ts';
import { IncidentChange } from '../../db/incidentChange.ts';
import { incidentInsert, nextReference, type StoredIncident } from '../../db/incidents.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { overridesAt } from '../../db/onCallOverrides.ts';
import { openFirstPage } from '../../db/pages.ts';
import { taskInsert } from '../../db/tasks.ts';
import { defaultTracks } from '../../domain/defaultTracks.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { restrictTo } from '../../domain/response/restriction.ts';
import { localDate } from '../../domain/time/zone.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import { SAVE_LOGS, sharedStep } from '../../templates/playbooks.ts';
import type { ApiContext } from '../context.ts';
import { readOptionalPastInstant, readPastInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { declareSchema } from '../schemas/incidents.ts';
import type { Response } from '../views/response.ts';
import type { Pageable } from '../views/warnings.ts';
import { requirePlausibleDiscovery } from './plausible.ts';
import { setFirstHold } from './response.ts';
import { nextTaskId, recordAdded, taskOfStep } from './tasks.ts';
import { restrictNew } from './restriction.ts';
import { keepAnswer, type IdempotencyRequest } from './idempotency.ts';

export type Declaration = z.infer<typeof declareSchema>;

export interface DeclareRequest {
  organisationId: string;
  actor: Actor;
  /** Name of the person, for the record. */
  by: string;
  /** The person of the key, or whoever may see all; null: neither. */
  viewer: string | null;
  body: Declaration;
  idempotency: IdempotencyRequest | null;
}

export interface Declared {
  id: string;
  /** What was just written, so that nobody has to read it back. */
  state?: {
    change: Pick<IncidentChange, 'incident' | 'at' | 'now'>;
    obligations: StoredObligation[];
    pageable: Pageable;
    response: Response;
  };
}

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
    const response = beginResponse(change, request.by);
    openFirstPage(change);
    await change.flush();
    const pageable = await pageableBy(change);
    return { id: change.incident.id, state: { change, obligations, pageable, response } };
  });
}

/** Whom the copy that was just made reaches now. Nobody declares faster for hearing which ways are verified. */
async function pageableBy({ scope, incident, now }: IncidentChange): Promise<Pageable> {
  const policy = restrictTo(incident.organisation.policy, incident.restrictedTo);
  const overrides = policy.schedules.length > 0 ? await overridesAt(scope, now) : [];
  const standing = { at: now, overrides, isVerified: () => true };
  return { policy, drill: incident.drill !== null, standing, waysKnown: false };
}

/** What shows what happened is kept from the first minute: Tocsin's own record by a hold, the rest by a task. */
function beginResponse(change: IncidentChange, by: string): Response {
  const { scope, incident, sealer, at } = change;
  const step = sharedStep(SAVE_LOGS, incident.organisation.policy.language);
  const task = taskOfStep(step, [], null, { id: nextTaskId([]), at, by });
  change.insertLast(taskInsert(scope, incident.id, [task], sealer));
  recordAdded(change, task, by);
  return { roles: [], tasks: [task], holds: [setFirstHold(change, by)] };
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
    reference: await nextReference(scope, year, {
      drill: request.body.drill !== undefined,
      restricted: request.body.restrictedTo !== undefined,
    }),
  };
  const { sealer, insert } = context.keys.make(scope, incident.id, now);
  const change = new IncidentChange(scope, sealer, incident, request.actor, now);
  change.insertLast(insert);
  change.insertLast(incidentInsert(incident, sealer));
  recordDeclaration(change, request);
  const { by, viewer, body } = request;
  if (body.restrictedTo) restrictNew(change, body.restrictedTo, { by, viewer, reason: null });
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
    restrictedTo: body.restrictedTo ?? null,
    excludedChannels: [],
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

/** The entry of a declaration: the instants on which the clocks hang, the three answers, and what was known. */
export function recordDeclaration(
  change: IncidentChange,
  { body, by }: { body: Pick<Declaration, 'awareReason'>; by: string },
): void {
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
