import { z } from 'zod';
import { readIncident } from '../../db/incidentChange.ts';
import { assignedRoles } from '../../db/responseRoles.ts';
import { obligationsOf } from '../../db/obligations.ts';
import { withTaskTitles } from '../../db/tasks.ts';
import { type Briefing, briefingCalendar, briefingSheet } from '../../templates/briefing.ts';
import type { ApiContext } from '../context.ts';
import { identityOf } from '../plugins/authentication.ts';
import { document, problems, uuid } from '../schemas/common.ts';
import type { Routes } from './types.ts';

const config = { scope: 'incidents:read' as const };
const params = z.object({ id: uuid });

const briefing = (context: ApiContext, organisationId: string, id: string): Promise<Briefing> =>
  readIncident(context, organisationId, id, async ({ scope, incident, sealer, now }) => ({
    incident,
    obligations: await withTaskTitles(
      scope,
      incident.id,
      sealer,
      await obligationsOf(scope, incident.id, sealer),
    ),
    roles: await assignedRoles(scope, incident.id, sealer),
    now,
    baseUrl: context.baseUrl,
  }));

/** What survives the machine: the deadlines as a calendar file and the one-page sheet. */
export const briefingRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/calendar.ics', {
    config,
    schema: {
      summary: 'The deadlines as a calendar file with alarms',
      tags: ['incidents'],
      params,
      response: { 200: document('text/calendar'), ...problems },
    },
    handler: async (request, reply) => {
      const made = await briefing(context, identityOf(request).organisationId, request.params.id);
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', `attachment; filename="tocsin-${made.incident.reference}.ics"`)
        .send(briefingCalendar(made));
    },
  });

  app.get('/v1/incidents/:id/sheet.pdf', {
    config,
    schema: {
      summary: 'The one-page sheet',
      tags: ['incidents'],
      params,
      response: { 200: document('application/pdf'), ...problems },
    },
    handler: async (request, reply) => {
      const made = await briefing(context, identityOf(request).organisationId, request.params.id);
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="tocsin-${made.incident.reference}.pdf"`)
        .send(await briefingSheet(made));
    },
  });
};
