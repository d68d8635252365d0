import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Candidate, CandidateKind } from '../domain/watchdog/candidate.ts';
import type { Database, Scope } from './database.ts';
import type { WatchdogFindings } from './types.ts';

/** What was alarmed and lasts. */
export interface Finding extends Selectable<WatchdogFindings> {
  kind: CandidateKind;
}

/** Several watchdogs are harmless: the one that has this lock alarms. Held to the end of the transaction. */
export async function lockFindings(scope: Scope): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(
    hashtextextended(${`watchdog/${scope.organisationId}`}, 0)) as taken`.execute(scope);
  return rows[0]?.taken ?? false;
}

export async function openFindings(scope: Scope): Promise<Finding[]> {
  const rows = await scope
    .selectFrom('watchdogFindings')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('endedAt', 'is', null)
    .orderBy('foundAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as CandidateKind }));
}

export async function insertFinding(
  scope: Scope,
  candidate: Candidate,
  { now, nextAlarmAt }: { now: Date; nextAlarmAt: Date },
): Promise<void> {
  const { organisationId } = scope;
  await scope
    .insertInto('watchdogFindings')
    .values({ organisationId, id: uuidv7(), ...candidate, foundAt: now, alarms: 1, nextAlarmAt })
    .execute();
}

export async function updateFinding(
  scope: Scope,
  id: string,
  values: { alarms: number; nextAlarmAt: Date } | { endedAt: Date },
): Promise<void> {
  await scope
    .updateTable('watchdogFindings')
    .set(values)
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .execute();
}

/** Does any organisation have something overdue? */
export async function anythingOverdue(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('watchdogFindings')
    .select('id')
    .where('endedAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
