import type { FastifyRequest } from 'fastify';
import { changeIncident, type IncidentChange, readIncident } from '../../db/incidentChange.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { incidentJson } from '../views/incident.ts';

type Request = FastifyRequest<{ Params: { id: string } }>;

/** The person who acts, or the key's own name where nobody is named. */
export const personOf = (request: FastifyRequest, by: string | undefined): string =>
  by ?? identityOf(request).name;

/** Changes the incident of the path in one transaction and answers with its new state. */
export async function changeAndShow(
  context: ApiContext,
  request: FastifyRequest,
  work: (change: IncidentChange) => Promise<void>,
) {
  const { params } = request as Request;
  const { organisationId } = identityOf(request);
  await changeIncident(context, { organisationId, incidentId: params.id, actor: actorOf(request) }, work);
  return showIncident(context, request, params.id);
}

export const showIncident = (context: ApiContext, request: FastifyRequest, id: string) =>
  readIncident(context, identityOf(request).organisationId, id, (view) => incidentJson(context, view));
