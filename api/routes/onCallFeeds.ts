import { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { type Feed, feedsOf, findFeed } from '../../db/onCallFeeds.ts';
import { overrideChanges, overridesBetween } from '../../db/onCallOverrides.ts';
import { findOwnOrganisation, organisationChangedAt } from '../../db/organisations.ts';
import { personName } from '../../domain/onCall/wording.ts';
import { shortId } from '../../domain/policy/contacts.ts';
import { endFeed, makeFeed } from '../commands/feeds.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { ownOrganisation } from '../rota.ts';
import { changeProblems, created, instantOut, problems } from '../schemas/common.ts';
import { feedView } from '../schemas/onCall.ts';
import { feedCalendar, feedWindow } from '../views/feed.ts';
import type { Routes } from './types.ts';

const ICALENDAR = 'text/calendar; charset=utf-8';
const tags = ['on call'];
const made = z.object({
  person: z.string(),
  name: z.string(),
  url: z.string().describe("The person's own shifts; shown this once, and a secret"),
  schedules: z
    .array(z.object({ schedule: z.string(), url: z.string() }))
    .describe('Everybody in one schedule, by the same secret'),
});

/** Calendars that people subscribe to, by an address that nobody can guess. */
export const onCallFeedRoutes: Routes = (app, context) => {
  app.get('/v1/on-call/feeds', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: 'Who has a calendar address, and since when',
      tags,
      response: { 200: z.object({ items: z.array(feedView), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, (scope) => list(context, scope)),
  });

  app.post('/v1/on-call/feeds', {
    config: { scope: 'organisation:write' },
    schema: {
      summary: "Make a person's calendar address; an earlier one of that person ends",
      tags,
      body: z.strictObject({ person: shortId }),
      response: { 201: created(made), ...changeProblems },
    },
    handler: async (request, reply) => {
      const { person } = request.body;
      const answer = await inOrganisation(context.db, identityOf(request).organisationId, async (scope) => {
        const { token, name } = await makeFeed(context, scope, person, actorOf(request));
        const { policy } = (await ownOrganisation(context, scope)).organisation;
        const base = `${context.baseUrl}/on-call/feed/${token}`;
        const schedules = policy.schedules.map(({ id }) => ({ schedule: id, url: `${base}/${id}.ics` }));
        return { person, name, url: `${base}.ics`, schedules };
      });
      return reply.status(201).header('location', '/v1/on-call/feeds').send(answer);
    },
  });

  app.delete('/v1/on-call/feeds/:person', {
    config: { scope: 'organisation:write' },
    schema: {
      summary: "Withdraw a person's calendar address at once",
      tags,
      params: z.object({ person: shortId }),
      response: { 200: z.object({ person: z.string(), serverTime: instantOut }), ...problems },
    },
    handler: async (request) => {
      const { person } = request.params;
      await inOrganisation(context.db, identityOf(request).organisationId, (scope) =>
        endFeed(context, scope, person, actorOf(request)),
      );
      return { person, serverTime: context.clock.now().toISOString() };
    },
  });

  const config = { public: true };
  const file = z.object({ file: z.string().max(200) });
  const both = z.object({ token: z.string().max(200), file: z.string().max(60) });

  app.get('/on-call/feed/:file', {
    config,
    schema: { hide: true, params: file },
    handler: async ({ params }, reply) =>
      reply.type(ICALENDAR).send(await calendar(context, params.file, undefined)),
  });

  app.get('/on-call/feed/:token/:file', {
    config,
    schema: { hide: true, params: both },
    handler: async ({ params }, reply) =>
      reply.type(ICALENDAR).send(await calendar(context, `${params.token}.ics`, params.file)),
  });
};

async function list(context: ApiContext, scope: Scope) {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const items = (await feedsOf(scope)).map(({ personId, createdAt }) => ({
    person: personId,
    name: personName(policy, personId),
    createdAt: createdAt.toISOString(),
  }));
  return { items, serverTime: context.clock.now().toISOString() };
}

const NAMED = /^(.{1,200})\.ics$/;

/** @throws Problem that is the same for every address that serves nothing */
async function calendar(
  context: ApiContext,
  file: string,
  scheduleFile: string | undefined,
): Promise<string> {
  const token = NAMED.exec(file)?.[1];
  const feed = token === undefined ? undefined : await findFeed(context.db, token);
  const text =
    feed &&
    (await inOrganisation(context.db, feed.organisationId, (scope) =>
      calendarOf(context, scope, feed, scheduleFile),
    ));
  if (!text) throw new Problem('notFound', 'There is no calendar at this address, or it was withdrawn.');
  return text;
}

async function calendarOf(context: ApiContext, scope: Scope, feed: Feed, scheduleFile: string | undefined) {
  const stored = await findOwnOrganisation(scope, context.keys);
  const policy = stored?.organisation.policy;
  // Who left the organisation reads its rota no more.
  if (!stored || !policy?.people.some(({ id }) => id === feed.personId)) return undefined;
  const scheduleId = scheduleFile === undefined ? undefined : NAMED.exec(scheduleFile)?.[1];
  const known = policy.schedules.some(({ id }) => id === scheduleId);
  if (scheduleFile !== undefined && !known) return undefined;
  const now = context.clock.now();
  const { from, until } = feedWindow(now);
  const changes = await overrideChanges(scope);
  const organisationAt = await organisationChangedAt(scope);
  return feedCalendar({
    ...feed,
    policy,
    scheduleId,
    overrides: await overridesBetween(scope, from, until),
    now,
    changedAt: changes.last && changes.last > organisationAt ? changes.last : organisationAt,
    sequence: stored.revision + changes.count,
  });
}
