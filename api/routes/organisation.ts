import { z } from 'zod';
import { forgetOtherMethods, methodDigests } from '../../db/contactVerifications.ts';
import { inOrganisation, PG, pgCode, type Scope } from '../../db/database.ts';
import { findOrganisation, replaceOrganisation, type StoredOrganisation } from '../../db/organisations.ts';
import { type Organisation, organisationSchema } from '../../domain/organisation.ts';
import { SECRET_IS_SET } from '../../domain/secretMarker.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { rotaAt } from '../rota.ts';
import { changeProblems, instantOut, problems } from '../schemas/common.ts';
import { warningsOut } from '../schemas/onCall.ts';
import { withoutSecrets, withStoredSecrets } from '../views/organisation.ts';
import { readinessWarnings } from '../../templates/catalogue.ts';
import type { Routes } from './types.ts';

const view = z.object({
  organisation: organisationSchema,
  revision: z.number(),
  warnings: warningsOut.describe('What would keep pages from reaching people'),
  serverTime: instantOut,
});

export const organisationRoutes: Routes = (app, context) => {
  app.get('/v1/organisation', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: `The organisation and its policy; a signing secret shows as "${SECRET_IS_SET}"`,
      tags: ['organisation'],
      response: { 200: view, ...problems },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, (scope) => show(context, scope)),
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
      const change = { ...request.body, actor: actorOf(request) };
      try {
        return await inOrganisation(context.db, identityOf(request).organisationId, (scope) =>
          replace(context, scope, change),
        );
      } catch (error) {
        throw pgCode(error) === PG.uniqueViolation ? slugTaken(change.organisation.slug) : error;
      }
    },
  });
};

interface Replacement {
  organisation: Organisation;
  revision: number;
  actor: Actor;
}

/** The new state; a conflict carries the state as it is in this transaction. */
async function replace(context: ApiContext, scope: Scope, { organisation, revision, actor }: Replacement) {
  const stored = await read(context, scope);
  if (stored.revision !== revision) throw conflict(await show(context, scope));
  const kept = withStoredSecrets(organisation, stored.organisation);
  const replaced = await replaceOrganisation(scope, await context.keys.of(scope, scope.organisationId), {
    organisation: kept,
    expected: revision,
    actor,
    now: context.clock.now(),
  });
  const current = await show(context, scope);
  if (replaced === undefined) throw conflict(current);
  await forgetOtherMethods(scope, methodDigests(scope.organisationId, kept.policy));
  return current;
}

const conflict = (current: Awaited<ReturnType<typeof show>>): Problem =>
  new Problem('revisionConflict', `The organisation is at revision ${current.revision}; read it again.`, {
    extra: { current },
  });

function slugTaken(slug: string): Problem {
  const message = `"${slug}" belongs to another organisation of this installation; choose another short name`;
  return new Problem('invalidRequest', message, { errors: [{ field: '/organisation/slug', message }] });
}

async function read(context: ApiContext, scope: Scope): Promise<StoredOrganisation> {
  const stored = await findOrganisation(scope, await context.keys.of(scope, scope.organisationId));
  if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
  return stored;
}

async function show(context: ApiContext, scope: Scope) {
  const { organisation, revision } = await read(context, scope);
  const now = context.clock.now();
  const { policy, standing } = await rotaAt(scope, organisation, now);
  return {
    organisation: withoutSecrets(organisation),
    revision,
    warnings: readinessWarnings(policy, standing),
    serverTime: now.toISOString(),
  };
}
