import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Database, Scope } from './database.ts';

export const EXAMINE_CHANNEL = 'tocsin_examine';

const MIGRATIONS = new URL('migrations/', import.meta.url);

export interface Migrations {
  /** The newest that this version brings. */
  expected: string;
  /** The newest that the database has had; null where it says nothing. */
  applied: string | null;
}

/** Whether the database has the schema of this version. */
export async function migrationsOf(db: Database): Promise<Migrations> {
  const files = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).toSorted();
  const { rows } = await sql<{ name: string }>`
    select name from tocsin_migrations order by name desc limit 1`.execute(db);
  return { expected: files.at(-1)?.replace(/\.sql$/, '') ?? '', applied: rows[0]?.name ?? null };
}

/** Asks every worker to look at what it depends on, now. */
export async function askForExamination(db: Database): Promise<void> {
  await sql`select pg_notify(${EXAMINE_CHANNEL}, '')`.execute(db);
}

/** What the watchdog finds overdue in this organisation. */
export const overdueKinds = async (scope: Scope): Promise<string[]> => {
  const rows = await scope
    .selectFrom('watchdogFindings')
    .select('kind')
    .where('organisationId', '=', scope.organisationId)
    .where('endedAt', 'is', null)
    .execute();
  return rows.map(({ kind }) => kind);
};
