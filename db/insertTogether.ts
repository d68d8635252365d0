import { type InsertQueryBuilder, type QueryCreator, sql } from 'kysely';
import type { Scope } from './database.ts';
import type { DB } from './types.ts';

/** Rows for one table, not yet sent. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tables of every kind travel together
export type Insert = InsertQueryBuilder<DB, any, any>;

/**
 * Inserts into several tables in one statement, and so in one round trip. Foreign keys are checked at its end, so the
 * order does not matter; none of the inserts sees the rows of another.
 * @param notify the channel on which listeners are woken when the transaction commits
 */
export async function insertTogether(scope: Scope, inserts: Insert[], notify?: string): Promise<void> {
  if (inserts.length === 0) return;
  const statement = inserts.reduce<QueryCreator<DB>>(
    (query, insert, n) => query.with(`insert_${n}`, () => insert),
    scope,
  );
  const answer = notify === undefined ? sql`1` : sql`pg_notify(${notify}, '')`;
  await statement.selectNoFrom(answer.as('done')).execute();
}
