import { z } from 'zod';
import { changeIncident, readIncident } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { type Notice, noticeById, noticesOf } from '../../db/notices.ts';
import { toDocx, toHtml, toPdf } from '../../templates/documents/index.ts';
import { documentOptions } from '../../templates/notices.ts';
import { approveDraft } from '../commands/approve.ts';
import { draftFor } from '../commands/draft.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, created, document, instantOut, person, problems, uuid } from '../schemas/common.ts';
import { draftSchema, noticeSchema } from '../schemas/notices.ts';
import { incidentView } from '../schemas/incidents.ts';
import { iso } from '../views/incident.ts';
import { changeAndShow } from './changes.ts';
import type { App, Routes } from './types.ts';

const FORMATS = ['md', 'json', 'html', 'pdf', 'docx'] as const;
type Format = (typeof FORMATS)[number];

const TYPES: Record<Format, string> = {
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

const params = z.object({ id: uuid });
const noticeParams = z.object({ id: uuid, notice: uuid });

function noticeJson(notice: Notice) {
  const self = `/v1/incidents/${notice.incidentId}/notices/${notice.id}`;
  return {
    id: notice.id,
    kind: notice.kind,
    version: notice.version,
    factsRevision: notice.factsRevision,
    state: notice.state,
    language: notice.language,
    contentHash: notice.contentHash,
    createdAt: notice.createdAt.toISOString(),
    approvedAt: iso(notice.approvedAt),
    approvedBy: notice.approvedBy,
    links: Object.fromEntries(FORMATS.map((format) => [format, `${self}.${format}`])),
  };
}

export const noticeRoutes: Routes = (app, context) => {
  app.post('/v1/incidents/:id/notices', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Draft a notice from the facts as they are; the same facts make no second version',
      tags: ['notices'],
      params,
      body: draftSchema,
      response: { 200: noticeSchema, 201: created(noticeSchema), ...changeProblems },
    },
    handler: async (request, reply) => {
      const target = {
        organisationId: identityOf(request).organisationId,
        incidentId: request.params.id,
        actor: actorOf(request),
      };
      const drafted = await changeIncident(context, target, (change) => draftFor(change, request.body));
      const { notice } = await findNotice(context, target.organisationId, request.params.id, drafted.id);
      const location = `/v1/incidents/${request.params.id}/notices/${drafted.id}`;
      return reply
        .status(drafted.created ? 201 : 200)
        .header('location', location)
        .send(noticeJson(notice));
    },
  });

  app.get('/v1/incidents/:id/notices', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'Every version of every notice, newest first',
      tags: ['notices'],
      params,
      response: { 200: z.object({ items: z.array(noticeSchema), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      readIncident(
        context,
        identityOf(request).organisationId,
        request.params.id,
        async ({ scope, incident, sealer, now }) => ({
          items: (await noticesOf(scope, incident.id, sealer)).map(noticeJson),
          serverTime: now.toISOString(),
        }),
      ),
  });

  app.get('/v1/incidents/:id/notices/:notice', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'One version',
      tags: ['notices'],
      params: noticeParams,
      response: { 200: noticeSchema, ...problems },
    },
    handler: async (request) =>
      noticeJson(
        (
          await findNotice(
            context,
            identityOf(request).organisationId,
            request.params.id,
            request.params.notice,
          )
        ).notice,
      ),
  });

  app.post('/v1/incidents/:id/notices/:notice/approval', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Approve one version',
      tags: ['notices'],
      params: noticeParams,
      body: z.strictObject({ by: person }),
      response: { 200: incidentView, ...changeProblems },
    },
    handler: (request) =>
      changeAndShow(context, request, (change) =>
        approveDraft(change, request.params.notice, request.body.by),
      ),
  });

  for (const format of FORMATS) documentRoute(app, context, format);
};

function documentRoute(app: App, context: ApiContext, format: Format): void {
  app.get(`/v1/incidents/:id/notices/:notice.${format}`, {
    config: { scope: 'incidents:read' },
    schema: {
      summary: `One version as ${format.toUpperCase()}`,
      tags: ['notices'],
      params: noticeParams,
      response: { 200: document(TYPES[format]), ...problems },
    },
    handler: async (request, reply) => {
      const { id, notice } = request.params;
      const found = await findNotice(context, identityOf(request).organisationId, id, notice);
      const name = `${found.incident.reference}-${found.notice.kind}-v${found.notice.version}.${format}`;
      return reply
        .type(TYPES[format])
        .header('content-disposition', `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`)
        .send(await documentOf(found, format));
    },
  });
}

function documentOf(
  { notice, incident }: { notice: Notice; incident: StoredIncident },
  format: Format,
): Promise<Buffer | string> {
  const { markdown, json } = notice.content;
  const options = documentOptions(incident, notice);
  if (format === 'md') return Promise.resolve(markdown);
  if (format === 'json') return Promise.resolve(JSON.stringify(json, null, 2));
  if (format === 'html') return Promise.resolve(toHtml(markdown, options));
  return format === 'pdf' ? toPdf(markdown, options) : toDocx(markdown, options);
}

const findNotice = (context: ApiContext, organisationId: string, incidentId: string, noticeId: string) =>
  readIncident(context, organisationId, incidentId, async ({ scope, incident, sealer }) => {
    const notice = await noticeById(scope, incident.id, sealer, noticeId);
    if (!notice) throw new Problem('notFound', 'The incident has no such notice.');
    return { notice, incident };
  });
