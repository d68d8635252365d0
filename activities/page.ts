import { changeIncident, type IncidentChange, readIncident } from '../db/incidentChange.ts';
import { type DeliveryIntent, insertIntents } from '../db/deliveries.ts';
import { advancePage, findPage, type PageRow, recordUnknownOutcomes } from '../db/pages.ts';
import { carriesBriefing } from './briefingFiles.ts';
import { realDelayMs } from '../domain/drillClock.ts';
import { deliveryKey, escalationAttempt, type EscalationAttempt, withStandIn } from '../domain/escalation.ts';
import { restrictTo } from '../domain/response/restriction.ts';
import { SYSTEM } from '../domain/timeline/kinds.ts';
import type { ActivityDeps } from './deps.ts';
import type { PageActivities, PagePlan } from './types.ts';

const CLOSED: PagePlan = { open: false, attempt: 0, deliveries: [], delayMs: 0, steps: 1, summary: '' };

/** Stores the intents of one attempt. Repeating it (a retried activity) changes nothing and answers the same. */
async function plan(change: IncidentChange, pageId: string, asked: number): Promise<PagePlan> {
  const page = await findPage(change.scope, pageId);
  if (page?.state !== 'open') {
    await recordUnknownOutcomes(change, pageId);
    return CLOSED;
  }
  const policy = restrictTo(change.incident.organisation.policy, change.incident.restrictedTo);
  // A run that was lost and started again goes on where the page was, and repeats nothing.
  const n = Math.max(asked, page.attempt);
  const drill = change.incident.drill !== null;
  const planned = escalationAttempt(policy, page.firstAttempt + n, drill);
  const attempt = n === 0 && carriesBriefing(page) ? withStandIn(planned, policy, drill) : planned;
  const intents = toIntents(change, page, attempt);
  await insertIntents(change.scope, intents);
  if (n === 0 || page.attempt < n) await startAttempt(change, page, attempt, n);
  return {
    open: true,
    attempt: n,
    deliveries: intents.map(({ key, channel }) => ({ key, channel })),
    delayMs: realDelayMs(change.incident.drill, attempt.delayMinutes),
    steps: policy.escalation.length,
    summary: `${page.obligationId ?? 'incident'} ${page.milestone}: round ${attempt.round + 1}, step ${attempt.step + 1}`,
  };
}

async function startAttempt(
  change: IncidentChange,
  page: PageRow,
  attempt: EscalationAttempt,
  n: number,
): Promise<void> {
  const data = {
    page: page.id,
    obligation: page.obligationId,
    round: attempt.round + 1,
    step: attempt.step + 1,
  };
  if (attempt.contacts.length === 0) change.record({ kind: 'page.nobody', data });
  else if (n > 0) change.record({ kind: 'page.escalated', data });
  if (n > 0) await advancePage(change, page.id, n);
}

function toIntents(change: IncidentChange, page: PageRow, attempt: EscalationAttempt): DeliveryIntent[] {
  const { round, step } = attempt;
  return attempt.contacts.flatMap(({ personId, channels }) =>
    channels.map((channel) => ({
      key: deliveryKey({ ...page, round, step, contact: change.sealer.pseudonym(personId), channel }),
      pageId: page.id,
      round,
      step,
      contactId: personId,
      channel,
      intendedAt: change.now,
    })),
  );
}

export function pageActivities(deps: ActivityDeps): PageActivities {
  return {
    planPageAttempt: (ref) =>
      changeIncident(deps, { ...ref, actor: SYSTEM }, (change) => plan(change, ref.pageId, ref.attempt)),
    isPageOpen: (ref) =>
      readIncident(deps, ref.organisationId, ref.incidentId, async ({ scope }) => {
        const page = await findPage(scope, ref.pageId);
        return page?.state === 'open';
      }),
  };
}
