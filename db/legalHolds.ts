import { type HoldCover, type LegalHold } from '../domain/response/legalHold.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';

type Sealed = Pick<LegalHold, 'setBy' | 'liftedBy' | 'liftedBecause'>;

const place = (incidentId: string, id: string): string => `legal_holds/${incidentId}/${id}/content`;

export async function legalHoldsOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<LegalHold[]> {
  const rows = await scope
    .selectFrom('legalHolds')
    .select(['id', 'covers', 'setAt', 'liftedAt', 'contentSealed'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('setAt')
    .execute();
  return rows.map(({ contentSealed, covers, ...row }) => ({
    ...row,
    covers: covers as HoldCover[],
    ...sealer.open<Sealed>(place(incidentId, row.id), contentSealed),
  }));
}

/**
 * Does a hold stand on this incident? Whatever deletes by age (policy.retention) or erases asks first, and leaves what
 * is held alone.
 */
export async function isHeld(scope: Scope, incidentId: string): Promise<boolean> {
  const row = await scope
    .selectFrom('legalHolds')
    .select('id')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('liftedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

const sealed = (incidentId: string, { id, setBy, liftedBy, liftedBecause }: LegalHold, sealer: Sealer) => {
  const content: Sealed = { setBy, liftedBy, liftedBecause };
  return sealer.seal(place(incidentId, id), content);
};

/** A new hold, still to be sent. */
export const holdInsert = (scope: Scope, incidentId: string, hold: LegalHold, sealer: Sealer): Insert =>
  insertOf('legalHolds', [
    {
      organisationId: scope.organisationId,
      incidentId,
      id: hold.id,
      covers: hold.covers,
      setAt: hold.setAt,
      liftedAt: hold.liftedAt,
      contentSealed: sealed(incidentId, hold, sealer),
    },
  ]);

export async function liftHold(
  scope: Scope,
  incidentId: string,
  hold: LegalHold,
  sealer: Sealer,
): Promise<void> {
  await scope
    .updateTable('legalHolds')
    .set({ liftedAt: hold.liftedAt, contentSealed: sealed(incidentId, hold, sealer) })
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', hold.id)
    .execute();
}
