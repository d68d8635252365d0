import { z } from 'zod';
import { deliveriesOf, type DeliveryRow } from '../../db/deliveries.ts';
import { changeIncident, readIncident } from '../../db/incidentChange.ts';
import { acknowledgedBy, acknowledgePage, findPage, type PageRow, pagesOf } from '../../db/pages.ts';
import type { Sealer } from '../../db/sealing.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, instantOut, person, problems, uuid } from '../schemas/common.ts';
import { iso } from '../views/incident.ts';
import { personOf } from './changes.ts';
import type { Routes } from './types.ts';

const deliverySchema = z.object({
  key: z.string(),
  person: z.string(),
  channel: z.string(),
  method: z.string().describe("Which of the person's ways"),
  action: z
    .string()
    .describe('trigger asks somebody; acknowledge and resolve tell a pager what became of it'),
  round: z.number(),
  step: z.number(),
  status: z.string(),
  attempts: z.number(),
  lastCode: z.string().nullable(),
  intendedAt: instantOut,
  finishedAt: instantOut.nullable(),
});

const pageSchema = z.object({
  id: uuid,
  obligation: z.string().nullable(),
  milestone: z.string(),
  reason: z.string(),
  state: z.string(),
  endedBecause: z.string().nullable(),
  openedAt: instantOut,
  closedAt: instantOut.nullable(),
  bundledInto: uuid.nullable().describe('The page that speaks for this one'),
  snoozedUntil: instantOut.nullable().describe('When it comes back'),
  acknowledgedBy: z.string().nullable(),
  acknowledgedThrough: z.string().nullable(),
  deliveries: z.array(deliverySchema),
});

const deliveryJson = (row: DeliveryRow) => ({
  key: row.key,
  person: row.contactId,
  channel: row.channel,
  method: row.method ?? row.channel,
  action: row.action,
  round: row.round + 1,
  step: row.step + 1,
  status: row.status,
  attempts: row.attempts,
  lastCode: row.lastCode,
  intendedAt: row.intendedAt.toISOString(),
  finishedAt: iso(row.finishedAt),
});

const pageJson = (row: PageRow, deliveries: DeliveryRow[], sealer: Sealer) => ({
  id: row.id,
  obligation: row.obligationId,
  milestone: row.milestone,
  reason: row.reason,
  state: row.state,
  endedBecause: row.endedBecause,
  openedAt: row.openedAt.toISOString(),
  closedAt: iso(row.closedAt),
  bundledInto: row.bundledInto,
  snoozedUntil: iso(row.snoozedUntil),
  acknowledgedBy: acknowledgedBy(row, sealer),
  acknowledgedThrough: row.acknowledgedThrough,
  deliveries: deliveries.filter((delivery) => delivery.pageId === row.id).map(deliveryJson),
});

export const pageRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/pages', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'Every page of an incident and each message of it',
      tags: ['pages'],
      params: z.object({ id: uuid }),
      response: { 200: z.object({ items: z.array(pageSchema), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      readIncident(
        context,
        identityOf(request).organisationId,
        request.params.id,
        async ({ scope, incident, sealer, now }) => {
          const pages = await pagesOf(scope, incident.id);
          const deliveries = await deliveriesOf(
            scope,
            pages.map((page) => page.id),
          );
          return {
            items: pages.map((page) => pageJson(page, deliveries, sealer)),
            serverTime: now.toISOString(),
          };
        },
      ),
  });

  app.post('/v1/incidents/:id/pages/:page/acknowledgement', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Acknowledge a page: it stops, nothing else does',
      tags: ['pages'],
      params: z.object({ id: uuid, page: uuid }),
      body: z.strictObject({ by: person.optional() }).prefault({}),
      response: {
        200: z.object({ acknowledged: z.boolean(), state: z.string(), serverTime: instantOut }),
        ...changeProblems,
      },
    },
    handler: (request) => {
      const target = {
        organisationId: identityOf(request).organisationId,
        incidentId: request.params.id,
        actor: actorOf(request),
      };
      return changeIncident(context, target, async (change) => {
        const page = await findPage(change.scope, request.params.page);
        if (page?.incidentId !== request.params.id)
          throw new Problem('notFound', 'The incident has no such page.');
        const by = personOf(request, request.body.by);
        const acknowledged = await acknowledgePage(change, page.id, {
          by,
          through: 'api',
          actor: change.actor,
        });
        return {
          acknowledged,
          state: acknowledged ? 'acknowledged' : page.state,
          serverTime: change.now.toISOString(),
        };
      });
    },
  });
};
