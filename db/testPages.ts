import { v7 as uuidv7 } from 'uuid';
import { contactMethods, type Person } from '../domain/policy/contacts.ts';
import type { Actor } from '../domain/timeline/kinds.ts';
import type { Scope } from './database.ts';
import type { DataKeys } from './dataKeys.ts';
import {
  type DirectContent,
  type DirectMessageRow,
  findDirectMessage,
  insertDirectMessage,
  recipientOf,
} from './directMessages.ts';
import type { Sealer } from './sealing.ts';
import { appendEntries } from './timeline.ts';

interface Doing {
  keys: DataKeys;
  sealer: Sealer;
  actor: Actor;
  now: Date;
}

/** What is written to each way; the message's id is in its link. */
export type TestText = (person: Person, messageId: string) => DirectContent;

/** A test page to every way of these people, each with an entry of its own. @returns their ids */
export async function insertTestPages(
  scope: Scope,
  people: readonly Person[],
  text: TestText,
  doing: Doing & { giveUpAfterMs: number },
): Promise<string[]> {
  const { keys, now, giveUpAfterMs } = doing;
  const ids: string[] = [];
  for (const person of people) {
    for (const method of contactMethods(person)) {
      const id = uuidv7();
      ids.push(id);
      const way = { personId: person.id, methodId: method.id, channel: method.channel };
      const content = text(person, id);
      const to = recipientOf(person.name, method);
      await insertDirectMessage(scope, keys, { ...way, id, kind: 'test', content, to, now, giveUpAfterMs });
      await record(scope, doing, 'testPage.sent', { ...way, messageId: id });
    }
  }
  return ids;
}

/** @returns what the message was before: answered already, or unknown */
export async function answerTestPage(
  scope: Scope,
  messageId: string,
  doing: Omit<Doing, 'keys' | 'actor'>,
): Promise<'done' | 'answeredBefore' | 'unknown'> {
  const row = await findDirectMessage(scope, messageId);
  if (row?.kind !== 'test') return 'unknown';
  const answered = await scope
    .updateTable('directMessages')
    .set({ answeredAt: doing.now })
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', messageId)
    .where('answeredAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!answered) return 'answeredBefore';
  const actor: Actor = { kind: 'link', id: doing.sealer.pseudonym(row.personId ?? 'unknown') };
  await record(scope, { ...doing, actor }, 'testPage.answered', { ...row, messageId });
  return 'done';
}

/** Those of one round, as they are now. */
export const testPages = (scope: Scope, ids: readonly string[]): Promise<DirectMessageRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : scope
        .selectFrom('directMessages')
        .selectAll()
        .where('organisationId', '=', scope.organisationId)
        .where('kind', '=', 'test')
        .where('id', 'in', ids)
        .orderBy('id')
        .execute();

async function record(
  scope: Scope,
  { sealer, actor, now }: Omit<Doing, 'keys'>,
  kind: 'testPage.sent' | 'testPage.answered',
  about: { personId: string | null; methodId: string; channel: string; messageId: string },
): Promise<void> {
  const person = about.personId ?? 'unknown';
  const data = {
    message: about.messageId,
    contact: sealer.pseudonym(person),
    channel: about.channel,
  };
  const entry = { kind, actor, occurredAt: now, data, personal: { person, method: about.methodId } };
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [entry]);
}
