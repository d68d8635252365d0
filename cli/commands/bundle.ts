import { named, when } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { findBundle } from '../findBundle.ts';
import { findIncident } from '../findIncident.ts';
import type { Bundle, BundleReport } from '../registerTypes.ts';
import { table } from '../table.ts';
import type { Items } from '../types.ts';

interface Why {
  reason: string;
  by?: string;
}

const PATH = '/v1/register/bundles';

async function idsOf({ client }: Context, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await findIncident(client, name));
  return ids;
}

const referencesOf = ({ members }: Bundle): string =>
  members.map(({ reference }) => reference).join(', ') || 'no incidents';

function print(context: Context, bundle: Bundle): void {
  const { out } = context;
  out.line(`${bundle.name} (${bundle.id})`);
  out.lines(table([['why', bundle.reason], ['made by', bundle.by], ['incidents', referencesOf(bundle)]], '  '));
} // prettier-ignore

export const list: Run = async (context) => {
  const answer = await context.client.get<Items<Bundle>>(PATH);
  context.show(answer, ({ items }) => {
    if (items.length === 0) return context.out.line('There are no bundles.');
    context.out.lines(table(items.map((one) => [one.id, one.name, referencesOf(one)])));
  });
};

export const show: Run = async (context, [name = '']) =>
  context.show(await findBundle(context.client, name), (bundle) => print(context, bundle));

export const make: Run<Why> = async (context, [name = '', ...incidents], { reason, by }) => {
  const person = named(by);
  const body = { name, incidents: await idsOf(context, incidents), reason, by: person };
  context.show(await context.client.post<Bundle>(PATH, body), (bundle) => print(context, bundle));
};

const change =
  (what: 'add' | 'remove'): Run<Why> =>
  async (context, [name = '', ...incidents], { reason, by }) => {
    const person = named(by);
    const { id } = await findBundle(context.client, name);
    const body = { [what]: await idsOf(context, incidents), reason, by: person };
    const answer = await context.client.patch<Bundle>(`${PATH}/${id}`, body);
    context.show(answer, (bundle) => print(context, bundle));
  };
export const add = change('add');
export const remove = change('remove');

interface Submitted {
  route: string;
  phase?: string;
  reason?: string;
  notice?: string;
  obligation: string;
  reference: string;
  at?: string;
  reasonsForDelay?: string;
  remarks?: string;
  by?: string;
}

/** One report for all of them; each incident is late or in time on its own clock. */
export const submitted: Run<Submitted> = async (context, [name = ''], { at, by, ...options }) => {
  const person = named(by);
  const { id } = await findBundle(context.client, name);
  const body = { ...options, madeAt: when(at), by: person };
  const answer = await context.client.post<BundleReport>(`${PATH}/${id}/submissions`, body);
  context.show(answer, ({ submissions, erased }) => {
    context.out.line('Recorded for:');
    const rows = submissions.map(({ reference, late }) => [reference, late ? 'late' : 'in time']);
    context.out.lines(table(rows, '  '));
    if (erased.length > 0) context.out.warn(`Nothing can be recorded for ${erased.join(', ')}: erased.`);
  });
};
