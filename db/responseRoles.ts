import type { AssignedRole, ResponseRole } from '../domain/response/roles.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

type Sealed = Pick<AssignedRole, 'name' | 'by'>;

const place = (incidentId: string, role: string): string => `response_roles/${incidentId}/${role}/content`;
/** A role whose holder was taken away keeps its row, with nobody in it. */
const NOBODY = '';

/** Who was assigned in one incident. */
export async function assignedRoles(
  scope: Scope,
  incidentId: string,
  sealer: Sealer,
): Promise<AssignedRole[]> {
  const rows = await scope
    .selectFrom('responseRoles')
    .select(['role', 'personId', 'assignedAt', 'contentSealed'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .execute();
  return rows
    .map(({ role, personId, assignedAt, contentSealed }) => ({
      role: role as ResponseRole,
      person: personId,
      assignedAt,
      ...sealer.open<Sealed>(place(incidentId, role), contentSealed),
    }))
    .filter(({ name }) => name !== NOBODY);
}

/** Assigns a role, or takes it away where `name` is null. */
export async function assignRole(
  scope: Scope,
  incidentId: string,
  { role, person, name, by, assignedAt }: Omit<AssignedRole, 'name'> & { name: string | null },
  sealer: Sealer,
): Promise<void> {
  const sealed: Sealed = { name: name ?? NOBODY, by };
  const values = {
    personId: person,
    assignedAt,
    contentSealed: sealer.seal(place(incidentId, role), sealed),
  };
  await scope
    .insertInto('responseRoles')
    .values({ ...values, organisationId: scope.organisationId, incidentId, role })
    .onConflict((conflict) => conflict.columns(['organisationId', 'incidentId', 'role']).doUpdateSet(values))
    .execute();
}
