import { z } from 'zod';
import { recordContainment, recordScope } from '../commands/containment.ts';
import { decideObligation, satisfyObligation, statePlan } from '../commands/decide.ts';
import { closeIncident, makeReal, reopenIncident } from '../commands/life.ts';
import { changeProblems, uuid } from '../schemas/common.ts';
import {
  closeSchema,
  containmentSchema,
  decisionSchema,
  incidentView,
  noteSchema,
  planSchema,
  realSchema,
  satisfactionSchema,
  scopeSchema,
} from '../schemas/incidents.ts';
import { changeAndShow, personOf, repeatHeaders, requireRevision } from './changes.ts';
import type { Routes } from './types.ts';

const config = { scope: 'incidents:write' as const };
const params = z.object({ id: uuid });
const obligationParams = z.object({ id: uuid, obligation: z.string().min(1).max(60) });
const response = { 200: incidentView, ...changeProblems };

/** What people do to an incident. Each answers with the incident's new state. */
export const actionRoutes: Routes = (app, context) => {
  app.post('/v1/incidents/:id/containment', {
    config,
    schema: {
      summary: 'Contained, or not yet and why',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: containmentSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        recordContainment(change, request.body, personOf(request, request.body.by)),
      ),
  });

  app.post('/v1/incidents/:id/scope', {
    config,
    schema: {
      summary: 'The scope is assessed',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: scopeSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        recordScope(change, request.body, personOf(request, request.body.by)),
      ),
  });

  app.post('/v1/incidents/:id/obligations/:obligation/decision', {
    config,
    schema: {
      summary: 'Decide whether a duty applies',
      tags: ['actions'],
      params: obligationParams,
      headers: repeatHeaders,
      body: decisionSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, async (change) => {
        await requireRevision(context, change, request.body.revision);
        await decideObligation(change, request.params.obligation, request.body);
      }),
  });

  app.post('/v1/incidents/:id/obligations/:obligation/plan', {
    config,
    schema: {
      summary: 'State a plan; overdue pages pause until it ends',
      tags: ['actions'],
      params: obligationParams,
      headers: repeatHeaders,
      body: planSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        statePlan(change, request.params.obligation, request.body, personOf(request, request.body.by)),
      ),
  });

  app.post('/v1/incidents/:id/obligations/:obligation/satisfaction', {
    config,
    schema: {
      summary: 'A duty was met',
      tags: ['actions'],
      params: obligationParams,
      headers: repeatHeaders,
      body: satisfactionSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        satisfyObligation(
          change,
          request.params.obligation,
          request.body,
          personOf(request, request.body.by),
        ),
      ),
  });

  app.post('/v1/incidents/:id/notes', {
    config,
    schema: {
      summary: 'Add a note to the timeline: facts, not guesses; others will read it',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: noteSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) => {
        change.record({
          kind: 'note.added',
          personal: { by: personOf(request, request.body.by), text: request.body.text },
        });
        return Promise.resolve();
      }),
  });

  app.post('/v1/incidents/:id/closure', {
    config,
    schema: {
      summary: 'Close the incident',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: closeSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        closeIncident(change, request.body.reason, personOf(request, request.body.by)),
      ),
  });

  app.post('/v1/incidents/:id/reopening', {
    config,
    schema: {
      summary: 'Reopen the incident',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: closeSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        reopenIncident(change, request.body.reason, personOf(request, request.body.by)),
      ),
  });

  app.post('/v1/incidents/:id/real', {
    config,
    schema: {
      summary: 'This drill is real',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: realSchema,
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) => makeReal(change, request.body.reason, request.body.by)),
  });
};
