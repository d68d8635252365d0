import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeIncident, type IncidentChange, readIncident } from '../../db/incidentChange.ts';
import { keepAnswer, requestHash, type IdempotencyRequest } from '../commands/idempotency.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { incidentJson } from '../views/incident.ts';

type Request = FastifyRequest<{ Params: { id: string } }>;

/** The person who acts, or the key's own name where nobody is named. */
export const personOf = (request: FastifyRequest, by: string | undefined): string =>
  by ?? identityOf(request).name;

/** Of a change of an incident. */
export const repeatHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('A repeat with the same key changes nothing more and answers with the incident as it is'),
});

/** @returns null where the request carries no key */
function repeatOf(request: FastifyRequest, incidentId: string): IdempotencyRequest | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return null;
  const { method, url, body } = request;
  return { key, requestHash: requestHash({ method, url, body }), incidentId };
}

/** Changes the incident of the path and answers with its new state, in one transaction and under one lock. */
export const changeAndShow = (
  context: ApiContext,
  request: FastifyRequest,
  work: (change: IncidentChange) => Promise<void>,
) => changeAndView(context, request, work, (change) => incidentJson(context, change));

/** The same with another view of it. */
export async function changeAndView<T>(
  context: ApiContext,
  request: FastifyRequest,
  work: (change: IncidentChange) => Promise<void>,
  view: (change: IncidentChange) => Promise<T>,
): Promise<T> {
  const { params } = request as Request;
  const { organisationId } = identityOf(request);
  const target = { organisationId, incidentId: params.id, actor: actorOf(request) };
  return changeIncident(context, target, async (change) => {
    const repeated = await keepAnswer(change.scope, repeatOf(request, params.id), change.now);
    if (!repeated) await work(change);
    return view(change);
  });
}

/** A change was made for the revision that was read. @throws Problem `revisionConflict` with the incident as it is now */
export async function requireRevision(
  context: ApiContext,
  change: IncidentChange,
  read: number | undefined,
): Promise<void> {
  const { revision } = change.incident;
  if (read === undefined || revision === read) return;
  const message = `The incident is at revision ${revision}; read it again and repeat your change.`;
  throw new Problem('revisionConflict', message, { extra: { current: await incidentJson(context, change) } });
}

export const showIncident = (context: ApiContext, request: FastifyRequest, id: string) =>
  readIncident(context, identityOf(request).organisationId, id, (view) => incidentJson(context, view));
