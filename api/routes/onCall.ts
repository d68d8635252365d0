import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { overridesBetween } from '../../db/onCallOverrides.ts';
import { describeOnCall, describeOverride, describeShifts } from '../../domain/onCall/description.ts';
import { shifts } from '../../domain/onCall/index.ts';
import type { Policy } from '../../domain/organisation.ts';
import { readinessWarnings } from '../../templates/catalogue.ts';
import { type By, endOverride, makeOverride } from '../commands/overrides.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { ownOrganisation, readRotaInstant, requireSchedule, rotaAt } from '../rota.ts';
import { changeProblems, created, instantOut, problems, uuid } from '../schemas/common.ts';
import {
  onCallQuery,
  onCallView,
  overrideSchema,
  overrideView,
  shiftsQuery,
  shiftsView,
} from '../schemas/onCall.ts';
import { personOf } from './changes.ts';
import type { Routes } from './types.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 28;
const MOST_DAYS = 400;

const READ = { config: { scope: 'organisation:read' as const } };
const WRITE = { config: { scope: 'organisation:write' as const } };
const params = z.object({ id: uuid });
const tags = ['on call'];
const one = z.object({ override: overrideView, serverTime: instantOut });
const byQuery = z.strictObject({ by: z.string().trim().min(1).max(200).optional() });

const byOf = (request: FastifyRequest, by: string | undefined): By => ({
  actor: actorOf(request),
  by: personOf(request, by),
});

/** Who is on call, and who takes over for a while. */
export const onCallRoutes: Routes = (app, context) => {
  const inOwn = <T>(request: FastifyRequest, work: (scope: Scope) => Promise<T>): Promise<T> =>
    inOrganisation(context.db, identityOf(request).organisationId, work);

  app.get('/v1/on-call', {
    ...READ,
    schema: {
      summary: 'Who is on call at an instant (default: now), and whom a page would ask then, step by step',
      tags,
      querystring: onCallQuery,
      response: { 200: onCallView, ...problems },
    },
    handler: (request) => inOwn(request, (scope) => onCall(context, scope, request.query)),
  });

  app.get('/v1/on-call/shifts', {
    ...READ,
    schema: {
      summary: 'Who is on call when; null where nobody is',
      tags,
      querystring: shiftsQuery,
      response: { 200: shiftsView, ...problems },
    },
    handler: (request) => inOwn(request, (scope) => listShifts(context, scope, request.query)),
  });

  app.get('/v1/on-call/overrides', {
    ...READ,
    schema: {
      summary: 'Who takes over when: overrides that are in force or still to come',
      tags,
      response: { 200: z.object({ items: z.array(overrideView), serverTime: instantOut }), ...problems },
    },
    handler: (request) => inOwn(request, (scope) => listOverrides(context, scope)),
  });

  app.post('/v1/on-call/overrides', {
    ...WRITE,
    schema: {
      summary: 'Put somebody on call for a while, whatever the schedule says',
      tags,
      body: overrideSchema,
      response: { 201: created(one), ...changeProblems },
    },
    handler: async (request, reply) => {
      const by = byOf(request, request.body.by);
      const made = await inOwn(request, (scope) => makeOverride(context, scope, request.body, by));
      return reply
        .status(201)
        .header('location', '/v1/on-call/overrides')
        .send({ override: describeOverride(made.policy, made.override), serverTime: timeOf(context) });
    },
  });

  app.delete('/v1/on-call/overrides/:id', {
    ...WRITE,
    schema: {
      summary: 'Withdraw an override: it ends now, or never begins',
      tags,
      params,
      querystring: byQuery,
      response: { 200: one, ...problems },
    },
    handler: async (request) => {
      const by = byOf(request, request.query.by);
      const ended = await inOwn(request, (scope) => endOverride(context, scope, request.params.id, by));
      return { override: describeOverride(ended.policy, ended.override), serverTime: timeOf(context) };
    },
  });
};

const timeOf = (context: ApiContext): string => context.clock.now().toISOString();

const schedulesOf = (policy: Policy, id: string | undefined) =>
  id === undefined ? policy.schedules : [requireSchedule(policy, id, 'querystring/schedule')];

async function onCall(context: ApiContext, scope: Scope, query: z.infer<typeof onCallQuery>) {
  const { organisation } = await ownOrganisation(context, scope);
  const { policy } = organisation;
  const now = context.clock.now();
  const at = query.at === undefined ? now : readRotaInstant('querystring/at', query.at, policy.timeZone);
  const { standing } = await rotaAt(scope, organisation, at);
  return {
    ...describeOnCall(policy, standing, schedulesOf(policy, query.schedule)),
    warnings: readinessWarnings(policy, standing),
    serverTime: now.toISOString(),
  };
}

async function listShifts(context: ApiContext, scope: Scope, query: z.infer<typeof shiftsQuery>) {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const { from, until } = windowOf(query, policy.timeZone, context.clock.now());
  const overrides = await overridesBetween(scope, from, until);
  return {
    timeZone: policy.timeZone,
    from: from.toISOString(),
    until: until.toISOString(),
    schedules: schedulesOf(policy, query.schedule).map((schedule) =>
      describeShifts(policy, schedule, shifts(policy, schedule.id, from, until, overrides)),
    ),
    serverTime: timeOf(context),
  };
}

function windowOf(query: z.infer<typeof shiftsQuery>, zone: string, now: Date): { from: Date; until: Date } {
  const read = (name: 'from' | 'until', otherwise: Date) => {
    const text = query[name];
    return text === undefined ? otherwise : readRotaInstant(`querystring/${name}`, text, zone);
  };
  const from = read('from', now);
  const until = read('until', new Date(from.getTime() + DEFAULT_DAYS * DAY_MS));
  const days = (until.getTime() - from.getTime()) / DAY_MS;
  if (days > 0 && days <= MOST_DAYS) return { from, until };
  const message = `must be later than from, and at most ${MOST_DAYS} days`;
  throw new Problem('invalidRequest', message, { errors: [{ field: 'querystring/until', message }] });
}

async function listOverrides(context: ApiContext, scope: Scope) {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const now = context.clock.now();
  const overrides = await overridesBetween(scope, now, new Date('9999-01-01T00:00:00Z'));
  return {
    items: overrides.map((override) => describeOverride(policy, override)),
    serverTime: now.toISOString(),
  };
}
