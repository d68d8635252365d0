import type { ImapFlowOptions } from 'imapflow';
import { isLoopback } from '../channels/identity.ts';

/** Which mailbox is read, and what becomes of a mail that was taken. */
export interface Mailbox {
  /** imaps://user:password@host or imap://… (STARTTLS); user and password percent-encoded. */
  url: string;
  folder: string;
  /** Where a mail goes that was taken; left out: it stays and is marked as read. */
  doneFolder?: string | undefined;
}

const STEP_MS = 20_000;
/** Within the ten minutes after which firewalls forget a connection that says nothing. */
const LONGEST_IDLE_MS = 5 * 60_000;

/**
 * What imapflow needs. Nothing of a session is logged: it would hold addresses and subjects. To another machine only under
 * TLS; on loopback any certificate will do.
 * @throws TypeError for a URL that is none; the message never repeats it, for it holds a password
 */
export function imapOptions(text: string, idleMs = LONGEST_IDLE_MS): ImapFlowOptions {
  const url = URL.parse(text);
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '' || url.username === '')
    throw new TypeError('The mailbox is given as imaps://user:password@host or imap://user:password@host');
  const secure = url.protocol === 'imaps:';
  const local = isLoopback(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    ...(secure || local ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    tls: { rejectUnauthorized: !local, minVersion: 'TLSv1.2' },
    logger: false,
    autoIdleDelay: 200,
    maxIdleTime: idleMs,
    missingIdleCommand: 'NOOP',
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: 2 * LONGEST_IDLE_MS,
  };
}
