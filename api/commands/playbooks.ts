import { reassess } from '../../db/changes/reassess.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { tasksOf, updateTask } from '../../db/tasks.ts';
import { combined, type Playbook, stepDue } from '../../domain/response/playbook.ts';
import type { Task } from '../../domain/response/tasks.ts';
import { playbooks } from '../../templates/playbooks.ts';
import { Problem } from '../problems.ts';
import { requireOpen } from './obligation.ts';
import { insertTasks, nextTaskId, taskOfStep } from './tasks.ts';

/**
 * Makes tasks of the steps of the chosen playbooks. A step that is a task already, of another playbook or of an earlier
 * choice, stays that one task, and takes over a time if it has none.
 * @throws Problem for a playbook that does not exist
 */
export async function choosePlaybooks(
  change: IncidentChange,
  ids: readonly string[],
  by: string,
): Promise<void> {
  requireOpen(change);
  const { scope, incident, sealer, at } = change;
  const chosen = [...new Set(ids)].map((id) => found(incident.organisation.policy.language, id));
  const known = await tasksOf(scope, incident.id, sealer);
  const added: Task[] = [];
  for (const { step, playbooks: of } of combined(chosen)) {
    const dueAt = stepDue(step, incident, at);
    const before = known.find((task) => task.step === step.id);
    if (before) await join(change, before, of, dueAt);
    else added.push(taskOfStep(step, of, dueAt, { id: nextTaskId(known, added.length), at, by }));
  }
  await insertTasks(change, added, by);
  for (const playbook of chosen) recordChoice(change, playbook, added, by);
  change.announce();
  await reassess(change);
}

function found(language: string, id: string): Playbook {
  const all = playbooks(language);
  const playbook = all.find((one) => one.id === id);
  if (playbook) return playbook;
  const names = all.map((one) => one.id).join(', ');
  throw new Problem('notFound', `There is no playbook "${id}"; there are: ${names}.`);
}

/** An equal step: one task for both. Only a task that is open, and that nobody gave a time, takes one over. */
async function join(change: IncidentChange, task: Task, of: string[], dueAt: Date | null): Promise<void> {
  const playbooksOfTask = [...new Set([...task.playbooks, ...of])];
  const timed =
    task.state === 'open' && task.dueAt === null && dueAt !== null ? { dueAt, startsAt: change.at } : {};
  const after = { ...task, playbooks: playbooksOfTask, ...timed };
  await updateTask(change.scope, change.incident.id, after, change.sealer);
}

function recordChoice(change: IncidentChange, playbook: Playbook, added: readonly Task[], by: string): void {
  const own = added.filter(({ playbooks: of }) => of.includes(playbook.id)).length;
  change.record({
    kind: 'playbook.chosen',
    data: {
      playbook: playbook.id,
      version: playbook.version,
      added: own,
      known: playbook.steps.length - own,
    },
    personal: { by },
  });
}
