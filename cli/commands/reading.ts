import type { Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Incident, IncidentSummary, Items } from '../types.ts';
import { local, printIncident } from '../views.ts';

interface List {
  status?: string;
  drills?: boolean;
  real?: boolean;
  limit: string;
}

export const list: Run<List> = async (context, _args, { status, drills, real, limit }) => {
  if (drills && real) throw badInput('--drills and --real leave nothing: give one of them.');
  const drill = drills ? true : real ? false : undefined;
  const query = { status, drill, limit: Number(limit) };
  const answer = await context.client.get<Items<IncidentSummary>>('/v1/incidents', query);
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    if (items.length === 0) return context.out.line('No incidents.');
    const head = ['REFERENCE', 'STATUS', 'AWARE', 'TITLE'].map((cell) => context.out.style('bold', cell));
    const rows = items.map((one) => [one.reference, one.status, local(one.awareAt, timeZone), one.title]);
    context.out.lines(table([head, ...rows]));
    if (answer.nextCursor) context.out.note(`There are more; --limit ${Number(limit) * 2} shows them.`);
  });
};

export const show: Run = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const answer = await context.client.get<Incident>(`/v1/incidents/${id}`);
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, (incident) => printIncident(context.out, incident, timeZone));
  for (const warning of answer.warnings) context.out.warn(warning.text);
};
