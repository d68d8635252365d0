import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { endAnsweredQuestion, reassess } from '../../db/changes/reassess.ts';
import { endPages } from '../../db/pages.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { decisionSchema, planSchema, satisfactionSchema } from '../schemas/incidents.ts';
import { instant } from './containment.ts';
import { recordNotReached, TOGETHER } from './notReached.ts';
import { requireAfterStart } from './plausible.ts';
import { type ClockConfirmation, isRunning } from '../../domain/obligations.ts';
import type { StoredObligation } from '../../db/obligations.ts';
import { requireSecond } from './confirmClock.ts';
import {
  findObligation,
  findOrOpenObligation,
  planned,
  requireOpen,
  runningObligations,
  satisfy,
  saveObligation,
} from './obligation.ts';

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
  const confirmation = notRequired && isOwed(obligation) ? confirmed(change, body) : obligation.confirmation;
  await saveObligation(change, {
    ...obligation,
    state: notRequired ? 'notRequired' : obligation.state === 'notRequired' ? 'open' : obligation.state,
    applicability: notRequired ? obligation.applicability : 'required',
    decidedAt: change.at,
    decidedBy: body.by,
    decisionReason: body.reason,
    decidedOn: (await planned(change, id))?.gravity ?? null,
    proposal: null,
    confirmation,
  });
  if (notRequired) await endPages(change, 'decided', { obligationId: id });
  change.record({
    kind: 'obligation.decided',
    data: { obligation: id, decision: body.decision, factsRevision: change.incident.factsRevision },
    personal: {
      by: body.by,
      reason: body.reason,
      ...(body.secondBy === undefined ? {} : { secondBy: body.secondBy }),
      ...(body.evidence === undefined ? {} : { evidence: body.evidence }),
    },
  });
  change.announce();
  await endAnsweredQuestion(change);
}

/** What the organisation promised itself it may take back; what it owes to others on these facts it may not. */
const OWN: readonly string[] = ['containment', 'scope', 'publicSummary'];
const isOwed = ({ applicability, kind, proposal }: StoredObligation): boolean =>
  !OWN.includes(kind) && (applicability === 'required' || proposal !== null);

/**
 * A duty that the rules ask for ends on evidence, and by two people where there are two: as with a clock that an edit
 * would stop.
 * @throws Problem when the evidence or the second person is missing
 */
function confirmed(change: IncidentChange, body: z.infer<typeof decisionSchema>): ClockConfirmation {
  const { by, secondBy, reason, evidence } = body;
  if (evidence === undefined) {
    const message =
      'the rules ask for this duty on the facts as they are: give the evidence, or correct the facts';
    throw new Problem('invalidRequest', message, { errors: [{ field: '/evidence', message }] });
  }
  requireSecond(change, { by, secondBy });
  return { at: change.at, decision: 'confirmed', by, secondBy: secondBy ?? null, reason, evidence };
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
  await endPages(change, 'plan', { obligationId: id });
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
  const elsewhere = ELSEWHERE[id.split(':')[0] ?? id];
  if (elsewhere) throw new Problem('invalidRequest', `"${id}" is recorded with ${elsewhere}.`);
  if (!body.reached) return recordNotReached(change, id, { how: body.how, by });
  const at = instant(change, body.at);
  requireAfterStart(change, await findObligation(change, id), { field: '/at', at });
  const { kind, recipient } = await satisfy(change, { obligationId: id, at, by, how: body.how });
  if (recipient && TOGETHER.includes(kind)) await satisfyTwins(change, recipient, { at, by, how: body.how });
  change.update({}, { facts: true });
  change.announce();
  await reassess(change);
}

const ELSEWHERE: Record<string, string> = {
  containment: 'POST …/containment',
  scope: 'POST …/scope',
  authority: 'POST …/submissions',
  followUp: 'POST …/submissions',
  policeReview: 'PATCH …/demands/…, which extends or ends the request',
};

async function satisfyTwins(
  change: IncidentChange,
  recipient: string,
  done: { at: Date; by: string; how: string },
): Promise<void> {
  const running = await runningObligations(change);
  const twins = running.filter((one) => one.recipient === recipient && TOGETHER.includes(one.kind));
  for (const { id } of twins) await satisfy(change, { obligationId: id, ...done });
}
