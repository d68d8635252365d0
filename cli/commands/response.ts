import { named } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { saveDocument } from '../files.ts';
import { findIncident } from '../findIncident.ts';
import { table } from '../table.ts';
import type { Items, LegalHold, Playbook, PlaybookProposal, Restriction, Role, Task } from '../types.ts';
import { local } from '../views.ts';
import { taskLines } from './tasks.ts';

interface By {
  by?: string;
}

const of = async (context: Context, incident: string, rest: string): Promise<string> =>
  `/v1/incidents/${await findIncident(context.client, incident)}/${rest}`;

/** Without an incident: every playbook with its steps; with one: which the facts propose. */
export const playbooks: Run = async (context, [incident]) => {
  if (incident === undefined) {
    const answer = await context.client.get<Items<Playbook>>('/v1/playbooks');
    return context.show(answer, ({ items }) => {
      for (const one of items) context.out.lines(stepLines(context, one));
    });
  }
  const answer = await context.client.get<Items<PlaybookProposal>>(await of(context, incident, 'playbooks'));
  context.show(answer, ({ items }) => {
    const rows = items.map((one) => [
      one.id,
      one.chosen ? 'chosen' : one.because.length > 0 ? `proposed (${one.because.join(', ')})` : '-',
      `${one.title}, ${one.steps} steps`,
    ]);
    context.out.lines(table(rows, '  '));
    context.out.note('Choose with: bin/tocsin playbook INCIDENT ID…');
  });
};

function stepLines({ out }: Context, { id, title, steps }: Playbook): string[] {
  const rows = steps.map(({ title: what, guard, owner, due, source }) => [
    guard ? `! FIRST ${what}` : what,
    owner,
    due ? `${due.hours} h from ${due.from}` : '-',
    source.kind === 'law' ? source.cite : `${source.cite} (no law)`,
  ]);
  return [out.style('bold', `${title} (${id})`), ...table(rows, '  '), ''];
}

export const playbook: Run<By> = async (context, [incident = '', ...ids], { by }) => {
  const body = { playbooks: ids, by: named(by) };
  const answer = await context.client.post<Items<Task>>(await of(context, incident, 'playbooks'), body);
  context.show(answer, ({ items }) => context.out.lines(taskLines(context.out, items)));
};

const showRoles = (context: Context, answer: Items<Role>): void =>
  context.show(answer, ({ items }) => {
    const rows = items.map(({ role, name, by }) => [
      role,
      name ?? 'nobody',
      name === null ? '' : by === null ? 'as the organisation says' : `assigned by ${by}`,
    ]);
    context.out.lines(table(rows, '  '));
  });

export const roles: Run = async (context, [incident = '']) =>
  showRoles(context, await context.client.get<Items<Role>>(await of(context, incident, 'roles')));

export const role: Run<By & { person?: string; name?: string; nobody?: boolean }> = async (
  context,
  [incident = '', which = ''],
  { person, name, nobody, by },
) => {
  const given = [person && { person }, name && { name }, nobody && { nobody: true }].filter(Boolean);
  const [holder, ...others] = given;
  if (!holder || others.length > 0) throw badInput('Give one of --person, --name and --nobody.');
  const body = { ...(holder as object), by: named(by) };
  showRoles(
    context,
    await context.client.put<Items<Role>>(await of(context, incident, `roles/${which}`), body),
  );
};

/** Without people and --lift: who may know now. */
export const restrict: Run<By & { lift?: boolean; reason?: string }> = async (
  context,
  [incident = '', ...people],
  { lift, reason, by },
) => {
  if (lift && people.length > 0) throw badInput('Give people, or --lift.');
  if (lift && !reason) throw badInput('Say why everybody may know now: --reason "…".');
  const path = await of(context, incident, 'restriction');
  const body = lift
    ? { restricted: false, reason, by: lift && named(by) }
    : { restricted: true, restrictedTo: people, reason, by: people.length > 0 ? named(by) : by };
  const asks = !lift && people.length === 0;
  const answer = asks
    ? await context.client.get<Restriction>(path)
    : await context.client.put<Restriction>(path, body);
  context.show(answer, ({ restrictedTo }) => {
    if (restrictedTo === null) return context.out.line('Everybody with access may know of this incident.');
    context.out.line(
      `Only these may know of it: ${restrictedTo.join(', ')}. For all others it does not exist.`,
    );
  });
};

const showHolds = async (context: Context, answer: Items<LegalHold>): Promise<void> => {
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    for (const one of items)
      context.out.line(
        one.standing
          ? `${one.id}  stands since ${local(one.setAt, timeZone)}, set by ${one.setBy}`
          : `${one.id}  lifted ${local(one.liftedAt, timeZone)} by ${one.liftedBy ?? '?'}: ${one.liftedBecause ?? ''}`,
      );
  });
};

export const holds: Run<By & { lift?: string; again?: boolean; reason?: string }> = async (
  context,
  [incident = ''],
  { lift, again, reason, by },
) => {
  const path = await of(context, incident, 'legal-holds');
  if (lift !== undefined) {
    if (!reason) throw badInput('Say why it can be lifted: --reason "…".');
    const body = { reason, by: named(by) };
    return showHolds(context, await context.client.post<Items<LegalHold>>(`${path}/${lift}/lifting`, body));
  }
  if (again) return showHolds(context, await context.client.post<Items<LegalHold>>(path, { by: named(by) }));
  return showHolds(context, await context.client.get<Items<LegalHold>>(path));
};

/** Text is printed, documents are saved. */
export const contactCard: Run<{ format: string; out?: string }> = async (context, _args, { format, out }) => {
  const content = await context.client.download(`/v1/contact-card.${format}`);
  const printed = format === 'txt' || format === 'md';
  if (out === '-' || (out === undefined && printed)) return context.out.bytes(content);
  const path = out ?? `contact-card.${format}`;
  await saveDocument(path, content);
  context.out.note(`Saved ${path}. Print it and keep it where it can be read when everything is down.`);
};
