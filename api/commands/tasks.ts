import type { IncidentChange } from '../../db/incidentChange.ts';
import { reassess } from '../../db/changes/reassess.ts';
import { insertTogether } from '../../db/insertTogether.ts';
import { obligationsOf, type StoredObligation, updateObligation } from '../../db/obligations.ts';
import { endPages } from '../../db/pages.ts';
import { taskInsert, tasksOf, updateTask } from '../../db/tasks.ts';
import type { Step } from '../../domain/response/playbook.ts';
import type { ResponseRole } from '../../domain/response/roles.ts';
import { obligationOfTask, type Task, type TaskOwner } from '../../domain/response/tasks.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import { requireOpen } from './obligation.ts';
import { knownPerson } from './response.ts';

export interface TaskBody {
  title: string;
  why?: string | undefined;
  owner?: OwnerBody | undefined;
  dueAt?: string | undefined;
}
export type OwnerBody = { role: ResponseRole } | { person: string } | { nobody: true };

const OPEN = { state: 'open', closedAt: null, closedBy: null, closedBecause: null } as const;

/** A task from a step of a playbook, as it is when it is chosen. */
export const taskOfStep = (
  step: Step,
  playbooks: string[],
  dueAt: Date | null,
  { id, at, by }: { id: string; at: Date; by: string },
): Task => ({
  ...OPEN,
  id,
  step: step.id,
  playbooks,
  guard: step.guard,
  title: step.title,
  why: step.why,
  source: step.source,
  owner: { role: step.owner, person: null },
  startsAt: at,
  dueAt,
  addedAt: at,
  addedBy: by,
  comments: [],
});

/** New tasks in this change, each with its entry. The caller reassesses when all is written. */
export async function insertTasks(change: IncidentChange, tasks: readonly Task[], by: string): Promise<void> {
  if (tasks.length === 0) return;
  await insertTogether(change.scope, [taskInsert(change.scope, change.incident.id, tasks, change.sealer)]);
  for (const task of tasks) recordAdded(change, task, by);
}

export function recordAdded(change: IncidentChange, { id, title, step, dueAt }: Task, by: string): void {
  const data = { task: id, step, dueAt: dueAt?.toISOString() ?? null };
  change.record({ kind: 'task.added', data, personal: { title, by } });
}

export const nextTaskId = (tasks: readonly Task[], n = 0): string => `task-${tasks.length + 1 + n}`;

const all = ({ scope, incident, sealer }: IncidentChange): Promise<Task[]> =>
  tasksOf(scope, incident.id, sealer);

async function find(change: IncidentChange, id: string): Promise<Task> {
  requireOpen(change);
  const task = (await all(change)).find((one) => one.id === id);
  if (task) return task;
  throw new Problem('notFound', `The incident has no task "${id}".`);
}

/** A task that a person writes. */
export async function addTask(change: IncidentChange, body: TaskBody, by: string): Promise<void> {
  requireOpen(change);
  const task: Task = {
    ...OPEN,
    id: nextTaskId(await all(change)),
    step: null,
    playbooks: [],
    guard: false,
    title: body.title,
    why: body.why ?? null,
    source: null,
    owner: ownerOf(change, body.owner ?? { nobody: true }),
    startsAt: change.at,
    dueAt: body.dueAt === undefined ? null : future(change, body.dueAt),
    addedAt: change.at,
    addedBy: by,
    comments: [],
  };
  await insertTasks(change, [task], by);
  change.announce();
  await reassess(change);
}

function ownerOf({ incident }: IncidentChange, owner: OwnerBody): TaskOwner {
  if ('nobody' in owner) return { role: null, person: null };
  if ('role' in owner) return { role: owner.role, person: null };
  const person = knownPerson(
    incident.organisation.policy,
    incident.restrictedTo,
    owner.person,
    '/owner/person',
  );
  return { role: null, person: person.id };
}

function future(change: IncidentChange, text: string): Date {
  const dueAt = readInstant('/dueAt', text, change.incident.organisation.policy.timeZone);
  if (dueAt > change.at) return dueAt;
  const message = 'lies in the past; give a later time';
  throw new Problem('invalidRequest', `/dueAt ${message}`, { errors: [{ field: '/dueAt', message }] });
}

