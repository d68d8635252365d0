import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { ProcessBeats } from './types.ts';

export type ProcessKind = 'worker' | 'watchdog';
export type ProcessBeat = Selectable<ProcessBeats>;

/** What has not beaten for so long has ended, or will never be asked about again. */
const FORGOTTEN_MS = 24 * 3_600_000;

export interface Beat {
  id: string;
  process: ProcessKind;
  build: string;
  startedAt: Date;
  beatAt: Date;
  parts: Record<string, unknown>;
}

/** Writes when a process was last well. That it can is itself a sign that the database takes writes. */
export async function writeBeat(db: Database, beat: Beat): Promise<void> {
  const parts = JSON.stringify(beat.parts);
  await db
    .insertInto('processBeats')
    .values({ ...beat, parts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ beatAt: beat.beatAt, parts }))
    .execute();
  await db
    .deleteFrom('processBeats')
    .where('beatAt', '<', new Date(beat.beatAt.getTime() - FORGOTTEN_MS))
    .execute();
}

/** Every process of the installation that is remembered, the newest beat first. */
export const listBeats = (db: Database): Promise<ProcessBeat[]> =>
  db.selectFrom('processBeats').selectAll().orderBy('beatAt', 'desc').orderBy('id').execute();

/** The database's own time. */
export async function databaseTime(db: Database): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  return rows[0]!.at;
}
