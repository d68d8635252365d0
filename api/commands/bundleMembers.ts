import { addMember, type Bundle, membershipsOf, removeMember } from '../../db/bundles.ts';
import type { Scope } from '../../db/database.ts';
import { type IncidentChange, lockIncident } from '../../db/incidentChange.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { requireDeclared } from './obligation.ts';

/** Whose bundles, and who acts. */
export interface Target {
  organisationId: string;
  actor: Actor;
}

interface Why {
  reason: string;
  by: string;
}

/** Locks incidents in the order of their ids, so that no two requests wait for each other; the caller flushes each. */
export async function locked(
  context: ApiContext,
  scope: Scope,
  { actor }: Target,
  incidentIds: readonly string[],
): Promise<IncidentChange[]> {
  const changes: IncidentChange[] = [];
  for (const incidentId of [...new Set(incidentIds)].sort())
    changes.push(await lockIncident(context, scope, { incidentId, actor }));
  return changes;
}

/** Puts incidents into a bundle. Nothing else of them changes: their clocks and duties stay their own. */
export async function join(
  changes: readonly IncidentChange[],
  bundle: Pick<Bundle, 'id' | 'name'>,
  { reason, by }: Why,
): Promise<void> {
  await requireFree(changes);
  for (const change of changes) {
    const member = { bundleId: bundle.id, incidentId: change.incident.id, addedAt: change.now };
    await addMember(change.scope, member);
    const personal = { name: bundle.name, by, reason };
    change.record({ kind: 'bundle.joined', data: { bundle: bundle.id }, personal });
  }
}

/** @throws Problem for a drill, which is no breach, for what nobody has declared, and for an incident that is in a bundle already */
async function requireFree(changes: readonly IncidentChange[]): Promise<void> {
  const [first] = changes;
  if (!first) return;
  const drill = changes.find(({ incident }) => incident.drill !== null);
  if (drill) {
    const message = `${drill.incident.reference} is a drill; a drill is not in the register`;
    throw new Problem('invalidRequest', message, { errors: [{ field: '/incidents', message }] });
  }
  for (const change of changes) requireDeclared(change);
  const restricted = changes.find(({ incident }) => incident.restrictedTo !== null);
  if (restricted) {
    const message = `${restricted.incident.reference} is restricted; others read what is in a bundle`;
    throw new Problem('invalidRequest', message, { errors: [{ field: '/incidents', message }] });
  }
  const ids = changes.map(({ incident }) => incident.id);
  const [taken] = await membershipsOf(first.scope, ids);
  if (!taken) return;
  const name = changes.find(({ incident }) => incident.id === taken.incidentId)?.incident.reference;
  throw new Problem('alreadyBundled', `${name} is in a bundle already; take it out of that one first.`, {
    extra: { bundle: taken.bundleId },
  });
}

/** @throws Problem for an incident that is not in this bundle */
export async function leave(
  changes: readonly IncidentChange[],
  bundle: Bundle,
  { reason, by }: Why,
): Promise<void> {
  for (const change of changes) {
    const { id, reference } = change.incident;
    if (!bundle.members.some((member) => member.id === id))
      throw new Problem('notFound', `${reference} is not in this bundle.`);
    await removeMember(change.scope, id);
    const personal = { name: bundle.name, by, reason };
    change.record({ kind: 'bundle.left', data: { bundle: bundle.id }, personal });
  }
}
