import type { Client } from '../client.ts';
import type { Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { give } from '../give.ts';
import type { Items } from '../types.ts';

interface Flags {
  format: string;
  out?: string;
  year?: string;
  kind?: string;
  state?: string;
}

/** The register as a document, or with every page of the answer as one JSON. */
export const register: Run<Flags> = async (context, _args, { format: asked, out, year, kind, state }) => {
  if (year !== undefined && !/^\d{4}$/.test(year))
    throw badInput(`--year "${year}" is no year: write it like 2026.`);
  const format = context.out.json && asked === 'md' ? 'json' : asked;
  const query = { year, kind, state };
  const content =
    format === 'json'
      ? await wholeList(context.client, query)
      : await context.client.download(`/v1/register.${format}`, query);
  const name = `register${year === undefined ? '' : `-${year}`}.${format}`;
  await give(context, content, { format, name, ...(out === undefined ? {} : { out }) });
};

type Query = Record<string, string | undefined>;

async function wholeList(client: Client, query: Query): Promise<Buffer> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page: Items<unknown> = await client.get('/v1/register', { ...query, limit: 100, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return Buffer.from(`${JSON.stringify({ items }, null, 2)}\n`);
}
