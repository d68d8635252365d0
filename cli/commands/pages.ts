import type { Context, Run } from '../context.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Items, Page } from '../types.ts';
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
  const head = `${local(page.openedAt, timeZone)}  ${out.style('bold', about)}  ${outcome(page)}  ${page.id}`;
  const rows = page.deliveries.map((one) => [
    `round ${one.round} step ${one.step}`,
    one.person,
    one.channel,
    one.lastCode && one.status !== 'sent' ? `${one.status} (${one.lastCode})` : one.status,
  ]);
  return [head, ...table(rows, '  ')];
}

function outcome(page: Page): string {
  if (page.state === 'acknowledged')
    return `acknowledged by ${page.acknowledgedBy ?? '?'} (${page.acknowledgedThrough ?? '?'})`;
  return page.state === 'ended' ? `ended: ${page.endedBecause ?? ''}` : page.state;
}

/** Acknowledges one page, or every open one. */
export const ack: Run<{ by?: string }> = async (context, [name = '', page], { by }) => {
  const id = await findIncident(context.client, name);
  const open = page
    ? [page]
    : (await pagesOf(context, id)).items.filter((one) => one.state === 'open').map((one) => one.id);
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
