import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { MailStore } from './mailStore.ts';
import { mailWeb } from './mailWeb.ts';

const LOOPBACK = '127.0.0.1';
/** Larger mails are refused with 552: this is a catcher for notices, not a mailbox. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;

export type MailCatcherOptions = {
  /** Where the .eml files are kept. */
  folder: string;
  /** 0 for any free port. */
  smtpPort: number;
  webPort: number;
  now?: () => Date;
};

export type MailCatcher = { smtpUrl: string; webUrl: string; stop(): Promise<void> };

/**
 * Starts an SMTP receiver and its reading pages on loopback. It takes every mail for everybody, keeps the newest
 * thousand and sends nothing on.
 */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const store = await MailStore.open(options.folder);
  const smtp = smtpReceiver(store, options.now ?? (() => new Date()));
  const web = mailWeb(store);
  const smtpPort = await listen(smtp.server, options.smtpPort);
  const webPort = await listen(web, options.webPort);
  return {
    smtpUrl: `smtp://${LOOPBACK}:${smtpPort}`,
    webUrl: `http://${LOOPBACK}:${webPort}`,
    stop: async () => {
      web.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => web.close(resolve)),
      ]);
    },
  };
}

function smtpReceiver(store: MailStore, now: () => Date): SMTPServer {
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    logger: false,
    banner: 'Tocsin mail catcher',
    onData: (stream, session, done) => {
      receive(store, stream, session, now).then(() => done(), done);
    },
  });
  // A client that breaks off is no failure of the catcher; without a listener it would end the process.
  smtp.on('error', (error) => console.error(error.message));
  return smtp;
}

async function receive(
  store: MailStore,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  now: () => Date,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    // What is too large is read to its end, as SMTP wants it, and not kept.
    if (size <= MAX_MAIL_BYTES) chunks.push(chunk as Buffer);
  }
  if (size > MAX_MAIL_BYTES) {
    throw Object.assign(new Error(`Larger than ${MAX_MAIL_BYTES} bytes, which is all the catcher takes`), {
      responseCode: 552,
    });
  }
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  await store.add(Buffer.concat(chunks), recipients, now());
}

async function listen(server: Server | SMTPServer['server'], port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
