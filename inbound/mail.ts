import { createHash } from 'node:crypto';
import { type ParsedMail, simpleParser } from 'mailparser';
import { tokensIn } from '../domain/replyToken.ts';
import { firstOf, type Headers, headersOf, valuesOf } from './headers.ts';

/** A mail as a mailbox or a mail server handed it over. */
export interface Incoming {
  /** The whole, or its beginning where it is larger than is kept. */
  raw: Buffer;
  size: number;
  /** Of the whole where it was read, else of `raw`; hexadecimal. */
  sha256: string;
  /** When our side had it, real time. */
  receivedAt: Date;
  /** Of the SMTP envelope; null: it came from a mailbox. */
  envelope: { from: string; to: string[] } | null;
}

/** What we read of it. Addresses in lower case. */
export interface Mail {
  headers: Headers;
  returnPath: string | undefined;
  /** The one address of the one From; empty where there is none or more than one. */
  from: string;
  fromText: string;
  subject: string;
  text: string;
  messageId: string | null;
  /** Message-IDs of what it answers, the nearest first. */
  references: string[];
  recipients: string[];
  tokens: string[];
  /** The same for the same mail that came twice, by whatever way. */
  key: string;
}

/** The largest mail that is kept and read whole. */
export const MOST_MAIL_BYTES = 10 * 1024 * 1024;
const MOST_REFERENCES = 50;
const RECIPIENTS = [
  'to',
  'cc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'resent-to',
];

/** @throws whatever the parser makes of a mail that is none */
export async function readMail({ raw, envelope }: Incoming): Promise<Mail> {
  const headers = headersOf(raw);
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const subject = parsed.subject ?? '';
  const recipients = recipientsOf(headers, envelope);
  return {
    headers,
    returnPath: envelope ? envelope.from : returnPathOf(headers),
    from: fromOf(headers, parsed),
    fromText: parsed.from?.text ?? '',
    subject,
    text: parsed.text ?? '',
    messageId: idsIn(firstOf(headers, 'message-id') ?? '')[0] ?? null,
    references: referencesOf(headers),
    recipients,
    tokens: tokensIn([...recipients, subject].join(' ')),
    key: keyOf(headers, raw),
  };
}

const ADDRESS = /[^\s<>(),;:"'[\]\\]+@[^\s<>(),;:"'[\]\\]+/g;
const addressesIn = (text: string): string[] =>
  [...text.matchAll(ADDRESS)].map(([address]) => address.toLowerCase());

/** Whom it is for: of the envelope where there is one, else of every header that names somebody. */
export function recipientsOf(headers: Headers, envelope: Incoming['envelope']): string[] {
  if (envelope) return envelope.to.map((address) => address.toLowerCase());
  return [...new Set(RECIPIENTS.flatMap((name) => valuesOf(headers, name)).flatMap(addressesIn))];
}

const returnPathOf = (headers: Headers): string | undefined => {
  const value = firstOf(headers, 'return-path');
  return value === undefined ? undefined : (addressesIn(value)[0] ?? '');
};

/** Two From lines, or two addresses in one, are a way to show one person and mean another. */
function fromOf(headers: Headers, { from }: ParsedMail): string {
  const people = from?.value ?? [];
  const [only] = people;
  const single = valuesOf(headers, 'from').length === 1 && people.length === 1 && !only?.group;
  return single ? (only?.address ?? '').toLowerCase() : '';
}

const idsIn = (text: string): string[] => text.match(/<[^<>\s]+>/g) ?? [];

const referencesOf = (headers: Headers): string[] => {
  const named = [
    ...idsIn(firstOf(headers, 'references') ?? ''),
    ...idsIn(firstOf(headers, 'in-reply-to') ?? ''),
  ];
  return [...new Set(named.reverse())].slice(0, MOST_REFERENCES);
};

/** What the sender wrote; not what the servers on the way have put on top of it. */
const OWN = ['message-id', 'from', 'date', 'subject'];

function keyOf(headers: Headers, raw: Buffer): string {
  const hash = createHash('sha256');
  for (const name of OWN) hash.update(`${name}:${valuesOf(headers, name).join()}\n`);
  const body = raw.indexOf('\r\n\r\n');
  return hash.update(raw.subarray(body < 0 ? 0 : body)).digest('hex');
}
