import type { Selectable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Override } from '../domain/onCall/override.ts';
import type { Scope } from './database.ts';
import type { OnCallOverrides } from './types.ts';

const COLUMNS = ['id', 'scheduleId', 'personId', 'startsAt', 'endsAt'] as const;

const overrideOf = ({
  startsAt,
  endsAt,
  ...row
}: Pick<Selectable<OnCallOverrides>, (typeof COLUMNS)[number]>): Override => ({
  ...row,
  from: startsAt,
  until: endsAt,
});

/** Those in force at an instant, the newest last. */
export const overridesAt = (scope: Scope, at: Date): Promise<Override[]> =>
  overridesBetween(scope, at, new Date(at.getTime() + 1));

/** Those that touch the time from one instant up to another, the newest last. */
export async function overridesBetween(scope: Scope, from: Date, until: Date): Promise<Override[]> {
  const rows = await scope
    .selectFrom('onCallOverrides')
    .select(COLUMNS)
    .where('organisationId', '=', scope.organisationId)
    .where('withdrawnAt', 'is', null)
    .where('endsAt', '>', from)
    .where('startsAt', '<', until)
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

/** @returns what was withdrawn; undefined when there is no such override, or it was withdrawn before */
export async function withdrawOverride(scope: Scope, id: string, now: Date): Promise<Override | undefined> {
  const row = await scope
    .updateTable('onCallOverrides')
    .set({ withdrawnAt: now })
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .where('withdrawnAt', 'is', null)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && overrideOf(row);
}
