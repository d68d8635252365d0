import type { Scope } from './database.ts';

export interface MilestoneRecord {
  obligationId: string;
  clockVersion: number;
  milestone: string;
  plannedAt: Date;
  outcome: 'fired' | 'missed' | 'paused' | 'waiting';
  pageId: string | null;
}

/** Keys "<obligation>/<clock version>/<milestone>" of everything that fired, was missed or was held back. */
export async function recordedMilestones(scope: Scope, incidentId: string): Promise<Set<string>> {
  const rows = await scope
    .selectFrom('milestones')
    .select(['obligationId', 'clockVersion', 'milestone'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .execute();
  return new Set(rows.map((row) => milestoneKey(row.obligationId, row.clockVersion, row.milestone)));
}

export const milestoneKey = (obligationId: string, clockVersion: number, milestone: string): string =>
  `${obligationId}/${clockVersion}/${milestone}`;

/** The recorded milestones of one clock, as the bare ids that the agenda compares. */
export function recordedFor(
  all: ReadonlySet<string>,
  obligationId: string,
  clockVersion: number,
): Set<string> {
  const prefix = milestoneKey(obligationId, clockVersion, '');
  return new Set([...all].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
}

/** @returns false when that milestone was recorded before; then nothing may be sent again */
export async function recordMilestones(
  scope: Scope,
  incidentId: string,
  records: MilestoneRecord[],
  recordedAt: Date,
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record) => ({
    ...record,
    organisationId: scope.organisationId,
    incidentId,
    recordedAt,
  }));
  await scope
    .insertInto('milestones')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
