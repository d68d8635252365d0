import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Outcome, suspect } from '../../db/changes/suspect.ts';
import { inOrganisation } from '../../db/database.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import { manyLines, oneLine } from '../../domain/suspected/received.ts';
import type { ApiContext } from '../context.ts';
import { readOptionalPastInstant } from '../instants.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import type { suspectSchema } from '../schemas/suspected.ts';

type Body = z.infer<typeof suspectSchema>;

/**
 * What a person or a program reports with an API key.
 * @throws Problem for instants in the future, and for a source that only the policy's own messages may use
 */
export function suspectByHand(
  context: ApiContext,
  request: FastifyRequest<{ Body: Body; Headers: { 'idempotency-key'?: string | undefined } }>,
): Promise<{ id: string; outcome: Exclude<Outcome, 'nothing'> }> {
  const { body, headers } = request;
  const now = context.clock.now();
  return inOrganisation(context.db, identityOf(request).organisationId, async (scope) => {
    const stored = await findOwnOrganisation(scope, context.keys);
    if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
    const { timeZone, inbound } = stored.organisation.policy;
    if (inbound.some(({ id }) => id === body.source)) throw ownedSource(body.source);
    const at = (field: 'receivedAt' | 'occurredAt') =>
      readOptionalPastInstant(`/${field}`, body[field], timeZone, now);
    const key = headers['idempotency-key'];
    const { incidentId, outcome } = await suspect(context, scope, {
      source: body.source,
      kind: body.by === undefined ? 'api' : 'manual',
      actor: actorOf(request),
      reporter: body.reporter ?? body.by ?? identityOf(request).name,
      understood: {
        title: oneLine(body.title),
        details: body.details === undefined ? null : manyLines(body.details),
        keys: body.repeatOf === undefined ? [] : [{ value: `event:${body.repeatOf}` }],
        signal: 'firing',
        occurredAt: at('occurredAt'),
      },
      receivedAt: at('receivedAt') ?? now,
      messageKey: key === undefined ? null : `idempotency:${key}`,
      evidence: body.evidence === undefined ? null : asEvidence(body.evidence),
    });
    return { id: incidentId!, outcome: outcome as Exclude<Outcome, 'nothing'> };
  });
}

function asEvidence(text: string) {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { mediaType: 'text/plain', sha256, size: bytes.length, bytes };
}

function ownedSource(id: string): Problem {
  const message = `"${id}" is an inbound source of the policy; only its own messages use its name`;
  return new Problem('invalidRequest', message, { errors: [{ field: '/source', message }] });
}
