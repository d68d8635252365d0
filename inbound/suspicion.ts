import { type Suspected, suspect } from '../db/changes/suspect.ts';
import { inOrganisation } from '../db/database.ts';
import { normalisedSubject } from '../domain/suspected/mailSubject.ts';
import { type FoldKey, manyLines, oneLine, type Understood } from '../domain/suspected/received.ts';
import type { InboundDeps } from './deps.ts';
import type { Incoming, Mail } from './mail.ts';
import type { MailSource } from './sources.ts';

/** Mail of one sender with the same subject is one event within a day of the last. */
const SAME_SUBJECT_HOURS = 24;

/**
 * A mail to a source: a suspicion with the whole mail as evidence, or one more about a known one.
 * @param mail null where it cannot be read: it is kept all the same
 */
export function suspectMail(
  deps: InboundDeps,
  source: MailSource,
  incoming: Incoming,
  mail: Mail | null,
): Promise<Suspected> {
  const { raw, size, sha256 } = incoming;
  return inOrganisation(deps.db, source.organisationId, (scope) =>
    suspect(deps, scope, {
      source: source.sourceId,
      kind: 'mail',
      actor: { kind: 'inbound', id: source.sourceId },
      reporter: mail && oneLine(mail.fromText),
      understood: mail ? understood(mail) : unreadable(source, sha256),
      receivedAt: earlier(incoming.receivedAt, deps.clock.now()),
      messageKey: `mail:${mail?.key ?? sha256}`,
      evidence: { mediaType: 'message/rfc822', sha256, size, bytes: raw },
    }),
  );
}

/** The mailbox's clock may be ahead of ours; nothing was discovered in the future. */
const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

const understood = (mail: Mail): Understood => ({
  title: oneLine(mail.subject) || 'A mail without a subject',
  details: manyLines(mail.text) || null,
  keys: keysOf(mail),
  signal: 'firing',
  occurredAt: null,
});

const unreadable = ({ sourceId }: MailSource, sha256: string): Understood => ({
  title: `A mail to the source "${sourceId}" that cannot be read`,
  details: null,
  keys: [{ value: `raw:${sha256}` }],
  signal: 'firing',
  occurredAt: null,
});

function keysOf({ messageId, references, from, subject }: Mail): FoldKey[] {
  const thread = [...(messageId ? [messageId] : []), ...references].map((id) => ({ value: `id:${id}` }));
  const same = normalisedSubject(subject);
  if (same === '' || from === '') return thread;
  return [...thread, { value: `subject:${from}|${same}`, withinHours: SAME_SUBJECT_HOURS }];
}
