import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ApiKeyIdentity, type ApiScope, authenticate } from '../../db/apiKeys.ts';
import { asViewer, EVERYTHING } from '../../db/viewer.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    identity: ApiKeyIdentity | null;
  }
  interface FastifyContextConfig {
    /** The scope that a request needs; routes without one are open to everybody and must say so with `public`. */
    scope?: ApiScope;
    public?: boolean;
  }
}

/** Every route names its scope; one that names neither a scope nor `public` cannot be registered. */
export function registerAuthentication(app: FastifyInstance, context: ApiContext): void {
  app.decorateRequest('identity', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.scope && !route.config?.public) throw new Error(`route ${route.url} names no scope`);
  });
  app.addHook('onRequest', async (request) => {
    const scope = request.routeOptions.config.scope;
    if (!scope) return;
    const identity = await authenticate(context.db, bearer(request));
    if (!identity)
      throw new Problem('unauthorised', 'Send the header "Authorization: Bearer tocsin_…" with a valid key.');
    if (!identity.scopes.includes(scope))
      throw new Problem('forbidden', `This key lacks the scope "${scope}".`);
    request.identity = identity;
  });
  // After the body has been read: what its stream calls back runs outside of what was set before.
  app.addHook('preHandler', (request, _reply, done) => asViewer(viewerOf(request), done));
}

/** Who is looking: whoever may see every restricted incident, the person of the key, or nobody. */
export function viewerOf({ identity }: FastifyRequest): string | null {
  if (!identity) return null;
  return identity.scopes.includes('incidents:restricted') ? EVERYTHING : identity.personId;
}

const bearer = (request: FastifyRequest): string =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** The identity of an authenticated request. */
export function identityOf(request: FastifyRequest): ApiKeyIdentity {
  if (!request.identity) throw new Problem('unauthorised', 'A valid API key is needed.');
  return request.identity;
}

export const actorOf = (request: FastifyRequest): Actor => ({
  kind: 'apiKey',
  id: identityOf(request).keyId,
});
