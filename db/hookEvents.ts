import type { Scope } from './database.ts';

/** Kept longer than an event is taken at all. */
const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Remembers an event from outside, so that it acts once.
 * @returns false when it was known: it came again
 */
export async function rememberEvent(
  scope: Scope,
  source: string,
  eventId: string,
  now: Date,
): Promise<boolean> {
  const own = scope.deleteFrom('hookEvents').where('organisationId', '=', scope.organisationId);
  await own.where('receivedAt', '<', new Date(now.getTime() - KEPT_MS)).execute();
  const row = await scope
    .insertInto('hookEvents')
    .values({ organisationId: scope.organisationId, source, eventId, receivedAt: now })
    .onConflict((conflict) => conflict.columns(['organisationId', 'source', 'eventId']).doNothing())
    .returning('eventId')
    .executeTakeFirst();
  return row !== undefined;
}
