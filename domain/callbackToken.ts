import { createHmac, timingSafeEqual } from 'node:crypto';

/** The message that a telephone provider's report is about. */
export interface CallbackSubject {
  organisationId: string;
  incidentId: string;
  pageId: string;
  /** Of the delivery's key; see keyHash.ts. */
  keyHash: string;
}

const PURPOSE = 'callback/1';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TOKEN = new RegExp(`^((${UUID})\\.(${UUID})\\.(${UUID})\\.([0-9a-f]{40}))\\.([\\w-]{43})$`);

const signature = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(`${PURPOSE}:${text}`).digest('base64url');

/** A token for the path of a status callback: identifiers and a signature, single purpose. */
export function callbackToken(key: Uint8Array, subject: CallbackSubject): string {
  const { organisationId, incidentId, pageId, keyHash } = subject;
  const text = `${organisationId}.${incidentId}.${pageId}.${keyHash}`;
  return `${text}.${signature(key, text)}`;
}

/** What a token that we made is about, or undefined. */
export function checkCallbackToken(key: Uint8Array, token: string): CallbackSubject | undefined {
  const [, signed, organisationId, incidentId, pageId, keyHash, given] = TOKEN.exec(token) ?? [];
  if (!signed || !organisationId || !incidentId || !pageId || !keyHash || !given) return undefined;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const same = timingSafeEqual(bytes(signature(key, signed)), bytes(given));
  return same ? { organisationId, incidentId, pageId, keyHash } : undefined;
}
