import { createHash } from 'node:crypto';
import { type FetchMessageObject, ImapFlow } from 'imapflow';
import { isDatabaseAway } from '../db/database.ts';
import type { InboundDeps } from './deps.ts';
import { imapOptions, type Mailbox } from './imapOptions.ts';
import { type Incoming, MOST_MAIL_BYTES } from './mail.ts';
import { codeOf, receiveAnyhow, type Taken } from './receive.ts';

/** Looked at this often even where the server says nothing of new mail. */
const POLL_MS = 60_000;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];
/** Of mail that is for nobody here: it stays unread, for a person to look at, and is not read again and again. */
const UNMATCHED = '$TocsinUnmatched';

export interface ImapInboxOptions {
  deps: InboundDeps;
  mailbox: Mailbox;
  /** Tests wait less. */
  pollMs?: number;
  idleMs?: number;
  /** For tests: after what a mail brought about is committed, before it is marked. */
  onCommitted?: (uid: number) => void | Promise<void>;
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
  /** UIDs on which everything failed, or that are for nobody, where the server keeps no keywords. */
  readonly #leftAlone = new Set<number>();
  #client: ImapFlow | undefined;
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
      await this.#wait(pauseMs);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }

  /** One connection, from its beginning to its end. */
  async #session(onPass: () => void): Promise<void> {
    const { mailbox, idleMs, pollMs = POLL_MS } = this.#options;
    const client = new ImapFlow(imapOptions(mailbox.url, idleMs));
    this.#client = client;
    let news = false;
    const heard = () => {
      news = true;
      this.#wake();
    };
    client.on('exists', heard);
    client.on('close', () => this.#wake());
    client.on('error', () => this.#wake());
    try {
      await client.connect();
      await client.mailboxOpen(mailbox.folder);
      while (!this.#stopping.signal.aborted && client.usable) {
        news = false;
        await this.#pass(client);
        onPass();
        if (!news && client.usable) await this.#wait(pollMs);
      }
    } finally {
      await this.#end(client);
    }
  }

  async #end(client: ImapFlow): Promise<void> {
    if (client.usable) await client.logout().catch(() => undefined);
    client.close();
    this.#client = undefined;
  }

  /** Everything that is unread now, oldest first. One that cannot be taken never holds up the next. */
  async #pass(client: ImapFlow): Promise<void> {
    const unread = await client.search({ seen: false, unKeyword: UNMATCHED }, { uid: true });
    for (const uid of unread || []) {
      if (this.#stopping.signal.aborted) return;
      if (!this.#leftAlone.has(uid)) await this.#take(client, uid);
    }
  }

  async #take(client: ImapFlow, uid: number): Promise<void> {
    const { deps, onCommitted } = this.#options;
    const source = { start: 0, maxLength: MOST_MAIL_BYTES };
    const query = { uid: true, size: true, internalDate: true, source };
    const message = await client.fetchOne(String(uid), query, { uid: true });
    if (!message) return;
    let taken: Taken;
    try {
      taken = await receiveAnyhow(deps, incomingOf(message, deps.clock.now()));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      deps.logger.error({ code: codeOf(error), uid }, 'a mail cannot even be kept; it stays unread');
      this.#leftAlone.add(uid);
      return;
    }
    await onCommitted?.(uid);
    await this.#mark(client, uid, taken);
  }

  async #mark(client: ImapFlow, uid: number, taken: Taken): Promise<void> {
    const { mailbox, deps } = this.#options;
    deps.logger.info({ uid, taken }, 'a mail was taken');
    if (taken === 'unmatched') {
      this.#leftAlone.add(uid);
      await client.messageFlagsAdd(String(uid), [UNMATCHED], { uid: true });
      return;
    }
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    if (mailbox.doneFolder) await client.messageMove(String(uid), mailbox.doneFolder, { uid: true });
  }

  /** Until something wakes it, at most `ms`. */
  #wait(ms: number): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
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
