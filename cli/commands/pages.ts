import type { Context, Run } from '../context.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Items, Page } from '../types.ts';
import { act, when } from '../act.ts';
import { badInput } from '../errors.ts';
import { local } from '../views.ts';

const pagesOf = (context: Context, id: string): Promise<Items<Page>> =>
  context.client.get<Items<Page>>(`/v1/incidents/${id}/pages`);

export const pages: Run = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const answer = await pagesOf(context, id);
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    if (items.length === 0) return context.out.line('Nobody was paged.');
    for (const page of items) context.out.lines(pageLines(context, page, timeZone));
  });
};

function pageLines({ out }: Context, page: Page, timeZone: string): string[] {
  const about = `${page.obligation ?? 'incident'} ${page.milestone}`;
  const spokenFor = page.bundledInto && page.state === 'open' ? [`  part of ${page.bundledInto}`] : [];
  const head = `${local(page.openedAt, timeZone)}  ${out.style('bold', about)}  ${outcome(page, timeZone)}  ${page.id}`;
  const rows = page.deliveries.map((one) => [
    `round ${one.round} step ${one.step}`,
    one.person,
    one.method === one.channel ? one.channel : `${one.channel} (${one.method})`,
    one.lastCode && one.status !== 'sent' ? `${one.status} (${one.lastCode})` : one.status,
  ]);
  return [head, ...spokenFor, ...table(rows, '  ')];
}

function outcome(page: Page, timeZone: string): string {
  if (page.snoozedUntil) return `put off until ${local(page.snoozedUntil, timeZone)}`;
  if (page.state === 'acknowledged')
    return `acknowledged by ${page.acknowledgedBy ?? '?'} (${page.acknowledgedThrough ?? '?'})`;
  return page.state === 'ended' ? `ended: ${page.endedBecause ?? ''}` : page.state;
}

/** Acknowledges one page, or every open one. */
export const ack: Run<{ by?: string }> = async (context, [name = '', page], { by }) => {
  const id = await findIncident(context.client, name);
  const open = page
    ? [page]
    : (await pagesOf(context, id)).items
        .filter((one) => one.state === 'open' && !one.bundledInto)
        .map((one) => one.id);
  const answers = [];
  for (const pageId of open) {
    const path = `/v1/incidents/${id}/pages/${pageId}/acknowledgement`;
    answers.push(await context.client.post<{ acknowledged: boolean; state: string }>(path, { by }));
  }
  context.show(answers, (given) => {
    if (given.length === 0) context.out.line('No page is open.');
    for (const { acknowledged, state } of given) {
      context.out.line(
        acknowledged
          ? 'Acknowledged; this page stops, nothing else does.'
          : `It was not open any more: ${state}.`,
      );
    }
  });
};

/** The page that is named, or every open one that speaks for itself. */
async function openPages(context: Context, id: string, page: string | undefined): Promise<string[]> {
  if (page) return [page];
  const { items } = await pagesOf(context, id);
  const open = items.filter((one) => one.state === 'open' && !one.bundledInto).map((one) => one.id);
  if (open.length === 0) throw badInput('No page is open. `tocsin pages` lists them.');
  return open;
}

interface By {
  by?: string;
}

/** Puts one page off, or every open one; each comes back by itself. */
export const snooze: Run<By & { until: string }> = async (context, [name = '', page], { until, by }) => {
  const id = await findIncident(context.client, name);
  for (const pageId of await openPages(context, id, page))
    await act(context, id, `pages/${pageId}/snooze`, { until: when(until), by });
};

/** Hands one page, or every open one, to a person. */
export const handOver: Run<By & { reason?: string; page?: string }> = async (
  context,
  [name = '', to],
  { reason, page, by },
) => {
  const id = await findIncident(context.client, name);
  for (const pageId of await openPages(context, id, page))
    await act(context, id, `pages/${pageId}/assignment`, { to, reason, by });
};

/** Asks one more person, at once. */
export const addResponder: Run<By & { page?: string }> = async (
  context,
  [name = '', person],
  { page, by },
) => {
  const id = await findIncident(context.client, name);
  for (const pageId of await openPages(context, id, page))
    await act(context, id, `pages/${pageId}/responders`, { people: [person], by });
};

/** Names the ways that the attacker may use; none: all count again. */
export const exclude: Run<By & { reason: string; channel?: string[] }> = async (
  context,
  [name = ''],
  { channel = [], reason, by },
) => act(context, name, 'excludedChannels', { channels: channel, reason, by }, 'put');
