import { act, named, when } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { badInput, CliError } from '../errors.ts';
import { saveDocument } from '../files.ts';
import { findIncident } from '../findIncident.ts';
import type { Items, Notice } from '../types.ts';

/** What a person types → the API's kind of notice. */
const KINDS: Record<string, string> = { ico: 'ico-initial' };
const READABLE = ['md', 'json', 'html'];

/** Drafts from the facts as they are and gives the document. */
export const draft: Run<{ format: string; out?: string }> = async (
  context,
  [kind = '', name = ''],
  options,
) => {
  const wanted = KINDS[kind];
  if (!wanted) throw badInput(`There is no notice "${kind}"; there is: ${Object.keys(KINDS).join(', ')}.`);
  const id = await findIncident(context.client, name);
  const notice = await context.client.post<Notice>(`/v1/incidents/${id}/notices`, { kind: wanted });
  if (context.out.json && options.out === undefined && options.format === 'md')
    return context.out.result(notice);
  const link = notice.links[options.format];
  if (!link) throw new CliError(`The server does not give this notice as ${options.format}.`);
  await give(context, await context.client.download(link), {
    name: `${kind}-v${notice.version}.${options.format}`,
    ...options,
  });
};

/** Text is printed unless a file is named; documents are saved. */
async function give(
  { out }: Context,
  content: Buffer,
  options: { format: string; out?: string; name: string },
): Promise<void> {
  const path = options.out ?? (READABLE.includes(options.format) ? '-' : options.name);
  if (path === '-') return out.bytes(content);
  await saveDocument(path, content);
  out.note(`Saved ${path}`);
}

/** Approves one version, or the newest. */
export const approve: Run<{ by?: string }> = async (context, [name = '', version], { by }) => {
  const person = named(by);
  const id = await findIncident(context.client, name);
  await act(context, id, `notices/${version ?? (await newest(context, id))}/approval`, { by: person });
};

async function newest({ client }: Context, id: string): Promise<string> {
  const { items } = await client.get<Items<Notice>>(`/v1/incidents/${id}/notices`);
  const [first] = [...items].sort((a, b) => b.version - a.version);
  if (first) return first.id;
  throw new CliError('Nothing is drafted yet: bin/tocsin draft ico INCIDENT does it.');
}

interface Submitted {
  route: string;
  reference: string;
  at?: string;
  notice?: string;
  reasonsForDelay?: string;
  remarks?: string;
  by?: string;
}

/** Never refused for a missing approval: what was done was done. */
export const submitted: Run<Submitted> = async (context, [name = ''], { at, by, ...options }) =>
  act(context, name, 'submissions', { ...options, madeAt: when(at), by: named(by) });
