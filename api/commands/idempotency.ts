import { createHash } from 'node:crypto';
import type { Scope } from '../../db/database.ts';
import { Problem } from '../problems.ts';

export interface IdempotencyRequest {
  key: string;
  requestHash: string;
  /** The id that the new incident gets, chosen beforehand so that it can be kept with the key. */
  incidentId: string;
}

export const requestHash = (body: unknown): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('hex');

/**
 * Claims the key in this transaction. A second request with the same key waits for the first and gets its answer.
 * @returns the incident of the first request, or undefined when this is the first
 * @throws Problem when the key was used for another request
 */
export async function keepAnswer(
  scope: Scope,
  request: IdempotencyRequest | null,
  now: Date,
): Promise<string | undefined> {
  if (!request) return undefined;
  const claimed = await scope
    .insertInto('idempotencyKeys')
    .values({
      organisationId: scope.organisationId,
      key: request.key,
      requestHash: request.requestHash,
      incidentId: request.incidentId,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.columns(['organisationId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return claimed ? undefined : firstAnswer(scope, request);
}

async function firstAnswer(scope: Scope, request: IdempotencyRequest): Promise<string | undefined> {
  const first = await scope
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'incidentId'])
    .where('organisationId', '=', scope.organisationId)
    .where('key', '=', request.key)
    .executeTakeFirstOrThrow();
  if (first.requestHash !== request.requestHash) {
    throw new Problem(
      'idempotencyKeyReused',
      'This Idempotency-Key was used for a different request; take a new key.',
    );
  }
  return first.incidentId ?? undefined;
}
