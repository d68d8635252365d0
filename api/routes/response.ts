import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeIncident, type IncidentChange, readIncident } from '../../db/incidentChange.ts';
import { legalHoldsOf } from '../../db/legalHolds.ts';
import { assignedRoles } from '../../db/responseRoles.ts';
import type { LegalHold } from '../../domain/response/legalHold.ts';
import { endHold, giveRole, holdAgain } from '../commands/response.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { changeProblems, instantOut, problems, uuid } from '../schemas/common.ts';
import { holdView, liftSchema, roleParam, roleSchema, roleView, whoSchema } from '../schemas/response.ts';
import { holdsJson, rolesJson } from '../views/response.ts';
import type { Routes } from './types.ts';

const READ = { config: { scope: 'incidents:read' as const } };
const WRITE = { config: { scope: 'incidents:write' as const } };
const tags = ['response'];
const params = z.object({ id: uuid });
const roles = z.object({ items: z.array(roleView), serverTime: instantOut });
const holds = z.object({ items: z.array(holdView), serverTime: instantOut });

type Request = FastifyRequest<{ Params: { id: string } }>;

const change = <T>(context: ApiContext, request: Request, work: (change: IncidentChange) => Promise<T>) =>
  changeIncident(
    context,
    {
      organisationId: identityOf(request).organisationId,
      incidentId: request.params.id,
      actor: actorOf(request),
    },
    work,
  );

type Read = Parameters<typeof rolesJson>[0];
const shownRoles = async (view: Pick<IncidentChange, 'scope' | 'sealer' | 'now'> & { incident: Read }) => ({
  items: rolesJson(view.incident, await assignedRoles(view.scope, view.incident.id, view.sealer)),
  serverTime: view.now.toISOString(),
});
const shownHolds = (list: readonly LegalHold[], now: Date) => ({
  items: holdsJson(list),
  serverTime: now.toISOString(),
});

/** Who does what in an incident. */
export const responseRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/roles', {
    ...READ,
    schema: {
      summary: 'Lead, data-protection officer, communications, scribe: who has which role',
      tags,
      params,
      response: { 200: roles, ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, shownRoles),
  });

  app.put('/v1/incidents/:id/roles/:role', {
    ...WRITE,
    schema: {
      summary: 'Assign a role to a person of the policy or to somebody else, or take it away',
      tags,
      params: z.object({ id: uuid, role: roleParam }),
      body: roleSchema,
      response: { 200: roles, ...changeProblems },
    },
    handler: (request) =>
      change(context, request, async (one) => {
        await giveRole(one, request.params.role, request.body, request.body.by);
        return shownRoles(one);
      }),
  });
};

/** What may not be deleted. */
export const legalHoldRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/legal-holds', {
    ...READ,
    schema: {
      summary: 'The legal holds on an incident',
      tags,
      params,
      response: { 200: holds, ...problems },
    },
    handler: (request) =>
      readIncident(
        context,
        identityOf(request).organisationId,
        request.params.id,
        async ({ scope, incident, sealer, now }) =>
          shownHolds(await legalHoldsOf(scope, incident.id, sealer), now),
      ),
  });

  app.post('/v1/incidents/:id/legal-holds', {
    ...WRITE,
    schema: {
      summary: 'Set a hold again, after one was lifted',
      tags,
      params,
      body: whoSchema,
      response: { 200: holds, ...changeProblems },
    },
    handler: (request) =>
      change(context, request, async (one) => shownHolds(await holdAgain(one, request.body.by), one.now)),
  });

  app.post('/v1/incidents/:id/legal-holds/:hold/lifting', {
    ...WRITE,
    schema: {
      summary: 'Lift a hold: a named person, with a reason, after the incident was closed',
      tags,
      params: z.object({ id: uuid, hold: z.string().regex(/^hold-\d{1,6}$/) }),
      body: liftSchema,
      response: { 200: holds, ...changeProblems },
    },
    handler: (request) =>
      change(context, request, async (one) =>
        shownHolds(await endHold(one, request.params.hold, request.body), one.now),
      ),
  });
};