/** Another owner, another time. */
export async function changeTask(
  change: IncidentChange,
  id: string,
  body: { owner?: OwnerBody | undefined; dueAt?: string | undefined },
  by: string,
): Promise<void> {
  const before = await find(change, id);
  const owner = body.owner ? ownerOf(change, body.owner) : before.owner;
  const dueAt = body.dueAt === undefined ? before.dueAt : future(change, body.dueAt);
  const startsAt = before.dueAt === null ? change.at : before.startsAt;
  await save(change, { ...before, owner, dueAt, startsAt });
  change.record({
    kind: 'task.changed',
    data: { task: id, dueAt: body.dueAt === undefined ? null : (dueAt?.toISOString() ?? null) },
    personal: { title: before.title, owner: body.owner && (owner.role ?? owner.person ?? 'nobody'), by },
  });
}

/** Of a task that exists: what was said, or done, or decided about it. */
export async function commentTask(
  change: IncidentChange,
  id: string,
  text: string,
  by: string,
): Promise<void> {
  const task = await find(change, id);
  await save(change, { ...task, comments: [...task.comments, { at: change.at, by, text }] });
  change.record({ kind: 'task.commented', data: { task: id }, personal: { title: task.title, by, text } });
}

export type Outcome =
  | { state: 'done'; how?: string | undefined }
  | { state: 'notNeeded'; reason: string }
  | { state: 'open'; reason: string };

/** Done, not needed and why, or open again and why. @throws Problem when it is in that state already */
export async function decideTask(
  change: IncidentChange,
  id: string,
  outcome: Outcome,
  by: string,
): Promise<void> {
  const task = await find(change, id);
  if (task.state === outcome.state)
    throw new Problem('alreadySatisfied', `"${id}" is ${outcome.state} already.`);
  const because = outcome.state === 'done' ? (outcome.how ?? null) : outcome.reason;
  const closed = { closedAt: change.at, closedBy: by, closedBecause: because };
  await save(change, { ...task, ...(outcome.state === 'open' ? OPEN : { state: outcome.state, ...closed }) });
  const kind = { done: 'task.done', notNeeded: 'task.notNeeded', open: 'task.reopened' } as const;
  const said = outcome.state === 'done' ? { how: because } : { reason: because };
  change.record({
    kind: kind[outcome.state],
    data: { task: id },
    personal: { title: task.title, by, ...said },
  });
}

/** Saves a task and brings its clock to it: this is a person's word, so nothing is left to be confirmed. */
export async function save(change: IncidentChange, task: Task): Promise<void> {
  const { scope, incident, sealer } = change;
  await updateTask(scope, incident.id, task, sealer);
  change.announce();
  const stored = await obligationsOf(scope, incident.id, sealer);
  const clock = stored.find(({ id }) => id === obligationOfTask(task));
  if (clock) await moveClock(change, clock, task);
  await reassess(change);
}

async function moveClock(change: IncidentChange, clock: StoredObligation, task: Task): Promise<void> {
  const done = task.state === 'done';
  const again = clock.state === 'satisfied' && task.state === 'open';
  const moved = task.dueAt !== null && task.dueAt.getTime() !== clock.dueAt.getTime();
  if (!moved && !again && done === (clock.state === 'satisfied')) return;
  const anew = moved || again ? { clockVersion: clock.clockVersion + 1, openedAt: change.at } : {};
  const after: StoredObligation = {
    ...clock,
    ...anew,
    dueAt: task.dueAt ?? clock.dueAt,
    state: done ? 'satisfied' : 'open',
    satisfiedAt: done ? change.at : null,
  };
  await updateObligation(change.scope, change.incident.id, after, change.sealer);
  if (moved || done) await endPages(change, done ? 'taskDone' : 'clockMoved', { obligationId: clock.id });
}

/** A drill became real: what was practised was not done, and its instants were on a clock that is no more. */
export async function reopenPractised(change: IncidentChange, real: (instant: Date) => Date): Promise<void> {
  for (const task of await all(change)) {
    const after: Task = {
      ...task,
      ...OPEN,
      startsAt: real(task.startsAt),
      dueAt: task.dueAt && real(task.dueAt),
      addedAt: real(task.addedAt),
    };
    await updateTask(change.scope, change.incident.id, after, change.sealer);
  }
}
