import { CompiledQuery, type Selectable } from 'kysely';
import type { Organisation } from '../domain/organisation.ts';
import { completed } from '../domain/policy/completed.ts';
import type { Actor } from '../domain/timeline/kinds.ts';
import type { DataKeys } from './dataKeys.ts';
import { PREPARED } from './connection.ts';
import type { Scope } from './database.ts';
import { enqueueOpen } from './outbox.ts';
import type { Sealer } from './sealing.ts';
import { appendEntries } from './timeline.ts';
import type { DataKeys as DataKeyRows, Organisations } from './types.ts';

const place = (organisationId: string): string => `organisations/${organisationId}/configuration`;

export interface StoredOrganisation {
  organisation: Organisation;
  revision: number;
}

/** The text is kept: every declaration asks, and building it costs as much as asking. */
const OWN_ORGANISATION = `select configuration_sealed, revision, wrapped
  from organisations
  left join data_keys on data_keys.organisation_id = organisations.organisation_id
    and data_keys.subject_id = organisations.organisation_id
  where organisations.organisation_id = $1 ${PREPARED}`;

type OwnOrganisation = Pick<Selectable<Organisations>, 'configurationSealed' | 'revision'> &
  Pick<Selectable<DataKeyRows>, 'wrapped'>;

const opened = (scope: Scope, sealer: Sealer, sealed: Buffer): Organisation =>
  completed(sealer.open<Organisation>(place(scope.organisationId), sealed));

/** The organisation of this scope, with its key read in the same round trip; undefined when it does not exist. */
export async function findOwnOrganisation(
  scope: Scope,
  keys: DataKeys,
): Promise<StoredOrganisation | undefined> {
  const query = CompiledQuery.raw(OWN_ORGANISATION, [scope.organisationId]);
  const [row] = (await scope.executeQuery<OwnOrganisation>(query)).rows;
  if (!row) return undefined;
  const sealer = keys.unwrap(scope, scope.organisationId, row.wrapped);
  const organisation = opened(scope, sealer, row.configurationSealed);
  return { organisation, revision: row.revision };
}

/** The organisation of this scope, or undefined when it does not exist. */
export async function findOrganisation(
  scope: Scope,
  sealer: Sealer,
): Promise<StoredOrganisation | undefined> {
  const row = await scope
    .selectFrom('organisations')
    .select(['configurationSealed', 'revision'])
    .where('organisationId', '=', scope.organisationId)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    organisation: opened(scope, sealer, row.configurationSealed),
    revision: row.revision,
  };
}

export async function createOrganisation(
  scope: Scope,
  keys: DataKeys,
  organisation: Organisation,
  actor: Actor,
  now: Date,
): Promise<void> {
  // The data key refers to the organisation, so the row comes first with an empty value and is filled at once.
  const common = { organisationId: scope.organisationId, slug: organisation.slug, name: organisation.name };
  await scope
    .insertInto('organisations')
    .values({ ...common, configurationSealed: Buffer.alloc(0), createdAt: now, updatedAt: now })
    .execute();
  const sealer = await keys.create(scope, scope.organisationId, now);
  await scope
    .updateTable('organisations')
    .set({ configurationSealed: sealer.seal(place(scope.organisationId), organisation) })
    .where('organisationId', '=', scope.organisationId)
    .execute();
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [
    { kind: 'organisation.created', actor, occurredAt: now, data: { slug: organisation.slug } },
  ]);
}

/**
 * Replaces the configuration if it still has the revision that the caller read.
 * @returns the new revision, or undefined when somebody else was faster
 */
export async function replaceOrganisation(
  scope: Scope,
  sealer: Sealer,
  change: { organisation: Organisation; expected: number; actor: Actor; now: Date },
): Promise<number | undefined> {
  const { organisation, expected, actor, now } = change;
  const updated = await scope
    .updateTable('organisations')
    .set({
      slug: organisation.slug,
      name: organisation.name,
      configurationSealed: sealer.seal(place(scope.organisationId), organisation),
      revision: expected + 1,
      updatedAt: now,
    })
    .where('organisationId', '=', scope.organisationId)
    .where('revision', '=', expected)
    .returning('revision')
    .executeTakeFirst();
  if (!updated) return undefined;
  await wakePages(scope);
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [
    { kind: 'organisation.changed', actor, occurredAt: now, data: { revision: updated.revision } },
  ]);
  return updated.revision;
}

/** When the organisation was set up or changed last. */
export async function organisationChangedAt(scope: Scope): Promise<Date> {
  const { updatedAt } = await scope
    .selectFrom('organisations')
    .select('updatedAt')
    .where('organisationId', '=', scope.organisationId)
    .executeTakeFirstOrThrow();
  return updatedAt;
}

const PAGES_AT_ONCE = 500;

/** Whoever left must not be waited for: every open page looks again. */
async function wakePages(scope: Scope): Promise<void> {
  let after: string | undefined;
  do {
    const told = await enqueueOpen(scope, 'page', { after, limit: PAGES_AT_ONCE });
    after = told.count < PAGES_AT_ONCE ? undefined : told.last;
  } while (after !== undefined);
}
