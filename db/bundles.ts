import type { BundleRef } from '../domain/register/types.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

/** Similar breaches that are reported in one notification. */
export interface Bundle extends BundleRef {
  revision: number;
  createdAt: Date;
  by: string;
}

type Sealed = Pick<Bundle, 'name' | 'reason' | 'by'>;

const place = (id: string): string => `register_bundles/${id}/content`;

/** @param sealer of the organisation's own key: a bundle belongs to no single incident */
export async function insertBundle(
  scope: Scope,
  bundle: Omit<Bundle, 'members' | 'revision'>,
  sealer: Sealer,
): Promise<void> {
  const { id, createdAt, name, reason, by } = bundle;
  const sealed: Sealed = { name, reason, by };
  await scope
    .insertInto('registerBundles')
    .values({
      organisationId: scope.organisationId,
      id,
      createdAt,
      contentSealed: sealer.seal(place(id), sealed),
    })
    .execute();
}

/** The organisation's bundles, newest first, each with its incidents in the order of their references. */
export async function bundlesOf(scope: Scope, sealer: Sealer, id?: string): Promise<Bundle[]> {
  const query = scope
    .selectFrom('registerBundles')
    .selectAll()
    .where('organisationId', '=', scope.organisationId);
  const rows = await (id === undefined ? query : query.where('id', '=', id))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const members = rows.length === 0 ? [] : await membersOf(scope, id);
  return rows.map((row) => ({
    id: row.id,
    revision: row.revision,
    createdAt: row.createdAt,
    ...sealer.open<Sealed>(place(row.id), row.contentSealed),
    members: members
      .filter(({ bundleId }) => bundleId === row.id)
      .map(({ incidentId, reference }) => ({ id: incidentId, reference })),
  }));
}

function membersOf(scope: Scope, bundleId: string | undefined) {
  const query = scope
    .selectFrom('registerBundleMembers as m')
    .innerJoin('incidents as i', (join) =>
      join.onRef('i.organisationId', '=', 'm.organisationId').onRef('i.id', '=', 'm.incidentId'),
    )
    .select(['m.bundleId', 'm.incidentId', 'i.reference'])
    .where('m.organisationId', '=', scope.organisationId);
  return (bundleId === undefined ? query : query.where('m.bundleId', '=', bundleId))
    .orderBy('i.reference')
    .execute();
}

/**
 * Locks the bundle until the transaction ends: nobody joins, leaves or reports meanwhile. Whoever also locks incidents
 * locks the bundle first and the incidents in the order of their ids, so that no two wait for each other.
 * @returns false when there is no such bundle
 */
export async function lockBundle(scope: Scope, id: string): Promise<boolean> {
  const locked = await scope
    .updateTable('registerBundles')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return locked !== undefined;
}

/** Which of these incidents are in a bundle, and in which. */
export const membershipsOf = (scope: Scope, incidentIds: readonly string[]) =>
  scope
    .selectFrom('registerBundleMembers')
    .select(['incidentId', 'bundleId'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', 'in', incidentIds)
    .execute();

export async function addMember(
  scope: Scope,
  member: { bundleId: string; incidentId: string; addedAt: Date },
): Promise<void> {
  await scope
    .insertInto('registerBundleMembers')
    .values({ organisationId: scope.organisationId, ...member })
    .execute();
}

export async function removeMember(scope: Scope, incidentId: string): Promise<void> {
  await scope
    .deleteFrom('registerBundleMembers')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .execute();
}
