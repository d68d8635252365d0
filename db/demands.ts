import type { Demand, DemandKind, HoldScope } from '../domain/demands.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

type Sealed = Pick<Demand, 'from' | 'subject' | 'reference' | 'officer' | 'force'>;

const place = (incidentId: string, id: string): string => `demands/${incidentId}/${id}/content`;

/** What others asked for in one incident, in the order of receipt. */
export async function demandsOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<Demand[]> {
  const rows = await scope
    .selectFrom('demands')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('receivedAt')
    .orderBy('id')
    .execute();
  return rows.map(({ id, kind, receivedAt, dueAt, hours, holds, endedAt, contentSealed }) => ({
    id,
    kind: kind as DemandKind,
    receivedAt,
    dueAt,
    hours,
    holds: holds as HoldScope[],
    endedAt,
    ...sealer.open<Sealed>(place(incidentId, id), contentSealed),
  }));
}

export async function insertDemand(
  scope: Scope,
  target: { incidentId: string; recordedAt: Date },
  demand: Demand,
  sealer: Sealer,
): Promise<void> {
  const { from, subject, reference, officer, force, ...row } = demand;
  const sealed: Sealed = { from, subject, reference, officer, force };
  await scope
    .insertInto('demands')
    .values({
      ...row,
      ...target,
      organisationId: scope.organisationId,
      contentSealed: sealer.seal(place(target.incidentId, demand.id), sealed),
    })
    .execute();
}

/** Changes what may change of a demand: its time and its end. */
export async function updateDemand(
  scope: Scope,
  incidentId: string,
  { id, dueAt, endedAt }: Pick<Demand, 'id' | 'dueAt' | 'endedAt'>,
): Promise<void> {
  await scope
    .updateTable('demands')
    .set({ dueAt, endedAt })
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', id)
    .execute();
}
