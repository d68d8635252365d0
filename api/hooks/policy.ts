import { inOrganisation } from '../../db/database.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import type { Policy } from '../../domain/organisation.ts';
import type { ApiContext } from '../context.ts';

/** The policy as it stands now, or undefined where there is no such organisation. */
export const findPolicy = (context: ApiContext, organisationId: string): Promise<Policy | undefined> =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const stored = await findOwnOrganisation(scope, context.keys);
    return stored?.organisation.policy;
  });
