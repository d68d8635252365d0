import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { findOrganisation, replaceOrganisation } from '../../db/organisations.ts';
import { organisationSchema } from '../../domain/organisation.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, instantOut, problems } from '../schemas/common.ts';
import type { Routes } from './types.ts';

const view = z.object({ organisation: organisationSchema, revision: z.number(), serverTime: instantOut });

export const organisationRoutes: Routes = (app, context) => {
  app.get('/v1/organisation', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: 'The organisation and its policy',
      tags: ['organisation'],
      response: { 200: view, ...problems },
    },
    handler: (request) => show(context, identityOf(request).organisationId),
  });

  app.put('/v1/organisation', {
    config: { scope: 'organisation:write' },
    schema: {
      summary:
        'Replace the organisation and its policy; running incidents keep the copy they were declared with',
      tags: ['organisation'],
      body: z.strictObject({ revision: z.number().int().min(1), organisation: organisationSchema }),
      response: { 200: view, ...changeProblems },
    },
    handler: async (request) => {
      const { organisationId } = identityOf(request);
      const { organisation, revision: expected } = request.body;
      const revision = await inOrganisation(context.db, organisationId, async (scope) => {
        const sealer = await context.keys.of(scope, organisationId);
        return replaceOrganisation(scope, sealer, {
          organisation,
          expected,
          actor: actorOf(request),
          now: context.clock.now(),
        });
      });
      if (revision !== undefined) return show(context, organisationId);
      const current = await show(context, organisationId);
      throw new Problem(
        'revisionConflict',
        `The organisation is at revision ${current.revision}; read it again.`,
        { extra: { current } },
      );
    },
  });
};

const show = (context: ApiContext, organisationId: string) =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const stored = await findOrganisation(scope, await context.keys.of(scope, organisationId));
    if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
    return { ...stored, serverTime: context.clock.now().toISOString() };
  });
