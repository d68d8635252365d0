import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { methodDigest, verificationsOf } from '../../db/contactVerifications.ts';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { directStatuses } from '../../db/directMessages.ts';
import { addressOf, CHANNELS, shortId } from '../../domain/policy/contacts.ts';
import { codeProblem, confirmCode, sendCode, TooManyCodes } from '../commands/contacts.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { ownOrganisation, rotaAt } from '../rota.ts';
import { changeProblems, instantOut, problems } from '../schemas/common.ts';
import { warningsOut } from '../schemas/onCall.ts';
import { contactsJson } from '../views/contacts.ts';
import { readinessWarnings } from '../../templates/catalogue.ts';
import type { Routes } from './types.ts';

const tags = ['on call'];
const params = z.object({ person: shortId, method: shortId });
const channel = z.enum(CHANNELS);
const contactView = z.object({
  person: z.string(),
  name: z.string(),
  asked: z.boolean().describe('May be asked by a step, or is the stand-in'),
  independentWays: z.number().describe('Ways that do not fail together; two are wanted'),
  ways: z.array(
    z.object({
      method: z.string(),
      channel,
      address: z.string().describe('Of webhooks and Teams only the host'),
      verifiedAt: instantOut.nullable(),
      codeValidUntil: instantOut.nullable().describe('A code is out until then'),
      codeMessage: z
        .enum(['intended', 'sent', 'failed', 'unknown'])
        .nullable()
        .describe('What became of the message with it'),
    }),
  ),
});
const contactsView = z.object({ items: z.array(contactView), warnings: warningsOut, serverTime: instantOut });
const codeSent = z.object({
  person: z.string(),
  method: z.string(),
  channel,
  expiresAt: instantOut,
  serverTime: instantOut,
});

/** The ways in which people are reached, and how each is proved to be theirs. */
export const contactRoutes: Routes = (app, context) => {
  const inOwn = <T>(request: FastifyRequest, work: (scope: Scope) => Promise<T>): Promise<T> =>
    inOrganisation(context.db, identityOf(request).organisationId, work);

  app.get('/v1/contacts', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: 'People, the ways to reach them, and which are verified',
      tags,
      response: { 200: contactsView, ...problems },
    },
    handler: (request) => inOwn(request, (scope) => list(context, scope)),
  });

  app.post('/v1/contacts/:person/:method/verification', {
    config: { scope: 'organisation:write' },
    schema: {
      summary: 'Send a code through this way; it works for 15 minutes, and an earlier one no more',
      tags,
      params,
      response: { 202: codeSent, ...changeProblems },
    },
    handler: async (request, reply) => {
      const sent = await inOwn(request, (scope) =>
        sendCode(context, scope, request.params, actorOf(request)),
      ).catch((error: unknown) => {
        if (error instanceof TooManyCodes) reply.header('retry-after', error.retryAfterSeconds);
        throw error;
      });
      const expiresAt = sent.expiresAt.toISOString();
      return reply
        .status(202)
        .send({ ...request.params, channel: sent.channel, expiresAt, serverTime: timeOf(context) });
    },
  });

  app.post('/v1/contacts/:person/:method/verification/code', {
    config: { scope: 'organisation:write' },
    schema: {
      summary: 'Enter the code that came through this way: five tries',
      tags,
      params,
      body: z.strictObject({ code: z.string().trim().min(1).max(20) }),
      response: {
        200: z.object({
          person: z.string(),
          method: z.string(),
          verifiedAt: instantOut,
          serverTime: instantOut,
        }),
        ...changeProblems,
      },
    },
    handler: async (request) => {
      // Spaces, as a code is spoken or grouped.
      const code = request.body.code.replace(/\s/g, '');
      const entered = await inOwn(request, (scope) =>
        confirmCode(context, scope, request.params, { code, actor: actorOf(request) }),
      );
      if (entered.outcome !== 'verified') throw codeProblem(entered);
      return {
        ...request.params,
        verifiedAt: entered.verifiedAt.toISOString(),
        serverTime: timeOf(context),
      };
    },
  });
};

const timeOf = (context: ApiContext): string => context.clock.now().toISOString();

async function list(context: ApiContext, scope: Scope) {
  const { organisation } = await ownOrganisation(context, scope);
  const { policy } = organisation;
  const now = context.clock.now();
  const known = await verificationsOf(scope);
  const statuses = await directStatuses(
    scope,
    [...known.values()].flatMap(({ messageId }) => messageId ?? []),
  );
  const { standing } = await rotaAt(scope, organisation, now);
  const items = contactsJson(
    policy,
    (personId, method) =>
      known.get(methodDigest(scope.organisationId, personId, method.channel, addressOf(method))),
    (messageId) => (messageId === null ? null : (statuses.get(messageId) ?? null)),
    now,
  );
  return { items, warnings: readinessWarnings(policy, standing), serverTime: now.toISOString() };
}
