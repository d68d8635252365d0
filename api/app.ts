import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiContext } from './context.ts';
import { registerAuthentication } from './plugins/authentication.ts';
import { answerFrameworkError, registerErrors } from './plugins/errors.ts';
import { registerOpenapi } from './plugins/openapi.ts';
import { registerWellFormed } from './plugins/wellFormed.ts';
import { acknowledgeRoutes } from './routes/acknowledge.ts';
import { actionRoutes } from './routes/actions.ts';
import { briefingRoutes } from './routes/briefing.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { hookRoutes } from './routes/hooks.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { interviewRoutes } from './routes/interview.ts';
import { lawRoutes } from './routes/law.ts';
import { metaRoutes } from './routes/meta.ts';
import { noticeRoutes } from './routes/notices.ts';
import { submissionRoutes } from './routes/submissions.ts';
import { contactRoutes } from './routes/contacts.ts';
import { onCallRoutes } from './routes/onCall.ts';
import { onCallFeedRoutes } from './routes/onCallFeeds.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { pageRoutes } from './routes/pages.ts';
import { pagingRoutes } from './routes/paging.ts';
import { registerRoutes } from './routes/register.ts';
import { registerFileRoutes } from './routes/registerFiles.ts';
import { statisticsRoutes } from './routes/statistics.ts';
import { timelineRoutes } from './routes/timeline.ts';
import type { App } from './routes/types.ts';

const BODY_LIMIT = 1024 * 1024;
/** For everybody behind one address; declarations in a crisis stay far below it. */
const REQUESTS_PER_MINUTE = 6_000;

/** Builds the API; main.ts listens. */
export async function buildApp(context: ApiContext): Promise<App> {
  const app = Fastify({
    loggerInstance: context.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Acknowledge links carry a signed token in the path.
    routerOptions: { maxParamLength: 700 },
    bodyLimit: BODY_LIMIT,
    frameworkErrors: answerFrameworkError,
    trustProxy: false,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
  }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerErrors(app);
  endConnectionsOnClose(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
  await registerOpenapi(app);
  registerAuthentication(app, context);
  registerWellFormed(app);
  acceptForms(app);
  const groups = [
    hookRoutes, incidentRoutes, actionRoutes, pageRoutes, pagingRoutes, noticeRoutes, submissionRoutes, briefingRoutes, timelineRoutes, organisationRoutes,
    lawRoutes, interviewRoutes, registerRoutes, registerFileRoutes, statisticsRoutes, bundleRoutes, acknowledgeRoutes, metaRoutes,
    onCallRoutes, onCallFeedRoutes, contactRoutes,
  ]; // prettier-ignore
  for (const routes of groups) routes(app, context);
  return app;
}

/** A connection whose last request was under way at the stop would stay open until its keep-alive ends (72 s). */
function endConnectionsOnClose(app: App): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

/** The one form there is (the acknowledge button) carries no fields. */
function acceptForms(app: App): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume();
    payload.once('end', () => done(null, {}));
  });
}
