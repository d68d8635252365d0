import { z } from 'zod';
import { receiveWebhook } from '../commands/inbound.ts';
import { changeProblems, problems } from '../schemas/common.ts';
import type { Routes } from './types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came: a signature is over bytes, and evidence is kept byte for byte. */
    rawBody: Buffer | null;
  }
}

const BODY_LIMIT = 1024 * 1024;
const params = z.object({ organisation: z.string().max(100), source: z.string().max(100) });

const { 401: unauthorised, 429: tooMany, 500: internal, 503: unavailable } = problems;
const { 413: tooLarge, 422: unreadable } = changeProblems;
const refusals = {
  401: unauthorised,
  413: tooLarge,
  422: unreadable,
  429: tooMany,
  500: internal,
  503: unavailable,
};

const answer = z.object({
  outcome: z.enum(['new', 'repeat', 'note', 'known', 'nothing']),
  suspectedIncident: z.string().nullable(),
  reference: z.string().nullable(),
});

/**
 * Where monitoring tells of what may be an incident. Open to everybody who holds the secret of a source; unknown source
 * and wrong secret look alike. Each source of each sender's address has its own count of requests.
 */
export const inboundRoutes: Routes = (app, context) => {
  app.decorateRequest('rawBody', null);
  void app.register((scoped, _options, done) => {
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (request, body: Buffer, parsed) => {
        request.rawBody = body;
        parsed(null, undefined);
      },
    );
    scoped.post('/v1/inbound/:organisation/:source', {
      config: { public: true, rateLimit: { max: 300, timeWindow: '1 minute' } },
      bodyLimit: BODY_LIMIT,
      schema: {
        summary: 'A webhook of a source of the policy: Alertmanager, Sentry or any JSON',
        description:
          'Alertmanager and JSON: "Authorization: Bearer <secret>"; JSON also signed after Standard Webhooks; Sentry: Sentry-Hook-Signature. At most 1 MiB.',
        tags: ['suspected incidents'],
        params,
        response: { 202: answer, ...refusals },
      },
      handler: async (request, reply) => {
        const { organisation, source } = request.params as z.infer<typeof params>;
        const { incidentId, outcome, reference } = await receiveWebhook(context, {
          organisationId: organisation,
          sourceId: source,
          headers: request.headers,
          body: request.rawBody ?? Buffer.alloc(0),
        });
        return reply.status(202).send({ outcome, suspectedIncident: incidentId, reference });
      },
    });
    done();
  });
};
