import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { isDuty } from '../domain/obligations.ts';
import type { ResponseRole } from '../domain/response/roles.ts';
import { obligationOfTask, type Task, type TaskState } from '../domain/response/tasks.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { StoredObligation } from './obligations.ts';
import type { Sealer } from './sealing.ts';
import type { Tasks } from './types.ts';

type Sealed = Pick<Task, 'title' | 'why' | 'source' | 'addedBy' | 'closedBy' | 'closedBecause'> & {
  comments: { at: string; by: string; text: string }[];
};

const place = (incidentId: string, id: string): string => `tasks/${incidentId}/${id}/content`;

function toTask(row: Selectable<Tasks>, sealer: Sealer): Task {
  const { comments, ...sealed } = sealer.open<Sealed>(place(row.incidentId, row.id), row.contentSealed);
  return {
    id: row.id,
    step: row.step,
    playbooks: row.playbooks,
    guard: row.guard,
    owner: { role: row.ownerRole as ResponseRole | null, person: row.ownerPerson },
    state: row.state as TaskState,
    startsAt: row.startsAt,
    dueAt: row.dueAt,
    addedAt: row.addedAt,
    closedAt: row.closedAt,
    ...sealed,
    comments: comments.map(({ at, ...rest }) => ({ at: new Date(at), ...rest })),
  };
}

function fromTask(incidentId: string, task: Task, sealer: Sealer) {
  const { title, why, source, addedBy, closedBy, closedBecause, comments, owner, ...row } = task;
  const sealed: Sealed = {
    title,
    why,
    source,
    addedBy,
    closedBy,
    closedBecause,
    comments: comments.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
  };
  const contentSealed = sealer.seal(place(incidentId, task.id), sealed);
  return { ...row, ownerRole: owner.role, ownerPerson: owner.person, contentSealed };
}

const ofIncident = (scope: Scope, incidentId: string) =>
  scope
    .selectFrom('tasks')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    // "task-10" comes after "task-9".
    .orderBy(sql`length(id)`)
    .orderBy('id');

/** Every task of one incident, in the order in which they were added. */
export async function tasksOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<Task[]> {
  const rows = await ofIncident(scope, incidentId).selectAll().execute();
  return rows.map((row) => toTask(row, sealer));
}

/**
 * The same obligations, the clock of a task with its title for a basis: what a message or a calendar says of "task:3". For
 * what goes out only; what is stored holds no words of people.
 */
export async function withTaskTitles<O extends Pick<StoredObligation, 'id' | 'kind' | 'basis'>>(
  scope: Scope,
  incidentId: string,
  sealer: Sealer,
  obligations: readonly O[],
): Promise<O[]> {
  if (obligations.every(isDuty)) return [...obligations];
  const tasks = await tasksOf(scope, incidentId, sealer);
  const titles = new Map(tasks.map((task) => [obligationOfTask(task), task.title]));
  return obligations.map((one) => ({ ...one, basis: titles.get(one.id) ?? one.basis }));
}

/** What the plan needs to know of the tasks. */
export async function taskClocksOf(
  scope: Scope,
  incidentId: string,
): Promise<Pick<Task, 'id' | 'state' | 'startsAt' | 'dueAt'>[]> {
  const rows = await ofIncident(scope, incidentId)
    .select(['id', 'state', 'startsAt', 'dueAt'])
    .where('dueAt', 'is not', null)
    .execute();
  return rows.map(({ state, ...row }) => ({ ...row, state: state as TaskState }));
}

/** New tasks, still to be sent. */
export const taskInsert = (
  scope: Scope,
  incidentId: string,
  tasks: readonly Task[],
  sealer: Sealer,
): Insert =>
  insertOf(
    'tasks',
    tasks.map((task) => ({
      ...fromTask(incidentId, task, sealer),
      organisationId: scope.organisationId,
      incidentId,
    })),
  );

export async function updateTask(
  scope: Scope,
  incidentId: string,
  task: Task,
  sealer: Sealer,
): Promise<void> {
  await scope
    .updateTable('tasks')
    .set(fromTask(incidentId, task, sealer))
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', task.id)
    .execute();
}
