import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** What a mail server shows before any mail is sent. */
export interface MailServerLook {
  /** The end of its certificate; null where it shows none. */
  certificateUntil: string | null;
  /** The date in its greeting, where it gives one; null where it does not. */
  greetingDate: string | null;
}

const STEP_MS = 8_000;

/**
 * Connects as a mail client does (with STARTTLS where the server offers it) and looks at certificate and greeting. The
 * certificate is looked at, not judged: the channel does that. No name, password or mail is sent.
 * @throws Error where the server cannot be reached, without any of its words
 */
export async function lookAtMailServer(url: string): Promise<MailServerLook> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const at = { host, port: port === '' ? (secure ? 465 : 587) : Number(port) };
  const socket = secure ? connectTls({ ...at, ...unjudged(host) }) : connect(at);
  socket.setTimeout(STEP_MS, () => socket.destroy(new Error('timeout')));
  socket.on('error', () => undefined);
  try {
    const dialogue = new Dialogue(socket);
    const greeting = await dialogue.answer();
    const until = secure ? untilOf(socket as TLSSocket) : await untilAfterStartTls(dialogue, socket, host);
    return { certificateUntil: until, greetingDate: dateIn(greeting) };
  } finally {
    socket.destroy();
  }
}

const unjudged = (host: string) => ({
  rejectUnauthorized: false,
  ...(isIP(host) === 0 ? { servername: host } : {}),
});

async function untilAfterStartTls(dialogue: Dialogue, socket: Socket, host: string): Promise<string | null> {
  const offers = await dialogue.ask('EHLO tocsin.invalid');
  if (!/^250[ -]STARTTLS\b/im.test(offers)) return null;
  if (!(await dialogue.ask('STARTTLS')).startsWith('220')) return null;
  dialogue.end();
  const secured = connectTls({ socket, ...unjudged(host) });
  secured.on('error', () => undefined);
  await once(secured, 'secureConnect', { signal: AbortSignal.timeout(STEP_MS) });
  return untilOf(secured);
}

function untilOf(socket: TLSSocket): string | null {
  const { valid_to: until } = socket.getPeerCertificate();
  return until ? new Date(until).toISOString() : null;
}

/** Some servers greet with an RFC 5322 date. */
export function dateIn(greeting: string): string | null {
  const found = /\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT|UTC)/.exec(greeting)?.[0];
  const date = new Date(found ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Lines from the server, an answer at a time (RFC 5321 §4.2.1). */
class Dialogue {
  readonly #socket: Socket;
  #text = '';

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  ask(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return this.answer();
  }

  async answer(): Promise<string> {
    while (!/^\d{3} .*\r?\n/m.test(this.#text)) {
      const [chunk] = (await once(this.#socket, 'data', { signal: AbortSignal.timeout(STEP_MS) })) as [
        Buffer,
      ];
      this.#text += chunk.toString('latin1');
      if (this.#text.length > 10_000) throw new Error('no mail server');
    }
    const answer = this.#text;
    this.#text = '';
    return answer;
  }

  end(): void {
    this.#socket.removeAllListeners('data');
  }
}
