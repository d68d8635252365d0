import { z } from 'zod';
import { demandsOf } from '../../db/demands.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import { readIncident } from '../../db/incidentChange.ts';
import type { Demand } from '../../domain/demands.ts';
import { obligationOfDemand } from '../../domain/plan/demands.ts';
import { confirmClock } from '../commands/confirmClock.ts';
import { changeDemand } from '../commands/demandChange.ts';
import { receiveDemand } from '../commands/demands.ts';
import { identityOf } from '../plugins/authentication.ts';
import { changeProblems, problems, uuid } from '../schemas/common.ts';
import { incidentView } from '../schemas/incidents.ts';
import {
  assessmentView,
  clockConfirmationSchema,
  demandChangeSchema,
  demandSchema,
  demandView,
} from '../schemas/law.ts';
import { trackAssessment } from '../views/assessment.ts';
import { iso } from '../views/incident.ts';
import { changeAndShow, personOf, repeatHeaders, requireRevision } from './changes.ts';
import type { Routes } from './types.ts';

const config = { scope: 'incidents:write' as const };
const params = z.object({ id: uuid });
const demandParams = z.object({ id: uuid, demand: z.string().min(1).max(60) });
const response = { 200: incidentView, ...changeProblems };

const demandJson = ({ proposed, ...demand }: Demand, obligations: readonly StoredObligation[]) => ({
  ...demand,
  proposed: proposed
    ? { dueAt: 'dueAt' in proposed ? iso(proposed.dueAt) : null, ended: 'ended' in proposed }
    : null,
  clockDueAt: iso(obligations.find(({ id }) => id === obligationOfDemand(demand))?.dueAt ?? null),
  obligation: obligationOfDemand(demand),
  receivedAt: demand.receivedAt.toISOString(),
  dueAt: iso(demand.dueAt),
  endedAt: iso(demand.endedAt),
});

/** What others ask for, and what a person confirms about clocks. */
export const lawRoutes: Routes = (app, context) => {
  app.post('/v1/incidents/:id/clock-confirmation', {
    config,
    schema: {
      summary: 'Confirm or refuse what an edit would change of the clocks',
      tags: ['law'],
      params,
      headers: repeatHeaders,
      body: clockConfirmationSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, async (change) => {
        await requireRevision(context, change, request.body.revision);
        await confirmClock(change, request.body);
      }),
  });

  app.get('/v1/incidents/:id/assessment', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'What follows from the facts of each track, with every rule, its source and what is missing',
      tags: ['law'],
      params,
      response: { 200: assessmentView, ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, ({ incident }) =>
        Promise.resolve({ tracks: incident.tracks.map((track) => trackAssessment(track, incident)) }),
      ),
  });

  app.get('/v1/incidents/:id/demands', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'What others have asked for',
      tags: ['law'],
      params,
      response: { 200: z.object({ items: z.array(demandView) }), ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, async (view) => {
        const demands = await demandsOf(view.scope, view.incident.id, view.sealer);
        const obligations = await obligationsOf(view.scope, view.incident.id, view.sealer);
        return { items: demands.map((demand) => demandJson(demand, obligations)) };
      }),
  });

  app.post('/v1/incidents/:id/demands', {
    config,
    schema: {
      summary:
        'Record a question, an order, a complaint, an access request, a contractual or a police request',
      tags: ['law'],
      params,
      headers: repeatHeaders,
      body: demandSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        receiveDemand(change, request.body, personOf(request, request.body.by)),
      ),
  });

  app.patch('/v1/incidents/:id/demands/:demand', {
    config,
    schema: {
      summary: 'A new time, which whoever asked has granted, or the end',
      tags: ['law'],
      params: demandParams,
      headers: repeatHeaders,
      body: demandChangeSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) => changeDemand(change, request.params.demand, request.body)),
  });
};
