import type { Database, Scope } from './database.ts';
import { type Insert, insertOf, insertTogether } from './insertTogether.ts';

export const OUTBOX_CHANNEL = 'tocsin_outbox';
export type OutboxSubject = 'incident' | 'page';

export interface OutboxChange {
  subject: OutboxSubject;
  subjectId: string;
  incidentId: string;
  revision: number;
  /** Real instant; at once where it is left out. */
  notBefore?: Date;
}

/** Long past on every clock: a writer whose clock is ahead must not delay a page. Only another try waits. */
const AT_ONCE = new Date(0);

/**
 * "Look again": committed with the change it tells of. Says only who changed, never what.
 */
export async function enqueue(scope: Scope, ...changes: OutboxChange[]): Promise<void> {
  if (changes.length > 0) await insertTogether(scope, [outboxInsert(scope, changes)], OUTBOX_CHANNEL);
}

/** The same as an insert that is still to be sent; whoever sends it notifies OUTBOX_CHANNEL. */
export function outboxInsert(scope: Scope, changes: OutboxChange[]): Insert {
  const { organisationId } = scope;
  const rows = changes.map((change) => ({ notBefore: AT_ONCE, ...change, organisationId }));
  return insertOf('outbox', rows);
}

/** A revision above 1 makes the relay signal a run that lives and start one where none does. */
const START_OR_SIGNAL = 2;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Tells of the open incidents or pages of one organisation again, in the order of their ids.
 * @returns how many were told of, and the last one, to go on after
 */
export async function enqueueOpen(
  scope: Scope,
  subject: OutboxSubject,
  { after = FIRST, limit }: { after?: string | undefined; limit: number },
): Promise<{ count: number; last: string | undefined }> {
  const rows = await (subject === 'page' ? openPages : openIncidents)(scope, after, limit);
  const changes = rows.map(({ id, incidentId }) => ({
    subject,
    subjectId: id,
    incidentId,
    revision: START_OR_SIGNAL,
  }));
  await enqueue(scope, ...changes);
  return { count: rows.length, last: rows.at(-1)?.id };
}

type Open = { id: string; incidentId: string };

const openPages = (scope: Scope, after: string, limit: number): Promise<Open[]> =>
  scope
    .selectFrom('pages')
    .select(['id', 'incidentId'])
    .where('organisationId', '=', scope.organisationId)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'open'),
        // A pager is still to be told what became of it.
        eb.exists(
          eb
            .selectFrom('deliveries')
            .select('key')
            .whereRef('deliveries.organisationId', '=', 'pages.organisationId')
            .whereRef('deliveries.pageId', '=', 'pages.id')
            .where('deliveries.action', '<>', 'trigger')
            .where('deliveries.status', '=', 'intended'),
        ),
      ]),
    )
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();

const openIncidents = (scope: Scope, after: string, limit: number): Promise<Open[]> =>
  scope
    .selectFrom('incidents')
    .select(['id', 'id as incidentId'])
    .where('organisationId', '=', scope.organisationId)
    .where('status', 'in', ['open', 'suspected'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();

/** Organisations by identifier, which is all that the worker sees of those it has not named. */
export async function listOrganisations(db: Database, limit: number, after = FIRST): Promise<string[]> {
  const rows = await db
    .selectFrom('directory')
    .select('organisationId')
    .where('organisationId', '>', after)
    .orderBy('organisationId')
    .limit(limit)
    .execute();
  return rows.map((row) => row.organisationId);
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
