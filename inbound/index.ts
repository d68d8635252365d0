import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Store } from '../db/incidentChange.ts';
import type { InboundDeps } from './deps.ts';
import { ImapInbox } from './imap.ts';
import { imapOptions } from './imapOptions.ts';
import { codeOf } from './receive.ts';
import { listenSmtp, type SmtpInbox, type SmtpInboxOptions } from './smtp.ts';
import { MailSources } from './sources.ts';

/** What of the environment says where mail comes in. */
export interface InboundSettings {
  imapUrl: string | undefined;
  imapFolder: string;
  imapDoneFolder: string | undefined;
  smtpHost: string;
  smtpPort: number | undefined;
  replyAddress: string | undefined;
  authservId: string | undefined;
}

/** What stops the ways in that were started. */
export interface Inbound {
  stop(): Promise<void>;
}

/**
 * Starts the ways in that are set: a mailbox that is read, a listener for a local mail server. None is set: nothing is
 * started.
 * @throws TypeError for a mailbox that cannot be understood
 */
export function startInbound(
  settings: InboundSettings,
  store: Store & { logger: Logger; replyKey: Buffer },
): Inbound {
  const { imapUrl, imapFolder: folder, imapDoneFolder: doneFolder, replyAddress } = settings;
  if (imapUrl !== undefined) imapOptions(imapUrl);
  const deps: InboundDeps = {
    ...store,
    sources: new MailSources(store),
    authservId: settings.authservId,
    replyAddress,
  };
  const smtp =
    settings.smtpPort === undefined
      ? undefined
      : new Listening({ deps, host: settings.smtpHost, port: settings.smtpPort, replyAddress });
  const imap =
    imapUrl === undefined
      ? undefined
      : new ImapInbox({ deps, mailbox: { url: imapUrl, folder, doneFolder } });
  smtp?.start();
  imap?.start();
  return {
    stop: async () => {
      await Promise.all([imap?.stop(), smtp?.stop()]);
    },
  };
}

const AGAIN_MS = 10_000;

/** Listens as soon as the port is free: a port that is taken must not keep the worker from paging. */
class Listening {
  readonly #options: SmtpInboxOptions;
  readonly #stopping = new AbortController();
  #inbox: Promise<SmtpInbox | undefined> = Promise.resolve(undefined);

  constructor(options: SmtpInboxOptions) {
    this.#options = options;
  }

  start(): void {
    this.#inbox = this.#listen();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await (await this.#inbox)?.stop();
  }

  async #listen(): Promise<SmtpInbox | undefined> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await listenSmtp(this.#options);
      } catch (error) {
        this.#options.deps.logger.error({ code: codeOf(error) }, 'no mail can come in by SMTP; trying again');
        await delay(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    return undefined;
  }
}
