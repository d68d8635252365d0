import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { Problem, PROBLEMS } from '../problems.ts';
import { instantOut } from '../schemas/common.ts';
import type { Routes } from './types.ts';

const PAGES = new URL('../../docs/problems/', import.meta.url);
const config = { public: true };

/** What monitors, scrapers and readers of an error message ask for. */
export const metaRoutes: Routes = (app, context) => {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  app.get('/healthz', { config, schema: { hide: true }, handler: () => 'ok\n' });

  app.get('/readyz', {
    config,
    schema: { hide: true },
    handler: async () => {
      await sql`select 1`.execute(context.db);
      return 'ready\n';
    },
  });

  app.get('/metrics', {
    config,
    schema: { hide: true },
    handler: async (_, reply) => reply.type(metrics.contentType).send(await metrics.metrics()),
  });

  app.get('/v1/time', {
    config,
    schema: {
      summary: "The server's time",
      tags: ['meta'],
      response: { 200: z.object({ serverTime: instantOut }) },
    },
    handler: () => ({ serverTime: context.clock.now().toISOString() }),
  });

  app.get('/openapi.json', { config, schema: { hide: true }, handler: () => app.swagger() });

  app.get('/problems/:code', {
    config,
    schema: { hide: true, params: z.object({ code: z.string().max(60) }) },
    handler: async (request, reply) => {
      const { code } = request.params;
      if (!Object.hasOwn(PROBLEMS, code)) throw new Problem('notFound', 'There is no such problem.');
      return reply
        .type('text/markdown; charset=utf-8')
        .send(await readFile(new URL(`${code}.md`, PAGES), 'utf8'));
    },
  });

  app.get('/', {
    config,
    schema: { hide: true },
    handler: () =>
      'Tocsin. The API is described at /openapi.json; the health of this process is at /readyz.\n',
  });
};
