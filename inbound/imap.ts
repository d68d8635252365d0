import { createHash } from 'node:crypto';
import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { isDatabaseAway } from '../db/database.ts';
import type { InboundDeps } from './deps.ts';
import { imapOptions, type Mailbox } from './imapOptions.ts';
import { type Incoming, MOST_MAIL_BYTES } from './mail.ts';
import { codeOf, receiveAnyhow, type Taken } from './receive.ts';

/** Looked at this often even where the server says nothing of new mail. */
const POLL_MS = 60_000;
/** A server that does not answer must not hold up the end of the process. */
const GOODBYE_MS = 3_000;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];
/** Of mail that is for nobody here: it stays unread, for a person to look at, and is not read again and again. */
const UNMATCHED = '$TocsinUnmatched';

export interface ImapInboxOptions {
  deps: InboundDeps;
  mailbox: Mailbox;
  /** Tests wait less. */
  pollMs?: number;
  idleMs?: number;
}

/**
 * Reads a mailbox: what is unread is taken, and marked as read (or moved) when it is committed. A crash in between takes
 * it twice, which is one. IDLE wakes it; without IDLE, or where that fails, it looks once a minute. The mailbox is
 * Tocsin's own: what a person has read there is not read again.
 */
export class ImapInbox {
  readonly #options: ImapInboxOptions;
  readonly #stopping = new AbortController();
  readonly #wakers = new Set<() => void>();
  /** Mail that is not read again by this process: nothing can be done with it, or it was taken and could not be marked. */
  readonly #leftAlone = new Set<string>();
  /** Mail that could not be fetched once. */
  readonly #unfetched = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  constructor(options: ImapInboxOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Finishes the mail that is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#running;
  }

  #wake(): void {
    for (const waker of this.#wakers) waker();
  }

  async #loop(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#session(() => (pauseMs = FIRST_PAUSE_MS));
      } catch (error) {
        this.#options.deps.logger.warn(
          { code: serverCode(error) },
          'the mailbox cannot be read; trying again',
        );
      }
      if (!this.#stopping.signal.aborted) await this.#wait(pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }

  /** One connection, from its beginning to its end. */
  async #session(onPass: () => void): Promise<void> {
    const { mailbox, idleMs, pollMs = POLL_MS } = this.#options;
    const client = new ImapFlow(imapOptions(mailbox.url, idleMs));
    let heard = 0;
    client.on('exists', () => {
      heard += 1;
      this.#wake();
    });
    client.on('close', () => this.#wake());
    client.on('error', () => this.#wake());
    try {
      await client.connect();
      await client.mailboxOpen(mailbox.folder);
      while (!this.#stopping.signal.aborted && client.usable) {
        const before = heard;
        await this.#pass(client);
        onPass();
        if (heard === before && client.usable && !this.#stopping.signal.aborted) await this.#wait(pollMs);
      }
    } finally {
      await this.#end(client);
    }
  }

  async #end(client: ImapFlow): Promise<void> {
    if (client.usable) await Promise.race([client.logout().catch(() => undefined), this.#wait(GOODBYE_MS)]);
    client.close();
  }

  /** Everything that is unread now, oldest first. One that cannot be taken never holds up the next. */
  async #pass(client: ImapFlow): Promise<void> {
    const unread = await client.search({ seen: false, unKeyword: UNMATCHED }, { uid: true });
    for (const uid of unread || []) {
      if (this.#stopping.signal.aborted) return;
      if (!this.#leftAlone.has(nameOf(client, uid))) await this.#take(client, uid);
    }
  }

  /** @returns undefined where it is gone, or cannot be fetched for the second time: then the others are not held up */
  async #fetch(client: ImapFlow, uid: number): Promise<FetchMessageObject | undefined> {
    const name = nameOf(client, uid);
    if (this.#unfetched.has(name)) this.#leaveAlone(name, uid, 'a mail cannot be fetched; it stays unread');
    this.#unfetched.add(name);
    const source = { start: 0, maxLength: MOST_MAIL_BYTES };
    const query = { uid: true, size: true, internalDate: true, source };
    const message = await client.fetchOne(String(uid), query, { uid: true });
    if (!message) return undefined;
    this.#unfetched.delete(name);
    this.#leftAlone.delete(name);
    return message;
  }

  #leaveAlone(name: string, uid: number, why: string, code?: string): void {
    this.#leftAlone.add(name);
    this.#options.deps.logger.error({ uid, code }, why);
  }

  async #take(client: ImapFlow, uid: number): Promise<void> {
    const { deps } = this.#options;
    const message = await this.#fetch(client, uid);
    if (!message) return;
    let taken: Taken;
    try {
      taken = await receiveAnyhow(deps, incomingOf(message, deps.clock.now()));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.#leaveAlone(
        nameOf(client, uid),
        uid,
        'a mail cannot even be kept; it stays unread',
        codeOf(error),
      );
      return;
    }
    await this.#mark(client, uid, taken);
  }

  async #mark(client: ImapFlow, uid: number, taken: Taken): Promise<void> {
    const { mailbox, deps } = this.#options;
    deps.logger.info({ uid, taken }, 'a mail was taken');
    const flag = taken === 'unmatched' ? UNMATCHED : '\\Seen';
    const marked = await client.messageFlagsAdd(String(uid), [flag], { uid: true });
    if (!marked || taken === 'unmatched') this.#leftAlone.add(nameOf(client, uid));
    if (!marked)
      deps.logger.warn({ uid }, 'a mail was taken and cannot be marked: is the mailbox read-only?');
    if (mailbox.doneFolder && taken !== 'unmatched')
      await client.messageMove(String(uid), mailbox.doneFolder, { uid: true });
  }

  /** Until something wakes it, at most `ms`. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakers.add(done);
    });
  }
}

/** A UID means something only under its UIDVALIDITY (RFC 3501, section 2.3.1.1). */
const nameOf = ({ mailbox }: ImapFlow, uid: number): string => `${mailbox ? mailbox.uidValidity : 0n}/${uid}`;

function incomingOf({ source, size, internalDate }: FetchMessageObject, now: Date): Incoming {
  const raw = source ?? Buffer.alloc(0);
  return {
    raw,
    size: size ?? raw.length,
    sha256: createHash('sha256').update(raw).digest('hex'),
    receivedAt: internalDate ? new Date(internalDate) : now,
    envelope: null,
  };
}

/** What the mail server answered as a code ("AUTHENTICATIONFAILED"), never its text. */
const serverCode = (error: unknown): string =>
  (error as { serverResponseCode?: string }).serverResponseCode ?? codeOf(error);
