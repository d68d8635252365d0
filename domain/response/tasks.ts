import type { Step } from './playbook.ts';
import type { ResponseRole } from './roles.ts';

export const TASK_STATES = ['open', 'done', 'notNeeded'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** A role of the response, a person of the policy, or nobody yet. */
export interface TaskOwner {
  role: ResponseRole | null;
  person: string | null;
}

export interface TaskComment {
  at: Date;
  by: string;
  text: string;
}

/** One thing to do in an incident that no law asks for. Instants on the incident's clock. */
export interface Task {
  /** Stable inside the incident: "task-1". */
  id: string;
  /** Of a playbook; null for one that a person wrote. */
  step: string | null;
  playbooks: string[];
  /** Comes before anybody wipes, restores, pays or hires. */
  guard: boolean;
  title: string;
  why: string | null;
  source: Step['source'] | null;
  owner: TaskOwner;
  state: TaskState;
  /** From when the time runs whose last tenth reminds. */
  startsAt: Date;
  dueAt: Date | null;
  addedAt: Date;
  addedBy: string;
  closedAt: Date | null;
  /** Who did it, or decided that it is not needed; how, or why. */
  closedBy: string | null;
  closedBecause: string | null;
  comments: TaskComment[];
}

/** "task-3" → "task:3": the clock of a task. */
export const obligationOfTask = ({ id }: Pick<Task, 'id'>): string => `task:${id.slice('task-'.length)}`;

/** Guards first, then by the time at which they are due, those without one last. */
export const inOrder = (tasks: readonly Task[]): Task[] =>
  tasks.toSorted(
    (a, b) =>
      Number(a.state !== 'open') - Number(b.state !== 'open') ||
      Number(b.guard) - Number(a.guard) ||
      (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) ||
      number(a) - number(b),
  );

const number = ({ id }: Task): number => Number(id.slice('task-'.length));
