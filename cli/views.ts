import { formatInstant } from '../domain/time/format.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import type { Duty, Incident, IncidentSummary, TimelineEntry } from './types.ts';

/** Local time with its zone. */
export const local = (iso: string | null, timeZone: string): string =>
  iso === null ? 'not yet known' : formatInstant(new Date(iso), timeZone);

/** Needs nobody: met, decided away, or stood down by the facts. */
const isDone = (duty: Duty): boolean =>
  duty.state === 'satisfied' || duty.state === 'notRequired' || duty.applicability === 'notRequired';

/** Time left first, then the deadline in local time, then what is due. */
export function dutyTable(out: Output, duties: readonly Duty[]): string[] {
  const order = [...duties].sort(
    (a, b) => Number(isDone(a)) - Number(isDone(b)) || a.dueAt.localeCompare(b.dueAt),
  );
  const head = ['TIME LEFT', 'DUE', 'DUTY', 'STATE', 'BASIS'].map((cell) => out.style('bold', cell));
  return table([head, ...order.map((duty) => dutyRow(out, duty))], '  ');
}

function dutyRow(out: Output, duty: Duty): string[] {
  const basis =
    duty.qualifier && duty.ownTarget ? `${duty.basis}: ${duty.qualifier} (own target)` : duty.basis;
  const contact = duty.recipientContact && !isDone(duty) ? `: ${duty.recipientContact}` : '';
  return [timeCell(out, duty), duty.dueLocal, `${duty.label} (${duty.id})${contact}`, stateText(duty), basis];
}

function timeCell(out: Output, duty: Duty): string {
  if (duty.overdue) return out.style(['bold', 'red'], duty.timeLeft.toUpperCase());
  if (duty.state === 'satisfied')
    return out.style('dim', duty.late || duty.lateAgainstEarlier ? 'done late' : 'done');
  return isDone(duty) ? '-' : out.style('yellow', duty.timeLeft);
}

function stateText(duty: Duty): string {
  if (duty.state === 'notRequired') return `not required (${duty.decidedBy ?? 'the rules'})`;
  if (duty.state === 'satisfied') return 'satisfied';
  if (duty.applicability === 'notRequired') return 'stood down: does not apply';
  if (duty.proposal && !duty.proposal.rejected)
    return `${duty.state}, confirm: ${proposalText(duty.proposal)}`;
  if (duty.heldUntil) return `${duty.state}, held by the police`;
  if (duty.applicability === 'decide') return `${duty.state}, a person must decide`;
  return duty.plan ? `${duty.state}, plan: ${duty.plan}` : duty.state;
}

const proposalText = ({ applicability, dueLocal }: NonNullable<Duty['proposal']>): string =>
  applicability === 'notRequired' ? 'does it not apply?' : `due ${dueLocal}?`;

/** Everything about one incident that a person needs at a glance. */
export function printIncident(out: Output, incident: Incident, timeZone: string): void {
  out.line(headline(out, incident));
  out.lines(
    table(
      [
        ['discovered', local(incident.discoveredAt, timeZone)],
        ['aware', local(incident.awareAt, timeZone) + awareMark(incident, timeZone)],
        ['declared', local(incident.declaredAt, timeZone)],
        ['occurred', occurred(incident, timeZone)],
        ['contained', incident.containedAt ? local(incident.containedAt, timeZone) : 'not yet'],
        ['risk', riskText(incident)],
        ...incident.roles.flatMap(({ role, name }) => (name === null ? [] : [[role, name]])),
        ...(incident.restrictedTo ? [['only for', incident.restrictedTo.join(', ')]] : []),
        ['revision', String(incident.revision)],
        ...(incident.drill ? [['drill clock', local(incident.incidentTime, timeZone)]] : []),
      ],
      '  ',
    ),
  );
  out.line();
  out.lines(dutyTable(out, incident.obligations));
  const open = incident.tasks.filter(({ state }) => state === 'open');
  if (open.length === 0) return;
  const first = open.find(({ guard }) => guard) ?? open[0];
  out.line();
  out.line(
    `${open.length} tasks are open (bin/tocsin tasks ${incident.reference}), first: ${first?.title ?? ''}`,
  );
}

/** A later awareness that nobody has confirmed, or somebody has refused, moves no deadline. */
function awareMark({ obligations, awareAt }: Incident, timeZone: string): string {
  const asked = obligations.find(
    ({ startsFrom, startsAt, proposal }) =>
      startsFrom === 'aware' && proposal?.startsAt === awareAt && startsAt !== awareAt,
  );
  if (!asked?.proposal) return '';
  const state = asked.proposal.rejected ? 'refused' : 'not confirmed';
  return ` (${state}: deadlines count from ${local(asked.startsAt, timeZone)})`;
}

export function headline(out: Output, incident: IncidentSummary): string {
  const drill = incident.drill ? ` ${out.style(['bold', 'magenta'], 'DRILL')}` : '';
  return `${out.style('bold', incident.reference)}${drill}  ${incident.title}  [${incident.status}]`;
}

const occurred = ({ occurredFrom, occurredTo }: Incident, timeZone: string): string =>
  occurredFrom === null && occurredTo === null
    ? 'not yet known'
    : `${local(occurredFrom, timeZone)} to ${local(occurredTo, timeZone)}`;

const riskText = ({ assessment }: Incident): string =>
  [assessment.risk, ...assessment.reasons.map((reason) => `${reason.text} (${reason.source})`)].join('; ');

/** One line of the timeline: when on the incident's clock, what, who. */
export function entryCells(entry: TimelineEntry, timeZone: string): string[] {
  const who =
    entry.personal.by ?? (entry.actor.kind === 'system' ? 'Tocsin' : `${entry.actor.kind} ${entry.actor.id}`);
  return [local(entry.occurredAt, timeZone), entry.kind, `${entry.text} (${who})`];
}
