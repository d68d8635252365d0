import type { Demand, DemandKind, DemandProposal, HoldScope } from '../domain/demands.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';

interface Sealed extends Pick<Demand, 'from' | 'subject' | 'reference' | 'officer' | 'force'> {
  proposed?: { dueAt: string } | { ended: true } | null;
}

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
  return rows.map(({ id, kind, receivedAt, dueAt, hours, holds, endedAt, contentSealed }) => {
    const { proposed, ...content } = sealer.open<Sealed>(place(incidentId, id), contentSealed);
    return {
      id,
      kind: kind as DemandKind,
      receivedAt,
      dueAt,
      hours,
      holds: holds as HoldScope[],
      endedAt,
      ...content,
      proposed: toProposal(proposed),
    };
  });
}

const toProposal = (sealed: Sealed['proposed']): DemandProposal | null =>
  sealed && 'dueAt' in sealed ? { dueAt: new Date(sealed.dueAt) } : (sealed ?? null);

function sealedOf({ from, subject, reference, officer, force, proposed }: Demand): Sealed {
  const asked =
    proposed && 'dueAt' in proposed ? { dueAt: proposed.dueAt.toISOString() } : (proposed ?? null);
  return { from, subject, reference, officer, force, proposed: asked };
}

export async function insertDemand(
  scope: Scope,
  target: { incidentId: string; recordedAt: Date },
  demand: Demand,
  sealer: Sealer,
): Promise<void> {
  const { id, kind, receivedAt, dueAt, hours, holds, endedAt } = demand;
  await scope
    .insertInto('demands')
    .values({
      ...{ id, kind, receivedAt, dueAt, hours, holds, endedAt },
      ...target,
      organisationId: scope.organisationId,
      contentSealed: sealer.seal(place(target.incidentId, id), sealedOf(demand)),
    })
    .execute();
}

/** Changes what may change of a demand: its time and its end, and what of them waits for a confirmation. */
export async function updateDemand(
  scope: Scope,
  incidentId: string,
  demand: Demand,
  sealer: Sealer,
): Promise<void> {
  const { id, dueAt, endedAt } = demand;
  const contentSealed = sealer.seal(place(incidentId, id), sealedOf(demand));
  await scope
    .updateTable('demands')
    .set({ dueAt, endedAt, contentSealed })
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', id)
    .execute();
}
