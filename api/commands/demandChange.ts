import type { z } from 'zod';
import { reassess } from '../../db/changes/reassess.ts';
import { demandsOf, updateDemand } from '../../db/demands.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { type Demand, type DemandProposal, endsAtOnce } from '../../domain/demands.ts';
import { isRunning } from '../../domain/obligations.ts';
import { obligationOfDemand } from '../../domain/plan/demands.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { demandChangeSchema } from '../schemas/law.ts';
import { confirmClock, requireSecond } from './confirmClock.ts';
import { refuse, requireReview } from './demands.ts';
import { findObligation, requireOpen, satisfy } from './obligation.ts';

type Change = z.infer<typeof demandChangeSchema>;

/**
 * A new time, or the end. An earlier time holds at once, as does the end of a police request. A later time, and the end
 * of anything else, would lengthen or stop a clock: it is only proposed until a named person confirms it with evidence,
 * and a second one where there is one. Evidence in the same request confirms it there and then.
 */
export async function changeDemand(change: IncidentChange, id: string, body: Change): Promise<void> {
  requireOpen(change);
  const demand = await runningDemand(change, id);
  const proposed = body.ended ? await end(change, demand, body) : await move(change, demand, body);
  change.announce();
  await reassess(change);
  const { by, secondBy, reason, evidence } = body;
  if (proposed && evidence !== undefined) {
    const obligations = [obligationOfDemand(demand)];
    await confirmClock(change, { decision: 'confirmed', obligations, by, secondBy, reason, evidence });
  }
}

async function runningDemand(change: IncidentChange, id: string): Promise<Demand> {
  const demands = await demandsOf(change.scope, change.incident.id, change.sealer);
  const demand = demands.find((one) => one.id === id);
  if (!demand) throw new Problem('notFound', `The incident has no demand "${id}".`);
  if (!demand.endedAt) return demand;
  throw new Problem('alreadySatisfied', `"${id}" ended at ${demand.endedAt.toISOString()}.`);
}

const save = (change: IncidentChange, demand: Demand): Promise<void> =>
  updateDemand(change.scope, change.incident.id, demand, change.sealer);

/** @returns whether it waits for a confirmation */
async function end(change: IncidentChange, demand: Demand, body: Change): Promise<boolean> {
  const { by, reason } = body;
  const obligationId = obligationOfDemand(demand);
  const obligation = await findObligation(change, obligationId);
  const isMet = !isRunning(obligation);
  const atOnce = endsAtOnce(demand) || isMet;
  if (isMet && demand.kind === 'authorityOrder') requireGrounds(change, body);
  await save(
    change,
    atOnce ? { ...demand, endedAt: change.at, proposed: null } : propose(demand, { ended: true }),
  );
  change.record({
    kind: 'demand.ended',
    data: { demand: demand.id, obligation: obligationId, proposed: !atOnce },
    personal: { by, reason },
  });
  if (demand.kind === 'police' && !isMet)
    await satisfy(change, { obligationId, at: change.at, by, how: reason });
  return !atOnce;
}

/** An order that was answered still makes telling people a duty, so its end takes what a confirmation takes. */
function requireGrounds(change: IncidentChange, { by, secondBy, evidence }: Change): void {
  requireSecond(change, { by, secondBy });
  if (evidence !== undefined) return;
  const message = 'an order makes telling people a duty: give the evidence that it ended';
  throw new Problem('reasonNeeded', message, { errors: [{ field: '/evidence', message }] });
}

const propose = (demand: Demand, proposed: DemandProposal): Demand => ({ ...demand, proposed });

/** @returns whether it waits for a confirmation */
async function move(change: IncidentChange, demand: Demand, body: Change): Promise<boolean> {
  const dueAt = newTime(change, demand, body);
  const obligation = await findObligation(change, obligationOfDemand(demand));
  const later = dueAt > obligation.dueAt;
  await save(change, later ? propose(demand, { dueAt }) : { ...demand, dueAt, proposed: null });
  change.record({
    kind: 'demand.changed',
    data: {
      demand: demand.id,
      obligation: obligation.id,
      dueAt: dueAt.toISOString(),
      previousDueAt: obligation.dueAt.toISOString(),
      proposed: later,
    },
    personal: { by: body.by, reason: body.reason },
  });
  return later;
}

function newTime(change: IncidentChange, { kind }: Demand, body: Change): Date {
  if (body.dueAt === undefined) refuse('/dueAt', 'give a new time, or "ended": true');
  const dueAt = readInstant('/dueAt', body.dueAt, change.incident.organisation.policy.timeZone);
  if (kind === 'police') requireReview(change, dueAt);
  if (dueAt <= change.at) refuse('/dueAt', 'lies in the past');
  return dueAt;
}
