import { sql } from 'kysely';
import type { Database, Scope } from './database.ts';
import { type DirectMessageRow, findDirectMessage } from './directMessages.ts';

export interface DueMessage {
  organisationId: string;
  messageId: string;
}

/**
 * What is due, of every organisation at most `each`, the most urgent first: one with a thousand messages does not make
 * the others wait. Sees identifiers only.
 */
export async function dueMessages(
  db: Database,
  { now, each, limit }: { now: Date; each: number; limit: number },
): Promise<DueMessage[]> {
  const { rows } = await sql<DueMessage>`
    select organisation_id, message_id from (
      select organisation_id, message_id, priority, next_attempt_at, row_number() over (
        partition by organisation_id order by priority, next_attempt_at, message_id) as place
      from direct_message_queue where next_attempt_at <= ${now}) due
    where place <= ${each} order by place, priority, next_attempt_at limit ${limit}`.execute(db);
  return rows;
}

/** One attempt that is this process's to make. */
export interface Claim {
  row: DirectMessageRow;
  /** Counted from 1; only the newest attempt may record a failure. */
  attempt: number;
}

/**
 * Takes one due message for `leaseMs`: the attempt is on record before it is made, and no lock outlives this
 * transaction. Whoever dies in the attempt leaves the message to the end of the lease, under the same key.
 * @returns undefined where another process has it, or it was given up just now
 */
export async function claimMessage(
  scope: Scope,
  messageId: string,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<Claim | undefined> {
  const waiting = await scope
    .selectFrom('directMessageQueue')
    .select('messageId')
    .where('organisationId', '=', scope.organisationId)
    .where('messageId', '=', messageId)
    .where('nextAttemptAt', '<=', now)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!waiting) return undefined;
  const row = await findDirectMessage(scope, messageId);
  if (!row || (await giveUp(scope, row, now))) return undefined;
  const attempt = row.attempts + 1;
  await update(scope, messageId, { attempts: attempt, attemptedAt: now, lastCode: null });
  await postpone(scope, messageId, new Date(now.getTime() + leaseMs));
  return { row, attempt };
}

/** Past its time: an attempt whose outcome is not on record may have arrived. */
async function giveUp(scope: Scope, row: DirectMessageRow, now: Date): Promise<boolean> {
  if (row.giveUpAt > now) return false;
  const lost = row.attempts > 0 && row.lastCode === null;
  await settle(scope, row.id, {
    status: lost ? 'unknown' : 'failed',
    lastCode: row.lastCode ?? (lost ? null : 'tooLate'),
    finishedAt: now,
  });
  return true;
}

/** The other side took it. Holds whichever attempt it was. */
export const recordDirectSent = (
  scope: Scope,
  messageId: string,
  sent: { code: string; outsideId: string; now: Date },
): Promise<void> =>
  settle(scope, messageId, {
    status: 'sent',
    lastCode: sent.code,
    messageId: sent.outsideId,
    finishedAt: sent.now,
  });

/** It was not taken: tried again after `waitMs`, at the latest when it is to be given up; or, being final, settled. */
export async function recordDirectFailure(
  scope: Scope,
  { row, attempt }: Claim,
  failure: { code: string; final: boolean; waitMs: number; now: Date },
): Promise<void> {
  const { code, final, waitMs, now } = failure;
  const present = await findDirectMessage(scope, row.id);
  if (present?.status !== 'intended' || present.attempts !== attempt) return;
  if (final) return settle(scope, row.id, { status: 'failed', lastCode: code, finishedAt: now });
  await update(scope, row.id, { lastCode: code });
  await postpone(scope, row.id, new Date(Math.min(now.getTime() + waitMs, row.giveUpAt.getTime())));
}

/** What was written goes with the message: a code or an address is not kept longer than it is needed. */
async function settle(
  scope: Scope,
  id: string,
  values: { status: string; lastCode: string | null; messageId?: string; finishedAt: Date },
): Promise<void> {
  await update(scope, id, { ...values, contentSealed: null });
  await scope
    .deleteFrom('directMessageQueue')
    .where('organisationId', '=', scope.organisationId)
    .where('messageId', '=', id)
    .execute();
}

async function update(scope: Scope, id: string, values: Partial<DirectMessageRow>): Promise<void> {
  await scope
    .updateTable('directMessages')
    .set(values)
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .execute();
}

async function postpone(scope: Scope, id: string, nextAttemptAt: Date): Promise<void> {
  await scope
    .updateTable('directMessageQueue')
    .set({ nextAttemptAt })
    .where('organisationId', '=', scope.organisationId)
    .where('messageId', '=', id)
    .execute();
}
