import type { Logger } from 'pino';
import type { Store } from '../db/incidentChange.ts';
import type { InboundDeps } from './deps.ts';
import { ImapInbox } from './imap.ts';
import { imapOptions } from './imapOptions.ts';
import { listenSmtp } from './smtp.ts';
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
 * @throws TypeError for a mailbox that cannot be understood; when the port is taken
 */
export async function startInbound(
  settings: InboundSettings,
  store: Store & { logger: Logger; replyKey: Buffer },
): Promise<Inbound> {
  const { imapUrl, imapFolder: folder, imapDoneFolder: doneFolder, replyAddress } = settings;
  if (imapUrl !== undefined) imapOptions(imapUrl);
  const deps: InboundDeps = { ...store, sources: new MailSources(store), authservId: settings.authservId };
  const smtp =
    settings.smtpPort === undefined
      ? undefined
      : await listenSmtp({ deps, host: settings.smtpHost, port: settings.smtpPort, replyAddress });
  const imap =
    imapUrl === undefined
      ? undefined
      : new ImapInbox({ deps, mailbox: { url: imapUrl, folder, doneFolder } });
  imap?.start();
  return {
    stop: async () => {
      await Promise.all([imap?.stop(), smtp?.stop()]);
    },
  };
}
