import { named, when } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { findIncident } from '../findIncident.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';
import type { Items, Task } from '../types.ts';

interface By {
  by?: string;
}
interface Owner {
  role?: string;
  person?: string;
  nobody?: boolean;
}

const ID = /^(task-)?(\d{1,6})$/;

/** "3" and "task-3" are the same task. @throws CliError (2) */
function taskId(text: string): string {
  const number = ID.exec(text)?.[2];
  if (number !== undefined) return `task-${number}`;
  throw badInput(`"${text}" is no task: give its number; bin/tocsin tasks lists them.`);
}

/** The owner of a task from its flags; undefined: it is not said. @throws CliError (2) where two are given */
function ownerOf({ role, person, nobody }: Owner): object | undefined {
  const given = [role && { role }, person && { person }, nobody && { nobody: true }].filter(Boolean);
  if (given.length > 1) throw badInput('Give one of --role, --person and --nobody.');
  return given[0] as object | undefined;
}

export const tasks: Run = async (context, [name = '']) => {
  const id = await findIncident(context.client, name);
  const answer = await context.client.get<Items<Task>>(`/v1/incidents/${id}/tasks`);
  context.show(answer, ({ items }) => context.out.lines(taskLines(context.out, items)));
};

/** Every task as a line; what comes before wiping, restoring and hiring is marked. */
export function taskLines(out: Output, items: readonly Task[]): string[] {
  if (items.length === 0) return ['No tasks.'];
  const head = ['TASK', 'STATE', 'DUE', 'OWNER', 'WHAT'].map((cell) => out.style('bold', cell));
  return table([head, ...items.map((task) => row(out, task))], '  ');
}

function row(out: Output, task: Task): string[] {
  const title = task.guard ? `${out.style('yellow', '! FIRST')} ${task.title}` : task.title;
  const owner = task.owner.name ?? task.owner.role ?? '-';
  return [task.id.slice('task-'.length), stateOf(task), dueOf(out, task), owner, title];
}

const stateOf = ({ state, closedBy, closedBecause }: Task): string => {
  if (state === 'open') return 'open';
  const why = closedBecause ? `: ${closedBecause}` : '';
  return `${state === 'done' ? 'done' : 'not needed'} (${closedBy ?? '?'}${why})`;
};

function dueOf(out: Output, { state, dueLocal, timeLeft, overdue }: Task): string {
  if (dueLocal === null) return '-';
  if (state !== 'open') return dueLocal;
  return overdue
    ? out.style(['bold', 'red'], `${timeLeft.toUpperCase()} (${dueLocal})`)
    : `${timeLeft} (${dueLocal})`;
}

async function change(
  context: Context,
  incident: string,
  send: (base: string) => Promise<Items<Task>>,
): Promise<void> {
  const id = await findIncident(context.client, incident);
  const answer = await send(`/v1/incidents/${id}/tasks`);
  context.show(answer, ({ items }) => context.out.lines(taskLines(context.out, items)));
}

export const add: Run<By & Owner & { due?: string; why?: string }> = (
  context,
  [incident = '', title],
  flags,
) => {
  const { due, why, by } = flags;
  const body = { title, why, owner: ownerOf(flags), dueAt: when(due), by: named(by) };
  return change(context, incident, (base) => context.client.post(base, body));
};

export const assign: Run<By & Owner & { due?: string }> = (context, [incident = '', task = ''], flags) => {
  const owner = ownerOf(flags);
  const dueAt = when(flags.due);
  if (!owner && dueAt === undefined) throw badInput('Say what changes: --role, --person, --nobody or --due.');
  const body = { owner, dueAt, by: named(flags.by) };
  return change(context, incident, (base) => context.client.patch(`${base}/${taskId(task)}`, body));
};

const decide = (context: Context, incident: string, task: string, body: object): Promise<void> =>
  change(context, incident, (base) => context.client.post(`${base}/${taskId(task)}/state`, body));

export const done: Run<By & { how?: string }> = (context, [incident = '', task = ''], { how, by }) =>
  decide(context, incident, task, { state: 'done', how, by: named(by) });

export const notNeeded: Run<By & { reason: string }> = (
  context,
  [incident = '', task = ''],
  { reason, by },
) => decide(context, incident, task, { state: 'notNeeded', reason, by: named(by) });

export const reopen: Run<By & { reason: string }> = (context, [incident = '', task = ''], { reason, by }) =>
  decide(context, incident, task, { state: 'open', reason, by: named(by) });

export const comment: Run<By> = (context, [incident = '', task = '', text], { by }) => {
  const body = { text, by: named(by) };
  return change(context, incident, (base) => context.client.post(`${base}/${taskId(task)}/comments`, body));
};
