import { sql } from 'kysely';
import type { Scope } from './database.ts';

export const OUTBOX_CHANNEL = 'tocsin_outbox';
export type OutboxSubject = 'incident' | 'page';

/** "Look again": committed with the change it tells of. Says only who changed, never what. */
export async function enqueue(
  scope: Scope,
  now: Date,
  ...changes: { subject: OutboxSubject; subjectId: string; revision: number }[]
): Promise<void> {
  if (changes.length === 0) return;
  await scope
    .insertInto('outbox')
    .values(changes.map((change) => ({ ...change, organisationId: scope.organisationId, notBefore: now })))
    .execute();
  await sql`select pg_notify(${OUTBOX_CHANNEL}, '')`.execute(scope);
}
