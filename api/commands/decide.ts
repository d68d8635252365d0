import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { endPages } from '../../db/pages.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { decisionSchema, planSchema, satisfactionSchema } from '../schemas/incidents.ts';
import { instant } from './containment.ts';
import { isRunning } from '../../domain/obligations.ts';
import { findObligation, findOrOpenObligation, requireOpen, satisfy, saveObligation } from './obligation.ts';

/** A plan that nobody looks at for longer than this is no plan. */
const LONGEST_PLAN_MS = 72 * 3_600_000;

/** A named person decides whether a duty applies. The engine proposes; it never does this by itself. */
export async function decideObligation(
  change: IncidentChange,
  id: string,
  body: z.infer<typeof decisionSchema>,
): Promise<void> {
  requireOpen(change);
  const obligation = await findOrOpenObligation(change, id);
  if (obligation.state === 'satisfied')
    throw new Problem('alreadySatisfied', `"${id}" is satisfied already.`);
  const notRequired = body.decision === 'notRequired';
  await saveObligation(change, {
    ...obligation,
    state: notRequired ? 'notRequired' : obligation.state === 'notRequired' ? 'open' : obligation.state,
    applicability: notRequired ? obligation.applicability : 'required',
    decidedAt: change.at,
    decidedBy: body.by,
    decisionReason: body.reason,
  });
  if (notRequired) await endPages(change, 'decided', id);
  change.record({
    kind: 'obligation.decided',
    data: { obligation: id, decision: body.decision, factsRevision: change.incident.factsRevision },
    personal: { by: body.by, reason: body.reason },
  });
  change.announce();
}

/** Overdue pages pause for a stated plan with its own time, and come back at that time. */
export async function statePlan(
  change: IncidentChange,
  id: string,
  body: z.infer<typeof planSchema>,
  by: string,
): Promise<void> {
  requireOpen(change);
  const obligation = await findObligation(change, id);
  if (!isRunning(obligation))
    throw new Problem('alreadySatisfied', `"${id}" needs no plan: it is ${obligation.state}.`);
  const until = readInstant('/until', body.until, change.incident.organisation.policy.timeZone);
  if (until <= change.at) {
    const message = 'lies in the past; give the time at which the plan will be checked';
    throw new Problem('invalidRequest', message, { errors: [{ field: '/until', message }] });
  }
  if (until.getTime() > change.at.getTime() + LONGEST_PLAN_MS) {
    const message = 'is too far off; a plan may hold pages back for at most 72 hours, then state it again';
    throw new Problem('invalidRequest', message, { errors: [{ field: '/until', message }] });
  }
  await saveObligation(change, { ...obligation, planUntil: until, planText: body.plan });
  await endPages(change, 'plan', id);
  change.record({
    kind: 'plan.stated',
    data: { obligation: id, until: until.toISOString() },
    personal: { by, plan: body.plan },
  });
  change.announce();
}

/** Duties that are met outside Tocsin for now: people told, summary published, controllers informed. */
export async function satisfyObligation(
  change: IncidentChange,
  id: string,
  body: z.infer<typeof satisfactionSchema>,
  by: string,
): Promise<void> {
  requireOpen(change);
  const elsewhere: Record<string, string> = {
    containment: 'POST …/containment',
    scope: 'POST …/scope',
    authority: 'POST …/submissions',
  };
  if (elsewhere[id]) throw new Problem('invalidRequest', `"${id}" is recorded with ${elsewhere[id]}.`);
  await satisfy(change, { obligationId: id, at: instant(change, body.at), by, how: body.how });
  change.update({}, { facts: true });
  change.announce();
}
