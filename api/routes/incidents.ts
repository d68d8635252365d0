import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { listIncidentRows, toIncident } from '../../db/incidents.ts';
import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import { declare } from '../commands/declare.ts';
import { requestHash } from '../commands/idempotency.ts';
import { patchIncident } from '../commands/patch.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { actorOf, identityOf, viewerOf } from '../plugins/authentication.ts';
import { changeProblems, created, instantOut, problems, uuid } from '../schemas/common.ts';
import { declareSchema, incidentSummary, incidentView, patchSchema } from '../schemas/incidents.ts';
import { stateJson, summaryJson } from '../views/incident.ts';
import { changeAndShow, personOf, repeatHeaders, requireRevision, showIncident } from './changes.ts';
import type { Routes } from './types.ts';

const READ = { config: { scope: 'incidents:read' as const } };
const WRITE = { config: { scope: 'incidents:write' as const } };
const params = z.object({ id: uuid });

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(200).optional(),
  status: z
    .enum(INCIDENT_STATUSES)
    .optional()
    .describe('Left out: what was declared, and not what is suspected or was dismissed'),
  drill: z.stringbool().optional(),
  reference: z.string().max(40).optional().describe('Exactly this reference, e.g. 2026-001'),
});

const headers = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeats of one declaration get the first answer'),
});

export const incidentRoutes: Routes = (app, context) => {
  app.post('/v1/incidents', {
    ...WRITE,
    schema: {
      summary: 'Declare an incident',
      tags: ['incidents'],
      headers,
      body: declareSchema,
      response: { 201: created(incidentView), ...changeProblems },
    },
    handler: async (request, reply) => {
      const { organisationId } = identityOf(request);
      const key = request.headers['idempotency-key'];
      const idempotency = key ? { key, requestHash: requestHash(request.body), incidentId: uuidv7() } : null;
      const by = personOf(request, request.body.by);
      const { id, state } = await declare(context, {
        organisationId,
        actor: actorOf(request),
        by,
        viewer: viewerOf(request),
        body: request.body,
        idempotency,
      });
      return reply
        .status(201)
        .header('location', `/v1/incidents/${id}`)
        .send(
          state
            ? stateJson(context, state.change, state.obligations, state)
            : await showIncident(context, request, id),
        );
    },
  });

  app.get('/v1/incidents', {
    ...READ,
    schema: {
      summary: 'List incidents, newest first',
      tags: ['incidents'],
      querystring: listQuery,
      response: {
        200: z.object({
          items: z.array(incidentSummary),
          nextCursor: z.string().nullable(),
          serverTime: instantOut,
        }),
        ...problems,
      },
    },
    handler: (request) => list(context, identityOf(request).organisationId, request.query),
  });

  app.get('/v1/incidents/:id', {
    ...READ,
    schema: {
      summary: 'Show an incident',
      tags: ['incidents'],
      params,
      response: { 200: incidentView, ...problems },
    },
    handler: (request) => showIncident(context, request, request.params.id),
  });

  app.patch('/v1/incidents/:id', {
    ...WRITE,
    schema: {
      summary: 'Change the facts of an incident',
      tags: ['incidents'],
      params,
      headers: repeatHeaders,
      body: patchSchema,
      response: { 200: incidentView, ...changeProblems },
    },
    handler: (request) =>
      changeAndShow(context, request, async (change) => {
        await requireRevision(context, change, request.body.revision);
        await patchIncident(change, request.body, personOf(request, request.body.by));
      }),
  });
};

async function list(context: ApiContext, organisationId: string, query: z.infer<typeof listQuery>) {
  const { limit, cursor, status, drill, reference } = query;
  const after = cursor ? decodeCursor(cursor) : undefined;
  return inOrganisation(context.db, organisationId, async (scope) => {
    const rows = await listIncidentRows(scope, {
      limit: limit + 1,
      ...(after ? { after: { declaredRealAt: after.at, id: after.id } } : {}),
      ...(status ? { status } : {}),
      ...(reference ? { reference } : {}),
      ...(drill === undefined ? {} : { drill }),
    });
    const shown = rows.slice(0, limit);
    const items = [];
    for (const row of shown) items.push(summaryJson(toIncident(row, await context.keys.of(scope, row.id))));
    const last = shown.at(-1);
    return {
      items,
      nextCursor: rows.length > limit && last ? encodeCursor(last.declaredRealAt, last.id) : null,
      serverTime: context.clock.now().toISOString(),
    };
  });
}
