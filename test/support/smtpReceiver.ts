import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { Inbox } from './httpReceiver.ts';

/**
 * accept; refuse (550), defer (451) or tooLarge (552) at RCPT TO, with the address in the answer as real servers do;
 * hang: no answer to RCPT TO; silent: not even a greeting; drop: the connection breaks at RCPT TO;
 * dropAfterData: it breaks after the whole message was taken, so that the sender cannot know.
 */
export type SmtpBehaviour =
  'accept' | 'refuse' | 'defer' | 'tooLarge' | 'hang' | 'silent' | 'drop' | 'dropAfterData';

export interface ReceivedMail {
  /** Envelope addresses. */
  from: string;
  to: string[];
  /** The message as it came over the wire. */
  raw: string;
  /** The message as mailparser reads it. */
  mail: ParsedMail;
}

export interface SmtpReceiver {
  /** smtp://127.0.0.1:port (smtps:// if `secure`), without credentials. */
  readonly url: string;
  readonly port: number;
  readonly messages: ReceivedMail[];
  /** How many RCPT TO commands came, whatever became of them. */
  readonly attempts: () => number;
  /** From now on; a function decides by the recipient's address. */
  behave(behaviour: SmtpBehaviour | ((recipient: string) => SmtpBehaviour)): void;
  waitForMessage(fits?: (message: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>;
  close(): Promise<void>;
}

export interface SmtpReceiverOptions {
  /** 0 for any free port, which is the default; a fixed one to "restart" a server. */
  port?: number;
  /** Ask for this user and password. */
  auth?: { user: string; pass: string };
  /** Implicit TLS with smtp-server's self-signed certificate. */
  secure?: boolean;
  /** Offer STARTTLS, with the same certificate. */
  startTls?: boolean;
  /** Announce a largest message (SIZE, RFC 1870) and refuse what is larger (552) after its data. */
  maxBytes?: number;
}

/** A sender that dies within its message has sent none. */
const brokenOff = (): void => undefined;

const REPLIES: Partial<Record<SmtpBehaviour, number>> = { refuse: 550, defer: 451, tooLarge: 552 };

/** A real SMTP server on 127.0.0.1 for tests; accepts until told otherwise. */
export async function createSmtpReceiver(options: SmtpReceiverOptions = {}): Promise<SmtpReceiver> {
  const inbox = new Inbox<ReceivedMail>();
  const sockets = new Map<number, Socket>();
  let behaviour: SmtpBehaviour | ((recipient: string) => SmtpBehaviour) = 'accept';
  let attempts = 0;
  const behaviourFor = (recipient: string) =>
    typeof behaviour === 'function' ? behaviour(recipient) : behaviour;
  const drop = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy();

  const server = new SMTPServer({
    ...serverOptions(options),
    onConnect: (_session, callback) => {
      if (behaviour !== 'silent') callback();
    },
    onAuth: ({ username, password }, _session, callback) => {
      const known = username === options.auth?.user && password === options.auth?.pass;
      if (known) callback(null, { user: username });
      else callback(replyError(535, `Wrong password for ${username}`));
    },
    onRcptTo: ({ address }, session, callback) => {
      attempts += 1;
      const now = behaviourFor(address);
      const reply = REPLIES[now];
      if (now === 'drop') drop(session);
      else if (reply !== undefined) callback(replyError(reply, `<${address}>: not taken, says ${now}`));
      else if (now !== 'hang') callback();
    },
    onData: (stream, session, callback) => {
      void received(stream, session).then((message) => {
        inbox.add(message);
        if (behaviourFor(message.to[0] ?? '') === 'dropAfterData') drop(session);
        else if (stream.sizeExceeded) callback(replyError(552, `Too large for ${message.to[0]}`));
        else callback(null, 'taken');
      }, brokenOff);
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.set(socket.remotePort ?? 0, socket);
    socket.on('close', () => sockets.delete(socket.remotePort ?? 0));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;

  return {
    url: `${options.secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    messages: inbox.items,
    attempts: () => attempts,
    behave: (next) => (behaviour = next),
    waitForMessage: (fits = () => true, timeoutMs) => inbox.wait(fits, timeoutMs),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const socket of sockets.values()) socket.destroy();
      return closed;
    },
  };
}

const serverOptions = ({
  auth,
  secure = false,
  startTls = false,
  maxBytes,
}: SmtpReceiverOptions): SMTPServerOptions => ({
  secure,
  logger: false,
  authOptional: !auth,
  allowInsecureAuth: true,
  disabledCommands: [...(startTls ? [] : ['STARTTLS']), ...(auth ? [] : ['AUTH'])],
  closeTimeout: 100,
  ...(maxBytes === undefined ? {} : { size: maxBytes }),
});

const replyError = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

async function received(stream: AsyncIterable<Buffer>, session: SMTPServerSession): Promise<ReceivedMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    raw: raw.toString('utf8'),
    mail: await simpleParser(raw),
  };
}
