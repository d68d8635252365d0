import { changeIncident, type IncidentChange, readIncident } from '../db/incidentChange.ts';
import { type DeliveryIntent, insertIntents, stepDeliveries } from '../db/deliveries.ts';
import { pendingActs } from '../db/pageActs.ts';
import { findPage, kindOf, type PageRow, recordUnknownOutcomes } from '../db/pages.ts';
import { markAsked, respondersOf, type ResponderRow } from '../db/responders.ts';
import { realDelayMs } from '../domain/drillClock.ts';
import { type Contact, contactOf, deliveryKey, type Position } from '../domain/escalation.ts';
import { SYSTEM } from '../domain/timeline/kinds.ts';
import type { ActivityDeps } from './deps.ts';
import { contactsFor, type Attempt, beginAttempt } from './pageAttempt.ts';
import { pageNews } from './pageNews.ts';
import { turnAt } from './pageTurn.ts';
import type { PageActivities, PagePlan, PageRef } from './types.ts';
import { type Asked, askedNow } from './whom.ts';

const CLOSED: PagePlan = { open: false, attempt: 0, deliveries: [], delayMs: 0, steps: 1, summary: '' };

type PlanRef = PageRef & { attempt: number; again?: boolean };

/** Stores the intents of one attempt. Repeating it (a retried activity) changes nothing and answers the same. */
async function plan(deps: ActivityDeps, change: IncidentChange, ref: PlanRef): Promise<PagePlan> {
  const page = await findPage(change.scope, ref.pageId);
  if (page?.state !== 'open') {
    await recordUnknownOutcomes(change, ref.pageId);
    return { ...CLOSED, deliveries: await pendingActs(change.scope, ref.pageId) };
  }
  // Another page speaks for it; when that one ends otherwise than by an answer, this one is woken.
  if (page.bundledInto) return CLOSED;
  const asked = await askedNow(deps, change, await kindOf(change, page));
  const turn = turnAt(page, ref.attempt, { plan: asked.plan, drill: change.incident.drill, now: change.now });
  const responders = await respondersOf(change.scope, page.id);
  if (turn.holdMs > 0) {
    const added = await storeAdded(change, page, asked, responders);
    return held(page, asked, turn.holdMs, added);
  }
  const attempt = await contactsFor(change, page, { asked, turn, responders });
  const fresh = await storeIntents(change, page, { asked, attempt, position: turn.position, responders });
  if (turn.begins) await beginAttempt(change, page, turn, attempt);
  const { round, step } = turn.position;
  const stored = await stepDeliveries(change.scope, page.id, turn.position);
  return {
    open: true,
    attempt: turn.n,
    deliveries: ref.again ? stored.filter(({ key }) => fresh.has(key)) : stored,
    delayMs: attempt.delayMinutes === 0 ? 0 : realDelayMs(change.incident.drill, attempt.delayMinutes),
    steps: asked.plan.steps.length,
    summary: `${page.obligationId ?? 'incident'} ${page.milestone}: round ${round + 1}, step ${step + 1}`,
  };
}

/** Nothing to do yet, but for whoever was added meanwhile: they are asked at once. */
function held(
  page: PageRow,
  { plan: { steps } }: Asked,
  ms: number,
  added: { key: string; channel: string }[],
): PagePlan {
  const summary = page.snoozedUntil ? 'snoozed' : 'waits for its next round';
  const plan = { ...CLOSED, open: true, attempt: page.attempt, steps: steps.length, summary };
  return added.length > 0 ? { ...plan, deliveries: added, delayMs: ms } : { ...plan, holdMs: ms };
}

/** Between two rounds: where the page stands, only for people who were added. */
async function storeAdded(
  change: IncidentChange,
  page: PageRow,
  asked: Asked,
  responders: ResponderRow[],
): Promise<{ key: string; channel: string }[]> {
  const position = { round: page.round ?? 0, step: page.step ?? 0 };
  const intents = addedIntents(change, page, { asked, position, responders });
  await markAsked(change.scope, page.id, change.now);
  const fresh = await insertIntents(change.scope, intents);
  return intents.filter(({ key }) => fresh.has(key)).map(({ key, channel }) => ({ key, channel }));
}

interface Intended {
  asked: Asked;
  attempt: Attempt;
  position: Position;
  responders: ResponderRow[];
}

/** @returns the keys that were not stored before */
async function storeIntents(change: IncidentChange, page: PageRow, intended: Intended): Promise<Set<string>> {
  const intents = intended.attempt.contacts.flatMap((one) => toIntents(change, page, intended.position, one));
  const added = addedIntents(change, page, intended);
  await markAsked(change.scope, page.id, change.now);
  return insertIntents(change.scope, [...intents, ...added]);
}

/** Whoever was added since is asked at once, also where this step had asked them already. */
const addedIntents = (
  change: IncidentChange,
  page: PageRow,
  { asked, position, responders }: Omit<Intended, 'attempt'>,
): DeliveryIntent[] =>
  responders
    .filter((one) => one.askedAt === null)
    .flatMap(({ n, personId }) =>
      contactOf(asked.whom, personId).flatMap((one) => toIntents(change, page, position, one, `~${n}`)),
    );

function toIntents(
  change: IncidentChange,
  page: PageRow,
  { round, step }: Position,
  { id, ways }: Contact,
  suffix = '',
): DeliveryIntent[] {
  const contact = change.sealer.pseudonym(id);
  return ways.map(({ id: method, channel }) => ({
    key: deliveryKey({ ...page, round, step, contact, method: method + suffix }),
    pageId: page.id,
    round,
    step,
    contactId: id,
    channel,
    method,
    action: 'trigger',
    intendedAt: change.now,
  }));
}

export function pageActivities(deps: ActivityDeps): PageActivities {
  return {
    planPageAttempt: (ref) =>
      changeIncident(deps, { ...ref, actor: SYSTEM }, (change) => plan(deps, change, ref)),
    isPageOpen: (ref) =>
      readIncident(deps, ref.organisationId, ref.incidentId, (view) => pageNews(deps, view, ref.pageId)),
  };
}
