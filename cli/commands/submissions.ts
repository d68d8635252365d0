import { acted, named, when } from '../act.ts';
import type { Run } from '../context.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Incident, Items, Submission } from '../types.ts';
import { local } from '../views.ts';

interface Submitted {
  route: string;
  obligation: string;
  reference: string;
  phase?: string;
  reason?: string;
  at?: string;
  notice?: string;
  reasonsForDelay?: string;
  remarks?: string;
  evidence?: string;
  second?: string;
  voluntary?: boolean;
  by?: string;
}

/** Never refused for a missing approval: what was done was done. */
export const submitted: Run<Submitted> = async (context, [name = ''], { at, by, second, ...options }) => {
  const body = { ...options, secondBy: second, madeAt: when(at), by: named(by) };
  const incident = await acted(context, name, 'submissions', body);
  const given = options.reasonsForDelay ?? incident.narrative.reasonsForDelay;
  const late = incident.obligations.some(({ id, late }) => id === options.obligation && late);
  if (late && !given)
    context.out.warn(
      'The report was late and says no reasons (Art. 33(1)): repeat the command with --reasons-for-delay "…".',
    );
};

/** The reports that were made, in their order. */
export const submissions: Run = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const answer = await context.client.get<Items<Submission>>(`/v1/incidents/${id}/submissions`);
  const { timeZone } = await context.client.get<Incident & { timeZone: string }>(`/v1/incidents/${id}`);
  context.show(answer, ({ items }) => {
    if (items.length === 0) return context.out.line('No report is on record yet.');
    const head = ['MADE', 'PHASE', 'ROUTE', 'BY', 'REFERENCE', 'STATE', 'MISSING'];
    const rows = items.map((one) => submissionRow(one, timeZone));
    context.out.lines(table([head.map((cell) => context.out.style('bold', cell)), ...rows]));
  });
};

function submissionRow(one: Submission, timeZone: string): string[] {
  const state = [
    one.practised ? 'practised' : one.late ? 'late' : '',
    one.approved ? 'approved' : 'not approved',
    one.notice === null ? 'no draft named' : '',
  ].filter((word) => word !== '');
  return [
    local(one.madeAt, timeZone),
    one.addsTo === null ? one.phase : `${one.phase} (added to)`,
    one.route,
    one.by,
    one.reference ?? 'awaited',
    state.join(', '),
    one.missing.join(', '),
  ];
}
