import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One mail of the mailbox. */
export interface StoredMail {
  uid: number;
  raw: Buffer;
  flags: Set<string>;
  internalDate: Date;
}

export interface ImapServerOptions {
  port?: number;
  user?: string;
  password?: string;
  /** Offer IDLE (RFC 2177); without it clients poll. */
  idle?: boolean;
}

export interface ImapServer {
  /** imap://user:password@127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  readonly inbox: StoredMail[];
  /** What was moved out of the inbox, by folder. */
  readonly moved: Map<string, StoredMail[]>;
  /** Every command in upper case, for what must and must not be asked. */
  readonly commands: string[];
  /** A new mail, of which clients that idle hear at once. */
  deliver(raw: string | Buffer, internalDate?: Date): StoredMail;
  /** Ends the connections, before the answer to the next command that fits. */
  dropAt(command: RegExp | null): void;
  /** Never answers the commands that fit. */
  hangAt(command: RegExp | null): void;
  /** Answers NO to the commands that fit. */
  refuseAt(command: RegExp | null): void;
  /** How many clients idle now. */
  idling(): number;
  close(): Promise<void>;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A small IMAP4rev1 server on 127.0.0.1 with one inbox: enough of the protocol for a real client, and no more. */
export async function createImapServer(options: ImapServerOptions = {}): Promise<ImapServer> {
  const { user = 'tocsin', password = 'secret', idle = true } = options;
  const inbox: StoredMail[] = [];
  const moved = new Map<string, StoredMail[]>();
  const commands: string[] = [];
  const sessions = new Set<Session>();
  let nextUid = 1;
  const rules: World['rules'] = { drop: null, hang: null, refuse: null };

  const world: World = { user, password, idle, inbox, moved, commands, rules, nextUid: () => nextUid };
  const server = createServer((socket) => {
    const session = new Session(socket, world);
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `imap://${user}:${password}@127.0.0.1:${port}`,
    port,
    inbox,
    moved,
    commands,
    deliver(raw, internalDate = new Date()) {
      const bytes = Buffer.from(typeof raw === 'string' ? raw.replace(/\r?\n/g, '\r\n') : raw);
      const mail = { uid: nextUid++, raw: bytes, flags: new Set<string>(), internalDate };
      inbox.push(mail);
      for (const session of sessions) session.tellNews();
      return mail;
    },
    dropAt: (command) => (rules.drop = command),
    hangAt: (command) => (rules.hang = command),
    refuseAt: (command) => (rules.refuse = command),
    idling: () => [...sessions].filter((session) => session.idleTag !== null).length,
    close: () => {
      for (const session of sessions) session.end();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface World {
  user: string;
  password: string;
  idle: boolean;
  inbox: StoredMail[];
  moved: Map<string, StoredMail[]>;
  commands: string[];
  rules: { drop: RegExp | null; hang: RegExp | null; refuse: RegExp | null };
  nextUid: () => number;
}

class Session {
  idleTag: string | null = null;
  readonly #socket: Socket;
  readonly #world: World;
  #buffer = '';
  #told = 0;
  #selected = false;
  #authTag: string | null = null;

  constructor(socket: Socket, world: World) {
    this.#socket = socket;
    this.#world = world;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      this.#buffer += data.toString('latin1');
      this.#lines();
    });
    this.#send('* OK IMAP4rev1 test server');
  }

  end(): void {
    this.#socket.destroy();
  }

  tellNews(): void {
    if (this.idleTag !== null) this.#exists();
  }

  #exists(): void {
    this.#told = this.#world.inbox.length;
    this.#send(`* ${this.#told} EXISTS`);
  }

  #send(line: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${line}\r\n`, 'latin1');
  }

  #lines(): void {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + 2);
      this.#line(line);
    }
  }

  #line(line: string): void {
    if (this.idleTag !== null) {
      if (/^done$/i.test(line.trim())) {
        this.#send(`${this.idleTag} OK done`);
        this.idleTag = null;
      }
      return;
    }
    if (this.#authTag !== null) {
      const tag = this.#authTag;
      this.#authTag = null;
      return this.#authenticate(tag, `AUTHENTICATE PLAIN ${line}`);
    }
    const [tag = '*', ...rest] = line.split(' ');
    const text = rest.join(' ');
    const { commands, rules } = this.#world;
    commands.push(text.toUpperCase());
    if (rules.drop?.test(text)) return void this.#socket.destroy();
    if (rules.hang?.test(text)) return;
    if (rules.refuse?.test(text)) return this.#send(`${tag} NO refused`);
    this.#answer(tag, text);
  }

  #answer(tag: string, text: string): void {
    const ok = (what = 'done') => this.#send(`${tag} OK ${what}`);
    const name = /^(uid )?([a-z]+)/i.exec(text)?.[0].toUpperCase() ?? '';
    switch (name) {
      case 'CAPABILITY':
        this.#send(`* CAPABILITY ${this.#capabilities()}`);
        return ok();
      case 'AUTHENTICATE':
        return this.#authenticate(tag, text);
      case 'LIST':
      case 'LSUB':
        this.#send(
          text.endsWith('""') ? '* LIST (\\Noselect) "/" ""' : '* LIST (\\HasNoChildren) "/" "INBOX"',
        );
        return ok();
      case 'SELECT':
        return this.#select(tag);
      case 'UID SEARCH':
        return this.#search(tag, text);
      case 'UID FETCH':
        return this.#fetch(tag, text);
      case 'UID STORE':
        return this.#store(tag, text);
      case 'UID MOVE':
        return this.#move(tag, text);
      case 'IDLE':
        if (!this.#world.idle) return this.#send(`${tag} BAD no IDLE here`);
        this.idleTag = tag;
        this.#send('+ idling');
        if (this.#told !== this.#world.inbox.length) this.#exists();
        return;
      case 'NOOP':
        if (this.#selected && this.#told !== this.#world.inbox.length) this.#exists();
        return ok();
      case 'LOGOUT':
        this.#send('* BYE');
        ok();
        return void this.#socket.end();
      default:
        return this.#send(`${tag} BAD unknown command`);
    }
  }

  #capabilities = (): string => `IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS MOVE${this.#world.idle ? ' IDLE' : ''}`;

  #authenticate(tag: string, text: string): void {
    const response = text.split(' ')[2];
    if (response === undefined) {
      this.#authTag = tag;
      return this.#send('+ ');
    }
    const [, user, password] = Buffer.from(response, 'base64').toString().split('\0');
    if (user === this.#world.user && password === this.#world.password)
      return this.#send(`${tag} OK [CAPABILITY ${this.#capabilities()}] welcome`);
    this.#send(`${tag} NO [AUTHENTICATIONFAILED] wrong`);
  }

  #select(tag: string): void {
    const { inbox, nextUid } = this.#world;
    this.#selected = true;
    this.#send('* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)');
    this.#exists();
    this.#send('* 0 RECENT');
    this.#send('* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] all');
    this.#send('* OK [UIDVALIDITY 1] fixed');
    this.#send(`* OK [UIDNEXT ${nextUid()}] ${inbox.length} here`);
    this.#send(`${tag} OK [READ-WRITE] selected`);
  }

  #search(tag: string, text: string): void {
    const wants = text.toUpperCase();
    const keyword = /UNKEYWORD (\S+)/i.exec(text)?.[1];
    const found = this.#world.inbox
      .filter(({ flags }) => !wants.includes('UNSEEN') || !flags.has('\\Seen'))
      .filter(({ flags }) => keyword === undefined || !flags.has(keyword));
    this.#send(`* SEARCH${found.map(({ uid }) => ` ${uid}`).join('')}`);
    this.#send(`${tag} OK searched`);
  }

  #byUid(text: string): { mail: StoredMail; seq: number } | undefined {
    const uid = Number(/^UID \w+ (\d+)/i.exec(text)?.[1]);
    const index = this.#world.inbox.findIndex((mail) => mail.uid === uid);
    const mail = this.#world.inbox[index];
    return mail && { mail, seq: index + 1 };
  }

  #fetch(tag: string, text: string): void {
    const found = this.#byUid(text);
    if (found) {
      const { mail, seq } = found;
      const [, start = '0', length = String(mail.raw.length)] =
        /BODY\.PEEK\[\]<(\d+)\.(\d+)>/i.exec(text) ?? [];
      const part = mail.raw.subarray(Number(start), Number(start) + Number(length));
      const origin = /<\d+\.\d+>/.test(text) ? `<${start}>` : '';
      this.#send(
        `* ${seq} FETCH (UID ${mail.uid} FLAGS (${[...mail.flags].join(' ')}) RFC822.SIZE ${mail.raw.length} INTERNALDATE "${imapDate(mail.internalDate)}" BODY[]${origin} {${part.length}}\r\n${part.toString('latin1')})`,
      );
    }
    this.#send(`${tag} OK fetched`);
  }

  #store(tag: string, text: string): void {
    const found = this.#byUid(text);
    for (const flag of /\(([^)]*)\)/.exec(text)?.[1]?.split(' ') ?? []) found?.mail.flags.add(flag);
    this.#send(`${tag} OK stored`);
  }

  #move(tag: string, text: string): void {
    const found = this.#byUid(text);
    const folder = /^UID MOVE \d+ "?([^"]+)"?/i.exec(text)?.[1] ?? '';
    if (found) {
      this.#world.inbox.splice(found.seq - 1, 1);
      this.#world.moved.set(folder, [...(this.#world.moved.get(folder) ?? []), found.mail]);
      this.#told -= 1;
      this.#send(`* OK [COPYUID 1 ${found.mail.uid} ${found.mail.uid}] moved`);
      this.#send(`* ${found.seq} EXPUNGE`);
    }
    this.#send(`${tag} OK moved`);
  }
}

/** 03-Feb-2026 12:00:00 +0000 */
function imapDate(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
