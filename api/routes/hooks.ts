import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkCallbackToken } from '../../domain/callbackToken.ts';
import { checkAcknowledgeToken } from '../../domain/links.ts';
import type { ApiContext } from '../context.ts';
import { takeOpsgenie } from '../hooks/opsgenie.ts';
import { takePagerDuty } from '../hooks/pagerduty.ts';
import { takeTwilioDigit, takeTwilioStatus, type TwilioRequest } from '../hooks/twilio.ts';
import type { App, Routes } from './types.ts';

/** PagerDuty sends at most 256 KiB; the others a few. */
const BODY_LIMIT = 256 * 1024;
const REQUESTS_PER_MINUTE = 600;

const service = z.object({ organisation: z.string(), service: z.string() });
const token = z.object({ token: z.string() });

/**
 * Where other systems tell of answers and outcomes. There is no API key: each request proves itself by a signature over
 * its raw body, or by a secret. Whatever is wrong has one answer, so that nobody learns which organisations there are.
 */
export const hookRoutes: Routes = (app, context) => {
  void app.register((scoped, _options, done) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    pagerRoutes(scoped, context);
    twilioRoutes(scoped, context);
    done();
  });
};

const rateLimit = { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' };

/** The raw body; a request without one has an empty one. */
const textOf = (body: unknown): string => (typeof body === 'string' ? body : '');
const headerOf = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

function pagerRoutes(app: App, context: ApiContext): void {
  const config = { public: true, rateLimit };
  app.post('/hooks/pagerduty/:organisation/:service', {
    config,
    schema: { hide: true, params: service },
    handler: async (request, reply) => {
      const signatures = headerOf(request, 'x-pagerduty-signature');
      const outcome = await takePagerDuty(context, request.params, textOf(request.body), signatures);
      return reply.status(202).send({ outcome });
    },
  });

  app.post('/hooks/opsgenie/:organisation/:service', {
    config,
    schema: { hide: true, params: service, querystring: z.object({ secret: z.string().default('') }) },
    handler: async (request, reply) => {
      // A header stays out of the logs of whatever stands in between.
      const secret = headerOf(request, 'x-tocsin-secret') || request.query.secret;
      const outcome = await takeOpsgenie(context, request.params, textOf(request.body), secret);
      return reply.status(202).send({ outcome });
    },
  });
}

function twilioRoutes(app: App, context: ApiContext): void {
  const keyGenerator = (request: FastifyRequest) => bucketOf(context, request);
  const config = { public: true, rateLimit: { ...rateLimit, keyGenerator } };
  app.post('/hooks/twilio/status/:token', {
    config,
    schema: { hide: true, params: token },
    handler: async (request, reply) => {
      await takeTwilioStatus(context, asTwilio(request));
      return reply.status(204).send();
    },
  });

  app.post('/hooks/twilio/voice/:token', {
    config,
    schema: { hide: true, params: token },
    handler: async (request, reply) => {
      const twiml = await takeTwilioDigit(context, asTwilio(request));
      return reply.type('text/xml; charset=utf-8').send(twiml);
    },
  });
}

const asTwilio = (request: FastifyRequest): TwilioRequest => ({
  path: request.url,
  token: (request.params as z.infer<typeof token>).token,
  body: textOf(request.body),
  signature: headerOf(request, 'x-twilio-signature'),
});

/** An address that we made has its own count, so that nobody behind the same proxy can lock its provider out. */
function bucketOf(context: ApiContext, request: FastifyRequest): string {
  const { token: given } = request.params as z.infer<typeof token>;
  const acknowledge = checkAcknowledgeToken(context.linkKey, given, context.clock.now());
  const ours =
    acknowledge.ok || acknowledge.reason === 'expired' || checkCallbackToken(context.linkKey, given);
  return ours ? `hook:${createHash('sha256').update(given).digest('hex')}` : request.ip;
}
