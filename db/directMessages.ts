import type { Selectable } from 'kysely';
import {
  addressOf,
  type ChannelName,
  type ContactMethod,
  contactMethods,
} from '../domain/policy/contacts.ts';
import type { Scope } from './database.ts';
import type { DataKeys } from './dataKeys.ts';
import { insertOf, insertTogether } from './insertTogether.ts';
import { findOrganisation } from './organisations.ts';
import type { Sealer } from './sealing.ts';
import type { DirectMessages } from './types.ts';

export const DIRECT_CHANNEL = 'tocsin_direct';

/** For how long each kind is tried, and which goes first where many wait. */
const KINDS = {
  alarm: { priority: 0, giveUpAfterMs: 24 * 3_600_000 },
  allClear: { priority: 1, giveUpAfterMs: 24 * 3_600_000 },
  verification: { priority: 1, giveUpAfterMs: 15 * 60_000 },
  test: { priority: 2, giveUpAfterMs: 60 * 60_000 },
} as const;

export type DirectKind = keyof typeof KINDS;
/** `unknown`: handed over when a process died, and given up since; it may have arrived. */
export type DirectStatus = 'intended' | 'sent' | 'failed' | 'unknown';
export type DirectMessageRow = Selectable<DirectMessages>;

export interface DirectContent {
  subject: string;
  text: string;
  html: string;
  /** One line for channels that carry no more. */
  short: string;
  data: Record<string, unknown>;
  acknowledgeUrl?: string | undefined;
}

export interface Recipient {
  name: string;
  address: string;
  secret?: string | undefined;
}

export interface NewDirectMessage {
  /** A UUID; the key of every attempt is made from it. The same id twice is one message. */
  id: string;
  /** Null: the operator of the installation. */
  personId: string | null;
  methodId: string;
  channel: ChannelName;
  kind: DirectKind;
  content: DirectContent;
  /** Where it goes; left out, the address of that way in the organisation's present policy. */
  to?: Recipient | undefined;
  /** Real time. */
  now: Date;
  giveUpAfterMs?: number | undefined;
}

/** The present policy has no such person, or that person no such way. */
export class UnknownContactMethod extends Error {
  override name = 'UnknownContactMethod';
}

/** What is sealed. */
export interface SealedMessage {
  to: Recipient;
  content: DirectContent;
}

/** Long past on every clock: a writer whose clock is ahead must not delay a message. */
const AT_ONCE = new Date(0);

const place = (id: string): string => `direct_messages/${id}/content`;

/** What names a message outside: kept by every attempt. */
export const directKey = (id: string): string => `direct/${id}`;

/**
 * Stores a message to be sent, in the transaction of its cause; the worker sends it when that commits.
 * @throws UnknownContactMethod where no address is given and the policy has none
 */
export async function insertDirectMessage(
  scope: Scope,
  keys: DataKeys,
  message: NewDirectMessage,
): Promise<void> {
  const sealer = await keys.of(scope, scope.organisationId);
  const to = message.to ?? (await recipientIn(scope, sealer, message));
  const known = await findDirectMessage(scope, message.id);
  if (known) return;
  await insertTogether(scope, insertsOf(scope, sealer, { ...message, to }), DIRECT_CHANNEL);
}

function insertsOf(scope: Scope, sealer: Sealer, message: NewDirectMessage & { to: Recipient }) {
  const { organisationId } = scope;
  const { id, kind, personId, methodId, channel, now, to, content } = message;
  const { priority, giveUpAfterMs } = KINDS[kind];
  const giveUpAt = new Date(now.getTime() + (message.giveUpAfterMs ?? giveUpAfterMs));
  const sealed: SealedMessage = { to, content };
  const row = { organisationId, id, kind, personId, methodId, channel, intendedAt: now, giveUpAt };
  return [
    insertOf('directMessages', [{ ...row, contentSealed: sealer.seal(place(id), sealed) }]),
    insertOf('directMessageQueue', [{ organisationId, messageId: id, priority, nextAttemptAt: AT_ONCE }]),
  ];
}

async function recipientIn(scope: Scope, sealer: Sealer, wanted: NewDirectMessage): Promise<Recipient> {
  const stored = await findOrganisation(scope, sealer);
  const person = stored?.organisation.policy.people.find(({ id }) => id === wanted.personId);
  const method =
    person &&
    contactMethods(person).find(({ id, channel }) => id === wanted.methodId && channel === wanted.channel);
  if (!person || !method) throw new UnknownContactMethod();
  return recipientOf(person.name, method);
}

/** Where one way of one person leads. */
export const recipientOf = (name: string, method: ContactMethod): Recipient => ({
  name,
  address: addressOf(method),
  ...(method.channel === 'webhook' && method.secret ? { secret: method.secret } : {}),
});

export const findDirectMessage = (scope: Scope, id: string): Promise<DirectMessageRow | undefined> =>
  scope
    .selectFrom('directMessages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .executeTakeFirst();

/** Address and text. @throws SealError; TypeError where the message is settled and they are gone */
export function openDirectMessage(
  row: Pick<DirectMessageRow, 'id' | 'contentSealed'>,
  sealer: Sealer,
): SealedMessage {
  if (!row.contentSealed) throw new TypeError('the content of a settled message is gone');
  return sealer.open<SealedMessage>(place(row.id), row.contentSealed);
}

/** What became of some messages, by id. */
export async function directStatuses(
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, DirectStatus>> {
  if (ids.length === 0) return new Map();
  const rows = await scope
    .selectFrom('directMessages')
    .select(['id', 'status'])
    .where('organisationId', '=', scope.organisationId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, status }) => [id, status as DirectStatus]));
}
