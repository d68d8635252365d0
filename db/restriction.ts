import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';

/** One version of who may know of an incident. */
export interface Restriction {
  version: number;
  /** People of the policy; null: lifted. */
  people: string[] | null;
  /** Real time. */
  recordedAt: Date;
  by: string;
  reason: string | null;
}

type Sealed = Pick<Restriction, 'by' | 'reason'>;

const place = (incidentId: string, version: number): string =>
  `incident_restrictions/${incidentId}/${version}/content`;

/** Every version, the first one first: none is ever changed or deleted. */
export async function restrictionsOf(
  scope: Scope,
  incidentId: string,
  sealer: Sealer,
): Promise<Restriction[]> {
  const rows = await scope
    .selectFrom('incidentRestrictions')
    .select(['version', 'people', 'recordedAt', 'contentSealed'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('version')
    .execute();
  return rows.map(({ contentSealed, ...row }) => ({
    ...row,
    ...sealer.open<Sealed>(place(incidentId, row.version), contentSealed),
  }));
}

/** A new version, still to be sent with the rest of the change. */
export function restrictionInsert(
  organisationId: string,
  incidentId: string,
  { by, reason, ...row }: Restriction,
  sealer: Sealer,
): Insert {
  const sealed: Sealed = { by, reason };
  const contentSealed = sealer.seal(place(incidentId, row.version), sealed);
  return insertOf('incidentRestrictions', [{ ...row, organisationId, incidentId, contentSealed }]);
}
