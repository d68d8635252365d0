import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type Bundle, bundlesOf, insertBundle, lockBundle } from '../../db/bundles.ts';
import { inOrganisation, type Scope } from '../../db/database.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import type { bundleChangeSchema, bundleSchema } from '../schemas/bundles.ts';
import { join, leave, locked, type Target } from './bundleMembers.ts';

/**
 * Similar breaches that are reported in one notification. Each stays an entry of its own, and its timeline says why.
 * @throws Problem when an incident is a drill, or in a bundle already
 */
export function makeBundle(
  context: ApiContext,
  target: Target,
  { name, incidents, reason, by }: z.infer<typeof bundleSchema>,
): Promise<Bundle> {
  return inOrganisation(context.db, target.organisationId, async (scope) => {
    const id = uuidv7();
    const sealer = await context.keys.of(scope, scope.organisationId);
    await insertBundle(scope, { id, name, reason, by, createdAt: context.clock.now() }, sealer);
    const changes = await locked(context, scope, target, incidents);
    await join(changes, { id, name }, { reason, by });
    for (const change of changes) await change.flush();
    return findBundle(context, scope, id);
  });
}

/** Adds and removes. What was reported together stays reported together. */
export function changeBundle(
  context: ApiContext,
  target: Target & { bundleId: string },
  { add = [], remove = [], reason, by }: z.infer<typeof bundleChangeSchema>,
): Promise<Bundle> {
  return inOrganisation(context.db, target.organisationId, async (scope) => {
    const bundle = await lockedBundle(context, scope, target.bundleId);
    const changes = await locked(context, scope, target, [...remove, ...add]);
    const those = (ids: readonly string[]) => changes.filter(({ incident }) => ids.includes(incident.id));
    await leave(those(remove), bundle, { reason, by });
    await join(those(add), bundle, { reason, by });
    for (const change of changes) await change.flush();
    return findBundle(context, scope, bundle.id);
  });
}

/** The bundle under a lock: nobody joins, leaves or reports until the transaction ends. */
export async function lockedBundle(context: ApiContext, scope: Scope, id: string): Promise<Bundle> {
  await lockBundle(scope, id);
  return findBundle(context, scope, id);
}

/** @throws Problem when there is no such bundle */
export async function findBundle(context: ApiContext, scope: Scope, id: string): Promise<Bundle> {
  const [found] = await bundlesOf(scope, await context.keys.of(scope, scope.organisationId), id);
  if (found) return found;
  throw new Problem('notFound', 'There is no such bundle.');
}
