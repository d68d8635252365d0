import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';

/** One caught mail as the list shows it and `GET /api/messages` answers it. */
export type MailSummary = {
  id: string;
  from: string;
  to: string[];
  subject: string;
  /** ISO instant at which the catcher took it. */
  receivedAt: string;
};

export type CaughtMail = MailSummary & {
  text: string;
  html: string | undefined;
  headers: Record<string, string>;
  attachments: { filename: string; contentType: string; content: Buffer }[];
};

/** Older mails are removed beyond this many. */
export const KEPT_MESSAGES = 1_000;
/** Shape of an id: nothing else is ever made into a path. */
const ID = /^\d{13}-[0-9a-f]{8}$/;

/** Mails as .eml files in one folder: any mail program can open them, and they outlive the process. */
export class MailStore {
  readonly folder: string;
  readonly #summaries: MailSummary[] = [];
  #taken = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens the folder and reads what is already there. */
  static async open(folder: string): Promise<MailStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new MailStore(folder);
    const ids = (await readdir(folder))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4));
    for (const id of ids.filter((name) => ID.test(name)).sort()) {
      const mail = await store.read(id);
      if (mail !== undefined) store.#summaries.push(summaryOf(mail));
    }
    return store;
  }

  /** Stores a mail whole or not at all; resolves once it can be listed. `recipients` are those of the SMTP envelope. */
  async add(raw: Buffer, recipients: string[], receivedAt: Date): Promise<string> {
    const id = `${receivedAt.getTime()}-${(this.#taken++).toString(16).padStart(8, '0')}`;
    const draft = join(this.folder, `${id}.new`);
    await writeFile(draft, Buffer.concat([envelopeHeaders(recipients, receivedAt), raw]), { mode: 0o600 });
    await rename(draft, this.#path(id));
    const mail = await this.read(id);
    if (mail !== undefined) this.#summaries.push(summaryOf(mail));
    await this.#removeOldest();
    return id;
  }

  /** Newest first. */
  list(): MailSummary[] {
    return this.#summaries.toReversed();
  }

  /** The mail, or undefined when there is none of that id. */
  async read(id: string): Promise<CaughtMail | undefined> {
    const raw = await this.readRaw(id);
    return raw === undefined ? undefined : toCaughtMail(id, await simpleParser(raw));
  }

  /** The file as it was received, below the envelope's headers. */
  async readRaw(id: string): Promise<Buffer | undefined> {
    return ID.test(id) ? await readFile(this.#path(id)).catch(() => undefined) : undefined;
  }

  async #removeOldest(): Promise<void> {
    const tooMany = this.#summaries.splice(0, Math.max(0, this.#summaries.length - KEPT_MESSAGES));
    await Promise.all(tooMany.map(({ id }) => rm(this.#path(id), { force: true })));
  }

  #path(id: string): string {
    return join(this.folder, `${id}.eml`);
  }
}

/** The envelope is not in the mail itself, and blind copies are nowhere else. */
function envelopeHeaders(recipients: string[], receivedAt: Date): Buffer {
  const addresses = recipients.map((address) => address.replaceAll(/[\r\n<>]/g, ''));
  return Buffer.from(
    `X-Tocsin-Envelope-To: ${addresses.join(', ')}\r\nX-Tocsin-Received-At: ${receivedAt.toISOString()}\r\n`,
  );
}

function toCaughtMail(id: string, mail: ParsedMail): CaughtMail {
  // The first of a name wins: ours stand on top, and a mail could bring the same ones.
  const headers = Object.fromEntries(
    mail.headerLines.toReversed().map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
  );
  const envelope = (headers['x-tocsin-envelope-to'] ?? '').split(', ').filter(Boolean);
  return {
    id,
    from: mail.from?.text ?? '',
    to: envelope.length > 0 ? envelope : addressesOf(mail.to),
    subject: mail.subject ?? '',
    receivedAt: new Date(Number(id.slice(0, 13))).toISOString(),
    text: mail.text ?? '',
    html: mail.html === false ? undefined : mail.html,
    headers,
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      filename: filename ?? 'attachment',
      contentType,
      content,
    })),
  };
}

function summaryOf({ id, from, to, subject, receivedAt }: CaughtMail): MailSummary {
  return { id, from, to, subject, receivedAt };
}

function addressesOf(to: AddressObject | AddressObject[] | undefined): string[] {
  const groups = Array.isArray(to) ? to : to === undefined ? [] : [to];
  return groups.flatMap((group) => group.value.map(({ address }) => address ?? ''));
}
