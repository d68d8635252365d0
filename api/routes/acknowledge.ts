import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeIncident, type IncidentChange, readIncident } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import { acknowledgePage, findPage } from '../../db/pages.ts';
import { isDoubted } from '../../domain/doubt.ts';
import { type AcknowledgeClaims, checkAcknowledgeToken } from '../../domain/links.ts';
import type { ApiContext } from '../context.ts';
import { acknowledgeHtml, HTML, type Shown } from '../views/acknowledge.ts';
import type { Routes } from './types.ts';

const params = z.object({ token: z.string().max(600) });

/**
 * The page behind the link in a mail. Fetching it changes nothing, so a mail scanner acknowledges nothing; its one
 * button posts. The link is signed, serves this one purpose and expires. It says nothing about the incident beyond
 * its reference: whoever holds the link may not be the person it was sent to.
 */
export const acknowledgeRoutes: Routes = (app, context) => {
  const keyGenerator = (request: FastifyRequest) => bucketOf(context, request);
  const config = { public: true, rateLimit: { max: 60, timeWindow: '1 minute', keyGenerator } };

  app.get('/acknowledge/:token', {
    config,
    schema: { hide: true, params },
    handler: async (request, reply) => {
      const check = checkAcknowledgeToken(context.linkKey, request.params.token, context.clock.now());
      const page = check.ok ? await look(context, check.claims) : { view: check.reason, reference: null };
      return reply.status(statusOf(page.view)).type(HTML).send(acknowledgeHtml(page));
    },
  });

  app.post('/acknowledge/:token', {
    config,
    schema: { hide: true, params },
    handler: async (request, reply) => {
      const check = checkAcknowledgeToken(context.linkKey, request.params.token, context.clock.now());
      const page = check.ok
        ? await acknowledge(context, check.claims)
        : { view: check.reason, reference: null };
      return reply.status(statusOf(page.view)).type(HTML).send(acknowledgeHtml(page));
    },
  });
};

/**
 * Whose requests count together. A link that we signed has its own count, so that nobody behind the same proxy can
 * lock its holder out; everything else counts by address.
 */
function bucketOf(context: ApiContext, request: FastifyRequest): string {
  const { token } = request.params as z.infer<typeof params>;
  const check = checkAcknowledgeToken(context.linkKey, token, context.clock.now());
  const signed = check.ok || check.reason === 'expired';
  return signed ? `link:${createHash('sha256').update(token).digest('hex')}` : request.ip;
}

const statusOf = (view: Shown['view']): number => (view === 'invalid' ? 404 : view === 'expired' ? 410 : 200);

const viewOf = (state: string | undefined): Shown['view'] =>
  state === 'open' ? 'open' : state === 'acknowledged' ? 'alreadyAcknowledged' : 'ended';

/** An open page that was opened through a way that the incident doubts is not answered by it. */
function viewFor(
  incident: StoredIncident,
  claims: AcknowledgeClaims,
  state: string | undefined,
): Shown['view'] {
  return state === 'open' && isDoubted(incident, claims.channel ?? null) ? 'doubted' : viewOf(state);
}

const look = (context: ApiContext, claims: AcknowledgeClaims): Promise<Shown> =>
  readIncident(context, claims.organisationId, claims.incidentId, async ({ scope, incident }) => ({
    view: viewFor(incident, claims, (await findPage(scope, claims.pageId))?.state),
    reference: incident.reference,
    language: incident.organisation.policy.language,
    drill: incident.drill !== null,
  }));

/** As the organisation calls them now; whoever left, as it called them at the declaration. */
async function nameOf(context: ApiContext, { scope, incident }: IncidentChange, id: string): Promise<string> {
  const live = await findOwnOrganisation(scope, context.keys);
  const people = [live?.organisation, incident.organisation].flatMap((one) => one?.policy.people ?? []);
  return people.find((person) => person.id === id)?.name ?? id;
}

function acknowledge(context: ApiContext, claims: AcknowledgeClaims): Promise<Shown> {
  const actor = { kind: 'link' as const, id: claims.personId };
  return changeIncident(context, { ...claims, actor }, async (change) => {
    const { policy } = change.incident.organisation;
    const by = await nameOf(context, change, claims.personId);
    const channel = claims.channel ?? null;
    const done = await acknowledgePage(change, claims.pageId, { by, through: 'link', actor, channel });
    const page = await findPage(change.scope, claims.pageId);
    const view = done ? 'done' : viewFor(change.incident, claims, page?.state);
    return {
      view,
      reference: change.incident.reference,
      language: policy.language,
      drill: change.incident.drill !== null,
    };
  });
}
