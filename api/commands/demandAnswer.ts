import { reassess } from '../../db/changes/reassess.ts';
import { demandsOf, updateDemand } from '../../db/demands.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import type { Demand } from '../../domain/demands.ts';
import { obligationOfDemand } from '../../domain/plan/demands.ts';
import { saveObligation } from './obligation.ts';

/**
 * What was proposed about a demand happens to the demand itself once it is confirmed: only then does a police hold last
 * longer, or an order end. After a "no" the demand is as it was.
 * @param answered the obligations as they are after the answer
 */
export async function settleDemands(
  change: IncidentChange,
  answered: readonly StoredObligation[],
  decision: 'confirmed' | 'rejected',
): Promise<void> {
  const demands = await demandsOf(change.scope, change.incident.id, change.sealer);
  const waiting = demands.flatMap((demand) => {
    const obligation = answered.find(({ id }) => id === obligationOfDemand(demand));
    return obligation && demand.proposed ? [{ demand, obligation }] : [];
  });
  for (const { demand, obligation } of waiting) {
    await updateDemand(change.scope, change.incident.id, settled(change, demand, decision), change.sealer);
    if (decision === 'rejected')
      await saveObligation(change, { ...obligation, applicability: 'required', proposal: null });
  }
  if (waiting.length > 0 && decision === 'confirmed') await reassess(change);
}

function settled(change: IncidentChange, demand: Demand, decision: 'confirmed' | 'rejected'): Demand {
  const { proposed } = demand;
  if (decision === 'rejected' || !proposed) return { ...demand, proposed: null };
  const happens = 'dueAt' in proposed ? { dueAt: proposed.dueAt } : { endedAt: change.at };
  return { ...demand, ...happens, proposed: null };
}
