import { CompiledQuery, type Insertable } from 'kysely';
import { PREPARED } from './connection.ts';
import type { Scope } from './database.ts';
import type { DB } from './types.ts';

/** Rows for one table, all with the same columns, not yet sent. */
export interface Insert {
  table: keyof DB;
  rows: Record<string, unknown>[];
}

export const insertOf = <T extends keyof DB>(table: T, rows: Insertable<DB[T]>[]): Insert => ({
  table,
  rows,
});

/**
 * Inserts into several tables in one statement, and so in one round trip. Foreign keys are checked at its end, so the
 * order does not matter; none of the inserts sees the rows of another.
 * @param notify the channel on which listeners are woken when the transaction commits
 */
export async function insertTogether(scope: Scope, inserts: Insert[], notify?: string): Promise<void> {
  if (inserts.length === 0) return;
  const values: unknown[] = [];
  const parts = inserts.map(({ table, rows }, n) => {
    const columns = columnsOf(rows);
    const tuples = rows.map((row) => `(${columns.map((column) => `$${values.push(row[column])}`).join()})`);
    return `insert_${n} as (insert into ${snake(table)} (${columns.map(snake).join()}) values ${tuples.join()})`;
  });
  const answer = notify === undefined ? '1' : `pg_notify($${values.push(notify)}, '')`;
  const text = `with ${parts.join()} select ${answer} ${PREPARED}`;
  await scope.executeQuery(CompiledQuery.raw(text, values));
}

/** Those of the first row: another row with others would lose them in silence. */
function columnsOf(rows: Insert['rows']): string[] {
  const columns = Object.keys(rows[0] ?? {});
  if (rows.some((row) => Object.keys(row).length !== columns.length))
    throw new TypeError('rows that are inserted together have the same columns');
  return columns;
}

const known = new Map<string, string>();

/** The name in the database. Names enter the statement as they are, so they are letters and nothing else. */
function snake(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (!/^[A-Za-z]+$/.test(name)) throw new TypeError('a column that is no name does not enter a statement');
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  known.set(name, made);
  return made;
}
