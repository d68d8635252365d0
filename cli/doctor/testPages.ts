import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../client.ts';
import { type Check, fail, ok, roughly, warn } from './check.ts';

const LOOK_EVERY_MS = 1_000;

export interface TestPage {
  id: string;
  person: string | null;
  method: string;
  channel: string;
  status: string;
  lastCode: string | null;
  answeredAt: string | null;
}

interface Answer {
  items: TestPage[];
}

/** A test page to everybody, or to these people. */
export const sendTestPages = async (
  client: Client,
  options: { waitMinutes: number; people?: string[] | undefined },
): Promise<TestPage[]> => {
  const { people, waitMinutes } = options;
  const body = { waitMinutes, ...(people ? { people } : {}) };
  return (await client.post<Answer>('/v1/test-pages', body)).items;
};

/**
 * Waits until each is answered or cannot be any more, at most `waitMs`.
 * @param tell hears of each answer and each failure as it comes
 * @returns what became of each
 */
export async function awaitAnswers(
  client: Client,
  sent: TestPage[],
  { waitMs, tell }: { waitMs: number; tell: (page: TestPage) => void },
): Promise<TestPage[]> {
  const end = Date.now() + waitMs;
  const told = new Set<string>();
  for (;;) {
    const items = await look(client, sent);
    for (const page of items) if (isOver(page) && !told.has(page.id)) tell(page);
    for (const page of items) if (isOver(page)) told.add(page.id);
    if (told.size === items.length || Date.now() >= end) return items;
    await pause(LOOK_EVERY_MS);
  }
}

/** In parts: the address of a request has its limits. */
async function look(client: Client, pages: TestPage[]): Promise<TestPage[]> {
  const found: TestPage[] = [];
  for (let from = 0; from < pages.length; from += 100) {
    const ids = pages.slice(from, from + 100).map(({ id }) => id);
    found.push(...(await client.get<Answer>('/v1/test-pages', { ids: ids.join() })).items);
  }
  return found;
}

const isOver = ({ answeredAt, status }: TestPage): boolean =>
  answeredAt !== null || status === 'failed' || status === 'unknown';

const nameOf = ({ person, method, channel }: TestPage): string =>
  `page ${person ?? '?'} ${method === channel ? channel : `${method} (${channel})`}`;

/** One line for each way. */
export function answerCheck(page: TestPage, waitMs: number): Check {
  const name = nameOf(page);
  if (page.answeredAt) return ok(name, 'answered');
  if (page.status === 'failed')
    return fail(
      name,
      `not taken (${page.lastCode ?? 'unknown'})`,
      'Correct the address, or set up that channel (docs/configuration.md).',
    );
  if (page.status !== 'sent')
    return fail(name, 'not sent yet', 'Is the worker alive? It tries again until the link ends.');
  return warn(
    name,
    `sent, and not answered within ${roughly(waitMs)}`,
    'Ask them whether it came, and whether the link opens.',
  );
}
