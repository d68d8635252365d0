import { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import { type RegisterItem, registerItems } from '../../db/register.ts';
import type { Organisation } from '../../domain/organisation.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { instantOut, problems } from '../schemas/common.ts';
import { registerEntryView, registerQuery } from '../schemas/register.ts';
import { entryJson } from '../views/register.ts';
import type { Routes } from './types.ts';

/** The register of breaches (Art. 33(5) UK GDPR). Drills are not in it. */
export const registerRoutes: Routes = (app, context) => {
  app.get('/v1/register', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'The register of breaches, newest first: every one, reported or not, and what was none',
      tags: ['register'],
      querystring: registerQuery,
      response: {
        200: z.object({
          items: z.array(registerEntryView),
          nextCursor: z.string().nullable(),
          serverTime: instantOut,
        }),
        ...problems,
      },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, (scope) =>
        list(context, scope, request.query),
      ),
  });
};

async function list(context: ApiContext, scope: Scope, query: z.infer<typeof registerQuery>) {
  const { limit, cursor, ...filter } = query;
  const at = cursor ? decodeCursor(cursor) : undefined;
  const { policy } = await ownOrganisation(context, scope);
  const after = at && { declaredRealAt: at.at, id: at.id };
  const found = await first(registerItems(scope, context, filter, after), limit + 1);
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.cursor;
  return {
    items: shown.map(({ entry }) => entryJson(entry, policy.language)),
    nextCursor: found.length > limit && last ? encodeCursor(last.declaredRealAt, last.id) : null,
    serverTime: context.clock.now().toISOString(),
  };
}

async function first(items: AsyncGenerator<RegisterItem>, count: number): Promise<RegisterItem[]> {
  const found: RegisterItem[] = [];
  for await (const item of items) if (found.push(item) >= count) break;
  return found;
}

/** The organisation of this key as it is now: its language and its clock. */
export async function ownOrganisation(context: ApiContext, scope: Scope): Promise<Organisation> {
  const stored = await findOwnOrganisation(scope, context.keys);
  if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
  return stored.organisation;
}
