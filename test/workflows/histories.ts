import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sampleOrganisation } from '../support/samples.ts';

/** Recorded by scripts/recordHistories.ts on the real server; each file is named for what it pins. */
export const HISTORIES = fileURLToPath(new URL('../histories', import.meta.url));

/** What is written during the recording: nothing of it may stand in a history. */
export const TITLES = ['Bookings table read by a stranger', 'Lost laptop with pupil notes'] as const;
export const WORDS = [
  'the key is revoked',
  'found behind the piano',
  'parents rang',
  'new host on Monday',
] as const;

export interface StoredHistory {
  name: string;
  json: unknown;
  text: string;
}

export const readHistories = (): StoredHistory[] =>
  readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const text = readFileSync(`${HISTORIES}/${file}`, 'utf8');
      return { name: file.replace('.json', ''), json: JSON.parse(text) as unknown, text };
    });

/** Everything readable in a history: its own text, and its payloads, which are base64. */
const readable = (text: string): string =>
  [text, ...[...text.matchAll(/"([A-Za-z0-9+/]{4,}={0,2})"/g)].map(([, data]) => decode(data ?? ''))].join(
    '\n',
  );

const decode = (data: string): string => Buffer.from(data, 'base64').toString('utf8');

/** Names, addresses and free text of the recording, and anything shaped like an address, that a history holds. */
export function personalDataIn(text: string): string[] {
  const { name, contactPoint, policy } = sampleOrganisation();
  const people = policy.people.flatMap((person) => [person.name, person.email ?? person.name]);
  const known = [name, contactPoint?.name ?? name, ...people, ...TITLES, ...WORDS];
  const all = readable(text);
  const addresses = all.match(/[\w.+-]+@([\w-]+\.)+[a-z]{2,}/gi) ?? [];
  return [...known.filter((word) => all.toLowerCase().includes(word.toLowerCase())), ...addresses];
}
