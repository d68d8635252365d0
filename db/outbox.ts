import { sql } from 'kysely';
import type { Database, Scope } from './database.ts';

export const OUTBOX_CHANNEL = 'tocsin_outbox';
export type OutboxSubject = 'incident' | 'page';

export interface OutboxChange {
  subject: OutboxSubject;
  subjectId: string;
  incidentId: string;
  revision: number;
}

/** "Look again": committed with the change it tells of. Says only who changed, never what. */
export async function enqueue(scope: Scope, now: Date, ...changes: OutboxChange[]): Promise<void> {
  if (changes.length === 0) return;
  await scope
    .insertInto('outbox')
    .values(changes.map((change) => ({ ...change, organisationId: scope.organisationId, notBefore: now })))
    .execute();
  await sql`select pg_notify(${OUTBOX_CHANNEL}, '')`.execute(scope);
}

export interface OutboxRow extends OutboxChange {
  ids: string[];
  organisationId: string;
  attempts: number;
}

/** Several changes of one subject become one message with the highest revision. */
function fold(rows: (Omit<OutboxRow, 'ids'> & { id: string })[]): OutboxRow[] {
  const folded = new Map<string, OutboxRow>();
  for (const { id, ...row } of rows) {
    const before = folded.get(row.subjectId);
    if (before) {
      before.ids.push(id);
      before.revision = Math.max(before.revision, row.revision);
    } else folded.set(row.subjectId, { ...row, ids: [id] });
  }
  return [...folded.values()];
}

/** Waiting at most this long between two tries of one message. There is no limit of attempts. */
const MAX_BACK_OFF_MS = 10_000;

const backOffMs = (attempts: number): number => Math.min(MAX_BACK_OFF_MS, 250 * 2 ** Math.min(attempts, 6));

/**
 * Claims messages that are due, hands them to `send`, and deletes those that were taken; the row locks are held
 * through the call, so a relay that dies gives its messages back at once. Runs under the relay's role, which sees
 * identifiers only.
 * @returns how many messages were claimed
 */
export function relayBatch(
  db: Database,
  options: {
    limit: number;
    now: () => Date;
    send: (row: OutboxRow) => Promise<void>;
    onError: (error: unknown) => void;
  },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('outbox')
      .select(['id', 'organisationId', 'subject', 'subjectId', 'incidentId', 'revision', 'attempts'])
      .where('notBefore', '<=', options.now())
      .orderBy('id')
      .limit(options.limit)
      .forUpdate()
      .skipLocked()
      .execute();
    const messages = fold(rows.map((row) => ({ ...row, subject: row.subject as OutboxSubject })));
    const outcomes = await Promise.allSettled(messages.map((message) => options.send(message)));
    const taken = messages
      .filter((_, index) => outcomes[index]?.status === 'fulfilled')
      .flatMap((one) => one.ids);
    if (taken.length > 0) await trx.deleteFrom('outbox').where('id', 'in', taken).execute();
    for (const [index, message] of messages.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status !== 'rejected') continue;
      options.onError(outcome.reason);
      const notBefore = new Date(options.now().getTime() + backOffMs(message.attempts));
      const attempts = message.attempts + 1;
      await trx.updateTable('outbox').set({ notBefore, attempts }).where('id', 'in', message.ids).execute();
    }
    return messages.length;
  });
}
