import { isDatabaseAway } from '../db/database.ts';
import { isReplyTo } from '../domain/replyAddress.ts';
import { answersOurs } from './automatic.ts';
import type { InboundDeps } from './deps.ts';
import { headersOf } from './headers.ts';
import { type Incoming, type Mail, readMail, recipientsOf } from './mail.ts';
import { takeReply } from './reply.ts';
import type { MailSource } from './sources.ts';
import { suspectMail } from './suspicion.ts';

/** reply: it answers a page, whether it counts or not; suspicion; ignored: a bounce of ours; unmatched: for nobody. */
export type Taken = 'reply' | 'suspicion' | 'ignored' | 'unmatched';

/**
 * Takes one mail: as the reply to a page, else as a suspicion of the source that it is addressed to. Everything that it
 * brings about is committed when this resolves, and taking the same mail again changes nothing.
 * @throws only while the database is away, or for a fault of ours
 */
export async function receiveMail(deps: InboundDeps, incoming: Incoming): Promise<Taken> {
  const mail = await readMail(incoming).catch((error: unknown) => {
    deps.logger.warn({ code: codeOf(error) }, 'a mail cannot be read; it is kept as it came');
    return null;
  });
  if (mail && (await takeReply(deps, incoming, mail)) !== 'noPage') return 'reply';
  const sources = await sourcesFor(deps, incoming, mail);
  if (sources.length === 0) return 'unmatched';
  if (mail && answersOurs(mail)) return 'ignored';
  for (const source of sources) await suspectMail(deps, source, incoming, mail);
  return 'suspicion';
}

/** By the addresses; in a mailbox also the only source there is, for a folder into which its mail is filtered. */
async function sourcesFor(
  { sources, replyAddress }: InboundDeps,
  { envelope, raw }: Incoming,
  mail: Mail | null,
): Promise<MailSource[]> {
  const recipients = mail?.recipients ?? recipientsOf(headersOf(raw), envelope);
  const named = await sources.find(recipients);
  if (named.length > 0 || envelope) return named;
  if (replyAddress !== undefined && recipients.some((one) => isReplyTo(replyAddress, one))) return [];
  const only = await sources.only();
  return only ? [only] : [];
}

/**
 * Keeps a mail on which taking it failed for a fault of ours: as a suspicion that nobody could read, so that somebody
 * looks at it.
 */
export async function keepUnread(deps: InboundDeps, incoming: Incoming): Promise<Taken> {
  const sources = await sourcesFor(deps, incoming, null);
  for (const source of sources) await suspectMail(deps, source, incoming, null);
  return sources.length > 0 ? 'suspicion' : 'unmatched';
}

/**
 * The same as {@link receiveMail}, for loops that must go on: a fault of ours ends in keeping the mail unread.
 * @throws while the database is away; and when not even that is possible
 */
export async function receiveAnyhow(deps: InboundDeps, incoming: Incoming): Promise<Taken> {
  try {
    return await receiveMail(deps, incoming);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    deps.logger.error({ code: codeOf(error) }, 'a mail could not be taken; it is kept as it came');
    return keepUnread(deps, incoming);
  }
}

/** What went wrong, without a word of the mail. */
export const codeOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'unknown';
