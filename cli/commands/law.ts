import type { ExplainedAssessment } from '../../templates/catalogue.ts';
import { act, named, revisionSeen, when } from '../act.ts';
import { assessmentLines } from '../assessmentLines.ts';
import type { Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Demand, Incident, Items } from '../types.ts';
import { local } from '../views.ts';

interface By {
  by?: string;
}

interface Confirm extends By {
  refuse?: boolean;
  reason: string;
  evidence: string;
  second?: string;
  revision?: string;
}

export const confirm: Run<Confirm> = async (context, args, options) => {
  const [incident = '', ...obligations] = args;
  await act(context, incident, 'clock-confirmation', {
    decision: options.refuse ? 'rejected' : 'confirmed',
    ...(obligations.length > 0 ? { obligations } : {}),
    reason: options.reason,
    evidence: options.evidence,
    by: named(options.by),
    secondBy: options.second,
    revision: revisionSeen(options.revision),
  });
};

interface DemandFlags extends By {
  from: string;
  subject: string;
  reference?: string;
  received?: string;
  due?: string;
  hours?: string;
  officer?: string;
  force?: string;
  hold?: string[];
}

/** A time that is still to come is passed on as it is written: it is local time of the organisation. */
export const demand: Run<DemandFlags> = async (context, args, options) => {
  const [incident = '', kind = ''] = args;
  const hours = options.hours === undefined ? undefined : Number(options.hours);
  if (hours !== undefined && !(hours > 0))
    throw badInput(`--hours "${options.hours}" is no number of hours.`);
  await act(context, incident, 'demands', {
    kind,
    from: options.from,
    subject: options.subject,
    reference: options.reference,
    receivedAt: when(options.received),
    dueAt: options.due,
    hours,
    officer: options.officer,
    force: options.force,
    holds: options.hold,
    by: options.by,
  });
};

interface ChangeFlags extends By {
  due?: string;
  ended?: boolean;
  reason: string;
  evidence?: string;
  second?: string;
}

export const demandChange: Run<ChangeFlags> = async (context, args, options) => {
  const [incident = '', id = ''] = args;
  const ended = options.ended ? { ended: true } : {};
  const { due, reason, evidence, second } = options;
  const body = { dueAt: due, ...ended, reason, evidence, by: named(options.by), secondBy: second };
  await act(context, incident, `demands/${encodeURIComponent(id)}`, body, 'patch');
};

export const demands: Run<object> = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const { timeZone } = await context.client.get<Incident & { timeZone: string }>(`/v1/incidents/${id}`);
  const answer = await context.client.get<Items<Demand>>(`/v1/incidents/${id}/demands`);
  context.show(answer, ({ items }) => {
    if (items.length === 0) context.out.line('Nobody has asked for anything yet.');
    const rows = items.map((one) => [
      one.id,
      one.endedAt ? 'ended' : `due ${local(one.clockDueAt, timeZone)}${waiting(one, timeZone)}`,
      one.from,
      one.subject,
      one.holds.length > 0 ? `holds ${one.holds.join(', ')}` : '',
    ]);
    context.out.lines(table(rows, '  '));
  });
};

/** What somebody recorded and nobody has confirmed yet. */
const waiting = ({ proposed }: Demand, timeZone: string): string => {
  if (!proposed) return '';
  const what = proposed.ended ? 'the end' : local(proposed.dueAt, timeZone);
  return ` (${what} waits for a confirmation: bin/tocsin confirm)`;
};

type Explained = ExplainedAssessment & { track: string; role: string };

export const explain: Run<object> = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const answer = await context.client.get<{ tracks: Explained[] }>(`/v1/incidents/${id}/assessment`);
  context.show(answer, ({ tracks }) => {
    for (const { track, role, ...assessment } of tracks) {
      context.out.line(context.out.style('bold', `${track} (${role})`));
      context.out.lines(assessmentLines(assessment));
      context.out.line();
    }
  });
};
