import { createHash } from 'node:crypto';

/** What of an idempotency key may be shown outside: it names the message and tells nothing about the incident. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 40);
