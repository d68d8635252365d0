import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { readIncident } from '../../db/incidentChange.ts';
import { readTimeline, type TimelineItem } from '../../db/timelineRead.ts';
import { entryCounts, verifyTimeline } from '../../db/verify/index.ts';
import { asViewer, EVERYTHING } from '../../db/viewer.ts';
import { ENTRY_KINDS } from '../../domain/timeline/kinds.ts';
import { timelineText } from '../../templates/catalogue.ts';
import type { ApiContext } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readOptionalInstant } from '../instants.ts';
import { identityOf } from '../plugins/authentication.ts';
import { instantIn, instantOut, problems, uuid } from '../schemas/common.ts';
import type { Routes } from './types.ts';

const config = { scope: 'incidents:read' as const };

const query = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
  kind: z
    .string()
    .optional()
    .transform((kinds) => kinds?.split(','))
    .pipe(z.array(z.enum(ENTRY_KINDS)).optional())
    .describe('One or more kinds, separated by commas'),
  actor: z.string().max(200).optional(),
  from: instantIn.optional(),
  to: instantIn.optional(),
});

const entrySchema = z.object({
  id: uuid,
  seq: z.number().nullable(),
  kind: z.string(),
  text: z.string(),
  actor: z.object({ kind: z.string(), id: z.string() }),
  occurredAt: instantOut,
  recordedAt: instantOut,
  recordedAtDrill: instantOut.nullable(),
  data: z.record(z.string(), z.unknown()),
  personal: z.record(z.string(), z.string().nullable()),
  leafHash: z.string(),
});

const toJson = (item: TimelineItem, language: string, timeZone: string) => ({
  ...item,
  text: timelineText(item.kind, language, { ...item.data, ...item.personal }, { timeZone }),
  occurredAt: item.occurredAt.toISOString(),
  recordedAt: item.recordedAt.toISOString(),
});

export const timelineRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/timeline', {
    config,
    schema: {
      summary: 'The timeline of an incident, in the order in which it was recorded',
      tags: ['timeline'],
      params: z.object({ id: uuid }),
      querystring: query,
      response: {
        200: z.object({
          items: z.array(entrySchema),
          nextCursor: z.string().nullable(),
          serverTime: instantOut,
        }),
        ...problems,
      },
    },
    handler: (request) =>
      readIncident(
        context,
        identityOf(request).organisationId,
        request.params.id,
        async ({ scope, incident, sealer, now }) => {
          const { limit, cursor, kind, actor, from, to } = request.query;
          const { timeZone, language } = incident.organisation.policy;
          const after = cursor ? decodeCursor(cursor) : undefined;
          const start = readOptionalInstant('querystring/from', from, timeZone);
          const end = readOptionalInstant('querystring/to', to, timeZone);
          const items = await readTimeline(
            scope,
            {
              incidentId: incident.id,
              limit: limit + 1,
              ...(after ? { after: { recordedAt: after.at, id: after.id } } : {}),
              ...(kind ? { kinds: kind } : {}),
              ...(actor ? { actor } : {}),
              ...(start ? { from: start } : {}),
              ...(end ? { to: end } : {}),
            },
            sealer,
          );
          const shown = items.slice(0, limit);
          const last = shown.at(-1);
          return {
            items: shown.map((item) => toJson(item, language, timeZone)),
            nextCursor: items.length > limit && last ? encodeCursor(last.recordedAt, last.id) : null,
            serverTime: now.toISOString(),
          };
        },
      ),
  });

  app.get('/v1/timeline/verification', {
    config,
    schema: {
      summary: "Re-hash the organisation's whole record",
      tags: ['timeline'],
      response: {
        200: z.object({
          ok: z.boolean(),
          sealed: z.number(),
          unsealed: z.number(),
          erasedValues: z.number(),
          missingValues: z.number().describe('Rows that are gone although their key exists'),
          first: z
            .object({ seq: z.number().nullable(), entryId: z.string(), problem: z.string() })
            .nullable(),
          serverTime: instantOut,
        }),
        ...problems,
      },
    },
    handler: (request) => verify(context, identityOf(request).organisationId),
  });
};

/** The whole record is walked, whoever asks; the counts are of the entries that they may know of. */
async function verify(context: ApiContext, organisationId: string) {
  const [whole, counts] = await Promise.all([
    asViewer(EVERYTHING, () =>
      inOrganisation(context.db, organisationId, (scope) => verifyTimeline(scope, context.keys)),
    ),
    inOrganisation(context.db, organisationId, entryCounts),
  ]);
  return { ...whole, ...(whole.ok ? counts : {}), serverTime: context.clock.now().toISOString() };
}
