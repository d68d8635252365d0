import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { readIncident } from '../../db/incidentChange.ts';
import { findIncidentRow, toIncident } from '../../db/incidents.ts';
import { listSuspicionRows, type SuspicionRow, toSuspicion } from '../../db/suspectedIncidents.ts';
import { evidenceOf, receiptsOf } from '../../db/suspectedReceipts.ts';
import { SUSPICION_STATES } from '../../domain/suspected/received.ts';
import { acceptSuspicion, dismissSuspicion, suspicionOf } from '../commands/suspected.ts';
import { suspectByHand } from '../commands/suspect.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, created, document, instantOut, problems, uuid } from '../schemas/common.ts';
import { incidentView } from '../schemas/incidents.ts';
import {
  acceptanceSchema,
  dismissalSchema,
  receiptView,
  receivedView,
  suspectSchema,
  suspicionView,
} from '../schemas/suspected.ts';
import { receiptJson, suspicionJson } from '../views/suspected.ts';
import { changeAndShow, changeAndView, personOf } from './changes.ts';
import type { App, Routes } from './types.ts';

const READ = { scope: 'incidents:read' as const };
const WRITE = { scope: 'incidents:write' as const };
const tags = ['suspected incidents'];
const params = z.object({ id: uuid });
const PATH = '/v1/suspected-incidents';
/** Far more than anybody reads; what is beyond is counted. */
const MOST_RECEIPTS = 500;

const headers = z.looseObject({
  'idempotency-key': z.string().min(1).max(200).optional().describe('The same report twice is one'),
});

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(200).optional(),
  state: z.enum(SUSPICION_STATES).optional(),
  reference: z.string().max(40).optional().describe('Exactly this reference, e.g. S-2026-001'),
});

/** What may be an incident: it comes in, pages, and is accepted or dismissed by a person. */
export const suspectedRoutes: Routes = (app, context) => {
  addReporting(app, context);
  addReading(app, context);
  addEvidence(app, context);
  addDeciding(app, context);
};

function addReporting(app: App, context: ApiContext): void {
  app.post(PATH, {
    config: WRITE,
    schema: {
      summary: 'Report what may be an incident: it pages at once, and is never declared by itself',
      tags,
      headers,
      body: suspectSchema,
      response: { 200: receivedView, 201: created(receivedView), ...changeProblems },
    },
    handler: async (request, reply) => {
      const { id, outcome } = await suspectByHand(context, request);
      const view = await readIncident(context, identityOf(request).organisationId, id, shown);
      return reply
        .status(outcome === 'new' ? 201 : 200)
        .header('location', `${PATH}/${id}`)
        .send({ ...view, outcome });
    },
  });
}

type View = Parameters<typeof suspicionJson>[0];
const shown = async (view: View) => suspicionJson(view, await suspicionOf(view));

function addReading(app: App, context: ApiContext): void {
  app.get(PATH, {
    config: READ,
    schema: {
      summary: 'List what came in, newest first',
      tags,
      querystring: listQuery,
      response: {
        200: z.object({
          items: z.array(suspicionView),
          nextCursor: z.string().nullable(),
          serverTime: instantOut,
        }),
        ...problems,
      },
    },
    handler: (request) => list(context, identityOf(request).organisationId, request.query),
  });

  app.get(`${PATH}/:id`, {
    config: READ,
    schema: {
      summary: 'Show what came in',
      tags,
      params,
      response: { 200: suspicionView, ...problems },
    },
    handler: (request) => readIncident(context, identityOf(request).organisationId, request.params.id, shown),
  });
}

function addEvidence(app: App, context: ApiContext): void {
  app.get(`${PATH}/:id/receipts`, {
    config: READ,
    schema: {
      summary: 'Each message about it, the first and the repeats, with its hash',
      tags,
      params,
      response: { 200: z.object({ items: z.array(receiptView), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, async (view) => {
        await suspicionOf(view);
        const receipts = await receiptsOf(view.scope, view.incident.id, MOST_RECEIPTS);
        return {
          items: receipts.map((receipt) => receiptJson(view.incident.id, receipt)),
          serverTime: view.now.toISOString(),
        };
      }),
  });

  app.get(`${PATH}/:id/receipts/:receipt/evidence`, {
    config: READ,
    schema: {
      summary: 'What was received, byte for byte',
      tags,
      params: z.object({ id: uuid, receipt: uuid }),
      response: { 200: document('application/octet-stream'), ...problems },
    },
    handler: async (request, reply) => {
      const { id, receipt } = request.params;
      const evidence = await readIncident(context, identityOf(request).organisationId, id, (view) =>
        evidenceOf(view.scope, id, receipt, view.sealer),
      );
      if (!evidence) throw new Problem('notFound', 'Nothing of this message was kept but its hash and size.');
      // Never as its own type: it came from outside and must not run in a browser.
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${receipt}${suffixOf(evidence.mediaType)}"`)
        .header('x-tocsin-sha256', evidence.sha256)
        .send(evidence.bytes);
    },
  });
}

const suffixOf = (mediaType: string): string =>
  ({ 'message/rfc822': '.eml', 'application/json': '.json', 'text/plain': '.txt' })[mediaType] ?? '.bin';

function addDeciding(app: App, context: ApiContext): void {
  app.post(`${PATH}/:id/acceptance`, {
    config: WRITE,
    schema: {
      summary: 'It is an incident: declared now, discovered when it was received unless that is corrected',
      tags,
      params,
      body: acceptanceSchema.prefault({}),
      response: { 200: incidentView, ...changeProblems },
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        acceptSuspicion(context, change, request.body, personOf(request, request.body.by)),
      ),
  });

  app.post(`${PATH}/:id/dismissal`, {
    config: WRITE,
    schema: {
      summary: 'It is none, and why',
      tags,
      params,
      body: dismissalSchema,
      response: { 200: suspicionView, ...changeProblems },
    },
    handler: (request) =>
      changeAndView(
        context,
        request,
        (change) => dismissSuspicion(change, request.body.reason, personOf(request, request.body.by)),
        shown,
      ),
  });
}

async function list(context: ApiContext, organisationId: string, query: z.infer<typeof listQuery>) {
  const { limit, cursor, ...rest } = query;
  const after = cursor ? decodeCursor(cursor) : undefined;
  return inOrganisation(context.db, organisationId, async (scope) => {
    const rows = await listSuspicionRows(scope, { ...rest, limit: limit + 1, after });
    const page = rows.slice(0, limit);
    const items = [];
    for (const row of page) items.push(await itemOf(context, scope, row));
    const last = page.at(-1);
    return {
      items,
      nextCursor: rows.length > limit && last ? encodeCursor(last.receivedAt, last.incidentId) : null,
      serverTime: context.clock.now().toISOString(),
    };
  });
}

async function itemOf(context: ApiContext, scope: View['scope'], row: SuspicionRow) {
  const sealer = await context.keys.of(scope, row.incidentId);
  const incident = toIncident((await findIncidentRow(scope, row.incidentId))!, sealer);
  return suspicionJson({ scope, incident, sealer }, toSuspicion(row, sealer));
}
