import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Bundle, bundlesOf } from '../../db/bundles.ts';
import { inOrganisation } from '../../db/database.ts';
import { changeBundle, findBundle, makeBundle } from '../commands/bundle.ts';
import { reportBundle } from '../commands/bundleReport.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { bundleChangeSchema, bundleReportView, bundleSchema, bundleView } from '../schemas/bundles.ts';
import { changeProblems, created, problems, uuid } from '../schemas/common.ts';
import { submissionSchema } from '../schemas/incidents.ts';
import type { Routes } from './types.ts';

const READ = { config: { scope: 'incidents:read' as const } };
const WRITE = { config: { scope: 'incidents:write' as const } };
const tags = ['register'];
const params = z.object({ bundle: uuid });

const bundleJson = (bundle: Bundle) => ({ ...bundle, createdAt: bundle.createdAt.toISOString() });
const targetOf = (request: FastifyRequest) => ({
  organisationId: identityOf(request).organisationId,
  actor: actorOf(request),
});

/** Similar breaches that are reported in one notification; each stays an entry of its own in the register. */
export const bundleRoutes: Routes = (app, context) => {
  app.post('/v1/register/bundles', {
    ...WRITE,
    schema: {
      summary: 'Make a bundle of similar breaches that are reported together',
      tags,
      body: bundleSchema,
      response: { 201: created(bundleView), ...changeProblems },
    },
    handler: async (request, reply) => {
      const bundle = await makeBundle(context, targetOf(request), request.body);
      return reply
        .status(201)
        .header('location', `/v1/register/bundles/${bundle.id}`)
        .send(bundleJson(bundle));
    },
  });

  app.get('/v1/register/bundles', {
    ...READ,
    schema: {
      summary: 'Every bundle, newest first',
      tags,
      response: { 200: z.object({ items: z.array(bundleView) }), ...problems },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, async (scope) => {
        const bundles = await bundlesOf(scope, await context.keys.of(scope, scope.organisationId));
        return { items: bundles.map(bundleJson) };
      }),
  });

  app.get('/v1/register/bundles/:bundle', {
    ...READ,
    schema: { summary: 'One bundle', tags, params, response: { 200: bundleView, ...problems } },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, async (scope) =>
        bundleJson(await findBundle(context, scope, request.params.bundle)),
      ),
  });

  app.patch('/v1/register/bundles/:bundle', {
    ...WRITE,
    schema: {
      summary: 'Add incidents to a bundle, or take them out',
      tags,
      params,
      body: bundleChangeSchema,
      response: { 200: bundleView, ...changeProblems },
    },
    handler: async (request) => {
      const target = { ...targetOf(request), bundleId: request.params.bundle };
      return bundleJson(await changeBundle(context, target, request.body));
    },
  });

  app.post('/v1/register/bundles/:bundle/submissions', {
    ...WRITE,
    schema: {
      summary: 'Record one report that was made for the whole bundle; each incident gets its own submission',
      tags,
      params,
      body: submissionSchema,
      response: { 200: bundleReportView, ...changeProblems },
    },
    handler: async (request) => {
      const target = { ...targetOf(request), bundleId: request.params.bundle };
      const made = await reportBundle(context, target, request.body);
      return { ...made, bundle: bundleJson(made.bundle) };
    },
  });
};
