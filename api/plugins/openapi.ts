import swagger, { type SwaggerTransform } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App } from '../routes/types.ts';

type Answers = Record<string, { headers?: unknown }>;

/** The description at /openapi.json, made from the very schemas that check requests and answers. */
export async function registerOpenapi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tocsin', version: '1', description: 'Response to personal data breaches' },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
      security: [{ apiKey: [] }],
    },
    transform,
  });
}

/** What the transform of the type provider leaves out: headers of answers, and routes that need no key. */
const transform: SwaggerTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  if (route.route.config?.public) schema.security = [];
  const answers = (schema.response ?? {}) as Answers;
  for (const [status, { headers }] of Object.entries((route.schema?.response ?? {}) as Answers)) {
    const answer = answers[status];
    if (headers && answer) answer.headers = headers;
  }
  return { schema, url };
};
