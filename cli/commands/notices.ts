import { act, named } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { badInput, CliError } from '../errors.ts';
import { findIncident } from '../findIncident.ts';
import { give } from '../give.ts';
import type { Items, Notice } from '../types.ts';

/** What a person types → the API's kind of notice. */
const KINDS: Record<string, string> = {
  ico: 'ico-initial',
  'follow-up': 'ico-follow-up',
  final: 'ico-final',
  withdrawal: 'ico-withdrawal',
};

/** Drafts from the facts as they are and gives the document. */
export const draft: Run<{ format: string; out?: string; reason?: string; by?: string }> = async (
  context,
  [kind = '', name = ''],
  options,
) => {
  const wanted = KINDS[kind];
  if (!wanted) throw badInput(`There is no notice "${kind}"; there is: ${Object.keys(KINDS).join(', ')}.`);
  const id = await findIncident(context.client, name);
  const notice = await context.client.post<Notice>(`/v1/incidents/${id}/notices`, {
    kind: wanted,
    ...said(kind, options),
  });
  if (context.out.json && options.out === undefined && options.format === 'md')
    return context.out.result(notice);
  const link = notice.links[options.format];
  if (!link) throw new CliError(`The server does not give this notice as ${options.format}.`);
  await give(context, await context.client.download(link), {
    name: `${kind}-v${notice.version}.${options.format}`,
    ...options,
  });
};

/** A withdrawal is a named person's decision with its reason; a final report says why something stays open. */
function said(kind: string, { reason, by }: { reason?: string; by?: string }): object {
  if (kind === 'withdrawal') {
    if (!reason) throw badInput('Say why there was no personal data breach after all: --reason TEXT.');
    return { reason, by: named(by) };
  }
  if (reason !== undefined && kind !== 'final')
    throw badInput('--reason belongs to a final report or a withdrawal.');
  return reason === undefined ? {} : { reason };
}

/** Approves one version, or the newest draft. */
export const approve: Run<{ by?: string }> = async (context, [name = '', version], { by }) => {
  const person = named(by);
  const id = await findIncident(context.client, name);
  await act(context, id, `notices/${version ?? (await newest(context, id))}/approval`, { by: person });
};

async function newest({ client }: Context, id: string): Promise<string> {
  const { items } = await client.get<Items<Notice>>(`/v1/incidents/${id}/notices`);
  const drafts = items.filter(({ state }) => state === 'draft');
  const [first] = (drafts.length > 0 ? drafts : [...items]).sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.version - a.version,
  );
  if (first) return first.id;
  throw new CliError('Nothing is drafted yet: bin/tocsin draft ico INCIDENT does it.');
}
