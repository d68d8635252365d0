import type { IncidentView } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { legalHoldsOf } from '../../db/legalHolds.ts';
import { assignedRoles } from '../../db/responseRoles.ts';
import { tasksOf } from '../../db/tasks.ts';
import { isStanding, type LegalHold } from '../../domain/response/legalHold.ts';
import { type AssignedRole, defaultRoles, rolesOf } from '../../domain/response/roles.ts';
import { inOrder, obligationOfTask, type Task, type TaskOwner } from '../../domain/response/tasks.ts';
import { formatInstant, timeLeft } from '../../domain/time/format.ts';

/** What people do about an incident beside the duties of the law. */
export interface Response {
  roles: AssignedRole[];
  tasks: Task[];
  holds: LegalHold[];
}

type View = Pick<IncidentView, 'scope' | 'incident' | 'sealer'>;

export const responseOf = async ({ scope, incident, sealer }: View): Promise<Response> => ({
  roles: await assignedRoles(scope, incident.id, sealer),
  tasks: await tasksOf(scope, incident.id, sealer),
  holds: await legalHoldsOf(scope, incident.id, sealer),
});

const holders = (incident: StoredIncident, roles: readonly AssignedRole[]) =>
  rolesOf(roles, defaultRoles(incident.organisation, incident.restrictedTo));

/** Every role, whoever has it; `by` null: the policy says so, nobody was assigned. */
export const rolesJson = (incident: StoredIncident, roles: readonly AssignedRole[]) =>
  holders(incident, roles).map(({ role, holder, assigned }) => ({
    role,
    person: holder?.person ?? null,
    name: holder?.name ?? null,
    assignedAt: assigned?.assignedAt.toISOString() ?? null,
    by: assigned?.by ?? null,
  }));

function ownerName(incident: StoredIncident, roles: readonly AssignedRole[], owner: TaskOwner) {
  if (owner.person !== null)
    return incident.organisation.policy.people.find(({ id }) => id === owner.person)?.name ?? owner.person;
  return holders(incident, roles).find(({ role }) => role === owner.role)?.holder?.name ?? null;
}

function taskJson(incident: StoredIncident, roles: readonly AssignedRole[], task: Task, at: Date) {
  const { timeZone, language } = incident.organisation.policy;
  const running = task.state === 'open' && task.dueAt !== null;
  const left = task.dueAt && timeLeft(task.dueAt, at, language);
  return {
    id: task.id,
    step: task.step,
    playbooks: task.playbooks,
    guard: task.guard,
    title: task.title,
    why: task.why,
    source: task.source,
    owner: { ...task.owner, name: ownerName(incident, roles, task.owner) },
    state: task.state,
    obligation: task.dueAt && obligationOfTask(task),
    dueAt: task.dueAt?.toISOString() ?? null,
    dueLocal: task.dueAt && formatInstant(task.dueAt, timeZone, language),
    timeLeft: running && left ? left.text : '',
    overdue: running && left !== null && left.overdue,
    addedAt: task.addedAt.toISOString(),
    addedBy: task.addedBy,
    closedAt: task.closedAt?.toISOString() ?? null,
    closedBy: task.closedBy,
    closedBecause: task.closedBecause,
    comments: task.comments.map(({ at: said, ...rest }) => ({ ...rest, at: said.toISOString() })),
  };
}

export const tasksJson = (incident: StoredIncident, { roles, tasks }: Omit<Response, 'holds'>, at: Date) =>
  inOrder(tasks).map((task) => taskJson(incident, roles, task, at));

export const holdsJson = (holds: readonly LegalHold[]) =>
  holds.map((hold) => ({
    ...hold,
    standing: isStanding(hold),
    setAt: hold.setAt.toISOString(),
    liftedAt: hold.liftedAt?.toISOString() ?? null,
  }));
