import { type Selectable, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Override } from '../domain/onCall/override.ts';
import type { Scope } from './database.ts';
import type { OnCallOverrides } from './types.ts';

const COLUMNS = ['id', 'scheduleId', 'personId', 'startsAt', 'endsAt', 'withdrawnAt'] as const;

const overrideOf = ({
  startsAt,
  endsAt,
  withdrawnAt,
  ...row
}: Pick<Selectable<OnCallOverrides>, (typeof COLUMNS)[number]>): Override => ({
  ...row,
  from: startsAt,
  until: withdrawnAt ?? endsAt,
});

/** Those in force at an instant, the newest last. */
export const overridesAt = (scope: Scope, at: Date): Promise<Override[]> =>
  overridesBetween(scope, at, new Date(at.getTime() + 1));

/** Those in force at some time from one instant up to another, the newest last. A withdrawn one ends there. */
export async function overridesBetween(scope: Scope, from: Date, until: Date): Promise<Override[]> {
  const end = sql<Date>`coalesce(withdrawn_at, ends_at)`;
  const rows = await scope
    .selectFrom('onCallOverrides')
    .select(COLUMNS)
    .where('organisationId', '=', scope.organisationId)
    .where(end, '>', from)
    .where('startsAt', '<', until)
    .where(end, '>', sql<Date>`starts_at`)
    .orderBy('id')
    .execute();
  return rows.map(overrideOf);
}

export async function insertOverride(
  scope: Scope,
  override: Omit<Override, 'id'>,
  now: Date,
): Promise<Override> {
  const { scheduleId, personId, from, until } = override;
  const id = uuidv7();
  await scope
    .insertInto('onCallOverrides')
    .values({
      organisationId: scope.organisationId,
      id,
      scheduleId,
      personId,
      startsAt: from,
      endsAt: until,
      createdAt: now,
    })
    .execute();
  return { id, scheduleId, personId, from, until };
}

/**
 * Ends an override now, or before it begins. What it did until now stays.
 * @returns what was withdrawn; undefined when there is no such override, or it was over or withdrawn already
 */
export async function withdrawOverride(scope: Scope, id: string, now: Date): Promise<Override | undefined> {
  const row = await scope
    .updateTable('onCallOverrides')
    .set({ withdrawnAt: now })
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .where('endsAt', '>', now)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && overrideOf(row);
}

/** How often and when overrides changed last; null where there never was one. */
export async function overrideChanges(scope: Scope): Promise<{ count: number; last: Date | null }> {
  const row = await scope
    .selectFrom('onCallOverrides')
    .select(({ fn }) => [
      fn.countAll<string>().as('made'),
      fn.count<string>('withdrawnAt').as('withdrawn'),
      sql<Date | null>`max(greatest(created_at, withdrawn_at))`.as('last'),
    ])
    .where('organisationId', '=', scope.organisationId)
    .executeTakeFirstOrThrow();
  return { count: Number(row.made) + Number(row.withdrawn), last: row.last };
}
