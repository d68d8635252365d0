import { v7 as uuidv7 } from 'uuid';
import { type ApiScope, createApiKey, DEFAULT_SCOPES } from '../../db/apiKeys.ts';
import type { DataKeys } from '../../db/dataKeys.ts';
import { type Database, inOrganisation } from '../../db/database.ts';
import { createOrganisation } from '../../db/organisations.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';

/** An organisation with one key, as the first start makes them. */
export async function seedOrganisation(
  db: Database,
  keys: DataKeys,
  organisation: Organisation,
  now: Date,
  scopes: readonly ApiScope[] = DEFAULT_SCOPES,
): Promise<{ organisationId: string; apiKey: string }> {
  const organisationId = uuidv7();
  return inOrganisation(db, organisationId, async (scope) => {
    await createOrganisation(scope, keys, organisation, SYSTEM, now);
    const sealer = await keys.of(scope, organisationId);
    const apiKey = await createApiKey(scope, sealer, {
      name: 'test key',
      scopes: [...scopes],
      actor: SYSTEM,
      now,
    });
    return { organisationId, apiKey };
  });
}
