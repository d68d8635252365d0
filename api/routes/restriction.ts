import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeIncident, type IncidentChange, readIncident } from '../../db/incidentChange.ts';
import { type Restriction, restrictionsOf } from '../../db/restriction.ts';
import type { ApiContext } from '../context.ts';
import { lift, restrict } from '../commands/restriction.ts';
import { actorOf, identityOf, viewerOf } from '../plugins/authentication.ts';
import { changeProblems, instantOut, person, problems, reason, uuid } from '../schemas/common.ts';
import { restrictedTo } from '../schemas/incidents.ts';
import { ownOrganisation } from './register.ts';
import type { Routes } from './types.ts';

const params = z.object({ id: uuid });
const body = z.discriminatedUnion('restricted', [
  z.strictObject({ restricted: z.literal(true), restrictedTo, reason: reason.optional(), by: person }),
  z.strictObject({
    restricted: z.literal(false),
    reason: reason.describe('Why everybody may know now'),
    by: person,
  }),
]);

const view = z.object({
  restrictedTo: z.array(z.string()).nullable(),
  versions: z
    .array(
      z.object({
        version: z.number(),
        people: z.array(z.string()).nullable().describe('null: lifted'),
        recordedAt: instantOut,
        by: z.string(),
        reason: z.string().nullable(),
      }),
    )
    .describe('Every list there was, the first one first; none is ever changed or deleted'),
  serverTime: instantOut,
});

const json = (versions: Restriction[], now: Date) => ({
  restrictedTo: versions.at(-1)?.people ?? null,
  versions: versions.map((one) => ({ ...one, recordedAt: one.recordedAt.toISOString() })),
  serverTime: now.toISOString(),
});

const change = (
  context: ApiContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  work: (change: IncidentChange) => Promise<Restriction[]>,
) =>
  changeIncident(
    context,
    {
      organisationId: identityOf(request).organisationId,
      incidentId: request.params.id,
      actor: actorOf(request),
    },
    async (one) => json(await work(one), one.now),
  );

/** Who may know of an incident. For everybody else it does not exist. */
export const restrictionRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/restriction', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'Who may know of the incident, and every list there was',
      tags: ['response'],
      params,
      response: { 200: view, ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, async (one) =>
        json(await restrictionsOf(one.scope, one.incident.id, one.sealer), one.now),
      ),
  });

  app.put('/v1/incidents/:id/restriction', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Restrict the incident to named people, change who they are, or lift it',
      tags: ['response'],
      params,
      body,
      response: { 200: view, ...changeProblems },
    },
    handler: (request) =>
      change(context, request, async (one) => {
        const { body } = request;
        const who = { by: body.by, reason: body.reason ?? null, viewer: viewerOf(request) };
        if (!body.restricted) return lift(one, who);
        const present = (await ownOrganisation(context, one.scope)).policy.people;
        return restrict(one, body.restrictedTo, { ...who, present });
      }),
  });
};
