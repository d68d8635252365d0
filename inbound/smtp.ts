import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { tokensIn } from '../domain/replyToken.ts';
import type { InboundDeps } from './deps.ts';
import { type Incoming, MOST_MAIL_BYTES } from './mail.ts';
import { codeOf, receiveAnyhow } from './receive.ts';

export interface SmtpInboxOptions {
  deps: InboundDeps;
  /** 127.0.0.1 unless an operator says otherwise: a mail server of our own stands in front. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Where replies to pages go, where the token stands in the subject alone. */
  replyAddress: string | undefined;
}

export interface SmtpInbox {
  port: number;
  /** Mail under way finishes; no more is taken. */
  stop(): Promise<void>;
}

/** Each may hold a mail of the largest size in memory. */
const MOST_CLIENTS = 10;
/** A mail that is larger is refused; one above MOST_MAIL_BYTES is taken, hashed whole, and its beginning kept. */
const MOST_BYTES = 50 * 1024 * 1024;
const CLOSE_MS = 5_000;

/**
 * Takes mail from a local mail server: to the addresses of sources and to those that carry a reply token, nobody else.
 * "250" is said after the database has it; while the database is away the mail server is told to try again.
 */
export async function listenSmtp(options: SmtpInboxOptions): Promise<SmtpInbox> {
  const { deps, host, port } = options;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    banner: 'Tocsin',
    size: MOST_BYTES,
    maxClients: MOST_CLIENTS,
    closeTimeout: CLOSE_MS,
    onRcptTo: ({ address }, _session, done) => {
      isForUs(options, address).then(
        (known) => done(known ? null : reply(550, 'No such address here')),
        () => done(reply(451, 'Try again later')),
      );
    },
    onData: (stream, session, done) => {
      take(deps, stream, session).then(
        () => done(null, 'Taken'),
        (error: unknown) => done(refusal(deps, error)),
      );
    },
  });
  // A client that breaks off is no failure of ours; without a listener it would end the process.
  server.on('error', (error) => deps.logger.warn({ code: codeOf(error) }, 'an SMTP connection failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function isForUs({ deps, replyAddress }: SmtpInboxOptions, address: string): Promise<boolean> {
  const own = address.toLowerCase();
  if (tokensIn(own).length > 0 || own === replyAddress?.toLowerCase()) return true;
  return (await deps.sources.find([own])).length > 0;
}

class TooLarge extends Error {
  override name = 'TooLarge';
}

async function take(
  deps: InboundDeps,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope;
  const { raw, size, sha256 } = await read(stream);
  const incoming: Incoming = {
    raw,
    size,
    sha256,
    receivedAt: deps.clock.now(),
    envelope: {
      from: mailFrom ? mailFrom.address.toLowerCase() : '',
      to: rcptTo.map(({ address }) => address),
    },
  };
  const taken = await receiveAnyhow(deps, incoming);
  deps.logger.info({ taken }, 'a mail was taken');
}

async function read(stream: SMTPServerDataStream): Promise<Pick<Incoming, 'raw' | 'size' | 'sha256'>> {
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of stream) {
    const part = chunk as Buffer;
    if (size < MOST_MAIL_BYTES) chunks.push(part.subarray(0, MOST_MAIL_BYTES - size));
    size += part.length;
    hash.update(part);
  }
  if (stream.sizeExceeded) throw new TooLarge();
  return { raw: Buffer.concat(chunks), size, sha256: hash.digest('hex') };
}

const reply = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

/** Nothing that is not in the database is taken: the mail server in front keeps it and tries again. */
function refusal(deps: InboundDeps, error: unknown): Error {
  if (error instanceof TooLarge) return reply(552, `Larger than ${MOST_BYTES} bytes`);
  deps.logger.warn({ code: codeOf(error) }, 'a mail could not be taken; its sender is told to try again');
  return reply(451, 'Try again later');
}
