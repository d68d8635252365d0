import { z } from 'zod';
import { inOrganisation, type Scope } from '../../db/database.ts';
import type { DirectContent, DirectMessageRow } from '../../db/directMessages.ts';
import { findOrganisation } from '../../db/organisations.ts';
import { answerTestPage, insertTestPages, testPages } from '../../db/testPages.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { askedPeople } from '../../domain/onCall/reach.ts';
import type { Person } from '../../domain/policy/contacts.ts';
import { checkTestToken, type TestClaims, testToken } from '../../domain/testLinks.ts';
import { formatInstant } from '../../domain/time/format.ts';
import { renderMessage } from '../../templates/catalogue.ts';
import type { AcknowledgeView } from '../../templates/types.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, instantOut, problems, uuid } from '../schemas/common.ts';
import { HTML, testHtml } from '../views/acknowledge.ts';
import { iso } from '../views/incident.ts';
import type { Routes } from './types.ts';

const MINUTE_MS = 60_000;
const MOST_ASKED = 500;

const itemSchema = z.object({
  id: uuid,
  person: z.string().nullable(),
  method: z.string(),
  channel: z.string(),
  status: z.string(),
  lastCode: z.string().nullable(),
  answeredAt: instantOut.nullable(),
});
const listSchema = z.object({ items: z.array(itemSchema), serverTime: instantOut });

const toJson = (row: DirectMessageRow) => ({
  id: row.id,
  person: row.personId,
  method: row.methodId,
  channel: row.channel,
  status: row.status,
  lastCode: row.lastCode,
  answeredAt: iso(row.answeredAt),
});

const body = z
  .strictObject({
    waitMinutes: z.number().min(1).max(60).default(10).describe('How long the links work'),
    people: z.array(z.string().max(40)).max(500).optional().describe('Only these; default: everybody'),
  })
  .prefault({});
const query = z.object({
  ids: z
    .string()
    .max(40 * MOST_ASKED)
    .transform((text) => text.split(','))
    .pipe(z.array(uuid).min(1).max(MOST_ASKED))
    .describe('Of the answer to POST, separated by commas'),
});
const params = z.object({ token: z.string().max(300) });

/** Test pages: whether each way of each person really reaches somebody. */
export const testPageRoutes: Routes = (app, context) => {
  app.post('/v1/test-pages', {
    // People would soon take no notice any more.
    config: { scope: 'organisation:write', rateLimit: { max: 10, timeWindow: '1 minute' } },
    schema: {
      summary: 'Send a test page to every way of everybody whom a page could ask',
      tags: ['engine'],
      body,
      response: { 202: listSchema, ...changeProblems },
    },
    handler: async (request, reply) => {
      const { organisationId } = identityOf(request);
      const answer = await inOrganisation(context.db, organisationId, (scope) =>
        sendTests(context, scope, { ...request.body, actor: actorOf(request) }),
      );
      return reply.status(202).send(answer);
    },
  });

  app.get('/v1/test-pages', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: 'What became of test pages',
      tags: ['engine'],
      querystring: query,
      response: { 200: listSchema, ...problems },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, (scope) =>
        list(context, scope, request.query.ids),
      ),
  });

  answerRoutes(app, context);
};

/** Fetching the link changes nothing, so a mail scanner answers no test; its one button posts. */
const answerRoutes: Routes = (app, context) => {
  const config = { public: true, rateLimit: { max: 60, timeWindow: '1 minute' } };
  const schema = { hide: true, params };
  app.get('/acknowledge/test/:token', {
    config,
    schema,
    handler: async (request, reply) => {
      const check = checkTestToken(context.linkKey, request.params.token, context.clock.now());
      const shown = check.ok ? await look(context, check.claims) : { view: check.reason };
      return reply.status(statusOf(shown.view)).type(HTML).send(testHtml(shown.view, shown.language));
    },
  });

  app.post('/acknowledge/test/:token', {
    config,
    schema,
    handler: async (request, reply) => {
      const check = checkTestToken(context.linkKey, request.params.token, context.clock.now());
      const shown = check.ok ? await answer(context, check.claims) : { view: check.reason };
      return reply.status(statusOf(shown.view)).type(HTML).send(testHtml(shown.view, shown.language));
    },
  });
};

const statusOf = (view: AcknowledgeView): number =>
  view === 'invalid' ? 404 : view === 'expired' ? 410 : 200;

type Sending = z.infer<typeof body> & { actor: ReturnType<typeof actorOf> };

async function sendTests(context: ApiContext, scope: Scope, { people: only, waitMinutes, actor }: Sending) {
  const { organisation, sealer } = await own(context, scope);
  const people = askedPeople(organisation.policy).filter(({ id }) => only?.includes(id) ?? true);
  const now = context.clock.now();
  const giveUpAfterMs = waitMinutes * MINUTE_MS;
  const expiresAt = new Date(now.getTime() + giveUpAfterMs);
  const text = (person: Person, messageId: string) =>
    testText(context, organisation, person, { organisationId: scope.organisationId, messageId, expiresAt });
  const { keys } = context;
  const ids = await insertTestPages(scope, people, text, { keys, sealer, actor, now, giveUpAfterMs });
  return list(context, scope, ids);
}

function testText(
  context: ApiContext,
  organisation: Organisation,
  person: Person,
  claims: TestClaims,
): DirectContent {
  const { language, timeZone } = organisation.policy;
  const acknowledgeUrl = `${context.baseUrl}/acknowledge/test/${testToken(context.linkKey, claims)}`;
  const { subject, text, html } = renderMessage('test-page', person.language ?? language, {
    organisation: organisation.name,
    recipient: person.name,
    acknowledgeUrl,
    acknowledgeUntilLocal: formatInstant(claims.expiresAt, timeZone, language),
  });
  const data = { type: 'test', person: person.id, acknowledgeUrl, expiresAt: claims.expiresAt.toISOString() };
  return { subject, text, html, short: `${subject} ${acknowledgeUrl}`, data, acknowledgeUrl };
}

const list = async (context: ApiContext, scope: Scope, ids: readonly string[]) => ({
  items: (await testPages(scope, ids)).map(toJson),
  serverTime: context.clock.now().toISOString(),
});

async function own(context: ApiContext, scope: Scope) {
  const sealer = await context.keys.of(scope, scope.organisationId);
  const stored = await findOrganisation(scope, sealer);
  if (!stored) throw new Problem('notFound', 'There is no such organisation.');
  return { organisation: stored.organisation, sealer };
}

interface Shown {
  view: AcknowledgeView;
  language?: string;
}

const look = (context: ApiContext, { organisationId, messageId }: TestClaims): Promise<Shown> =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const [row] = await testPages(scope, [messageId]);
    const { organisation } = await own(context, scope);
    const view = row ? (row.answeredAt ? 'alreadyAcknowledged' : 'open') : 'invalid';
    return { view, language: organisation.policy.language };
  });

const OUTCOME = { done: 'done', answeredBefore: 'alreadyAcknowledged', unknown: 'invalid' } as const;

const answer = (context: ApiContext, { organisationId, messageId }: TestClaims): Promise<Shown> =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const { organisation, sealer } = await own(context, scope);
    const outcome = await answerTestPage(scope, messageId, { sealer, now: context.clock.now() });
    return { view: OUTCOME[outcome], language: organisation.policy.language };
  });
