import { z } from 'zod';
import { CHANNELS, shortId } from '../../domain/policy/contacts.ts';
import { askPeople, excludeChannels, snooze } from '../commands/paging.ts';
import { changeProblems, instantIn, person, reason, uuid } from '../schemas/common.ts';
import { incidentView } from '../schemas/incidents.ts';
import { changeAndShow, personOf } from './changes.ts';
import type { Routes } from './types.ts';

const config = { scope: 'incidents:write' as const };
const params = z.object({ id: uuid, page: uuid });
const response = { 200: incidentView, ...changeProblems };
const by = person.optional();

/** What else a person may do with a page than answer it, and which ways of an incident are doubted. */
export const pagingRoutes: Routes = (app, context) => {
  app.post('/v1/incidents/:id/pages/:page/snooze', {
    config,
    schema: {
      summary: 'Put a page off; it comes back, before the next deadline',
      tags: ['pages'],
      params,
      body: z.strictObject({ until: instantIn, by }),
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        snooze(change, request.params.page, {
          until: request.body.until,
          by: personOf(request, request.body.by),
        }),
      ),
  });

  app.post('/v1/incidents/:id/pages/:page/assignment', {
    config,
    schema: {
      summary: 'Hand a page to a person, who is asked at once',
      tags: ['pages'],
      params,
      body: z.strictObject({ to: shortId, reason: reason.optional(), by }),
      response,
    },
    handler: (request) => {
      const { to, reason: why } = request.body;
      const asking = {
        people: [to],
        reason: why,
        by: personOf(request, request.body.by),
        handOver: true,
      };
      return changeAndShow(context, request, (change) =>
        askPeople(change, context.keys, request.params.page, asking),
      );
    },
  });

  app.post('/v1/incidents/:id/pages/:page/responders', {
    config,
    schema: {
      summary: 'Ask further people, who are paged at once',
      tags: ['pages'],
      params,
      body: z.strictObject({ people: z.array(shortId).min(1).max(20), by }),
      response,
    },
    handler: (request) => {
      const { people } = request.body;
      const asking = { people, by: personOf(request, request.body.by), handOver: false };
      return changeAndShow(context, request, (change) =>
        askPeople(change, context.keys, request.params.page, asking),
      );
    },
  });

  app.put('/v1/incidents/:id/excludedChannels', {
    config,
    schema: {
      summary: 'Name the ways that the attacker may use; an empty list takes it back',
      tags: ['pages'],
      params: z.object({ id: uuid }),
      body: z.strictObject({ channels: z.array(z.enum(CHANNELS)).max(CHANNELS.length), reason, by }),
      response,
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        excludeChannels(change, { ...request.body, by: personOf(request, request.body.by) }),
      ),
  });
};
