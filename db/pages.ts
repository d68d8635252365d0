import type { Selectable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../domain/timeline/kinds.ts';
import { isDoubted } from '../domain/doubt.ts';
import type { ChannelName, ObligationKind } from '../domain/organisation.ts';
import type { Scope } from './database.ts';
import { type DeliveryRow, inFlight, updateDelivery } from './deliveries.ts';
import type { IncidentChange, IncidentView } from './incidentChange.ts';
import { insertOf, insertTogether } from './insertTogether.ts';
import { tellServices } from './pageActs.ts';
import type { Pages } from './types.ts';

export const PAGE_REASONS = [
  'declared',
  'reminder',
  'overdue',
  'planEnded',
  'draftFailed',
  'reassessed',
  'confirmClock',
  'notReached',
  'noAction',
  'suspected',
] as const;
export type PageReason = (typeof PAGE_REASONS)[number];
export type PageRow = Selectable<Pages>;

/** Why one page starts: the milestone of a clock, or the declaration itself. */
export interface PageCause {
  obligationId: string | null;
  clockVersion: number;
  milestone: string;
  reason: PageReason;
}

const acknowledgedPlace = (pageId: string): string => `pages/${pageId}/acknowledged`;

/**
 * Opens a page in the transaction of its cause. An older open page about the same obligation ends; the new one says
 * more, and goes on with the step that the old one had not reached, so that a frequent nudge never keeps the later
 * steps from being asked. Opening the same page twice changes nothing.
 * @param bundledInto the page that speaks for this one
 * @returns the page's id, and whether it is new
 */
export async function openPage(
  change: IncidentChange,
  cause: PageCause,
  bundledInto: string | null = null,
): Promise<{ id: string; isNew: boolean }> {
  const known = await findByCause(change, cause);
  if (known) return { id: known, isNew: false };
  const ended = cause.obligationId ? await endPages(change, 'superseded', cause.obligationId) : [];
  const { id, insert } = newPage(change, cause, Math.max(0, ...ended.map(nextAttempt)), bundledInto);
  await insertTogether(change.scope, [insert]);
  return { id, isNew: true };
}

/** The attempt that a page had not reached; one that was never planned reached none. */
const nextAttempt = ({ firstAttempt, attempt, round }: PageRow): number =>
  firstAttempt + (round === null && attempt === 0 ? 0 : attempt + 1);

const DECLARED = { obligationId: null, clockVersion: 1, milestone: 'declared', reason: 'declared' } as const;

/** The page of a new incident, which has no older one: its row goes out with everything else of the declaration. */
export function openFirstPage(change: IncidentChange, cause: PageCause = DECLARED): void {
  change.insertLast(newPage(change, cause, 0, null).insert);
}

function newPage(change: IncidentChange, cause: PageCause, firstAttempt: number, bundledInto: string | null) {
  const id = uuidv7();
  const insert = insertOf('pages', [
    {
      organisationId: change.scope.organisationId,
      id,
      incidentId: change.incident.id,
      ...cause,
      firstAttempt,
      bundledInto,
      state: 'open',
      openedAt: change.now,
    },
  ]);
  const { obligationId, milestone, reason } = cause;
  const data = { page: id, obligation: obligationId, milestone, reason };
  change.record({ kind: 'page.opened', data: bundledInto ? { ...data, bundledInto } : data });
  if (!bundledInto) change.wakePage(id);
  return { id, insert };
}

async function findByCause(change: IncidentChange, cause: PageCause): Promise<string | undefined> {
  const row = await change.scope
    .selectFrom('pages')
    .select('id')
    .where('organisationId', '=', change.scope.organisationId)
    .where('incidentId', '=', change.incident.id)
    .where('obligationId', cause.obligationId === null ? 'is' : '=', cause.obligationId)
    .where('clockVersion', '=', cause.clockVersion)
    .where('milestone', '=', cause.milestone)
    .executeTakeFirst();
  return row?.id;
}

const pagesIn = (change: IncidentChange, state: 'open' | 'acknowledged') =>
  change.scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', change.scope.organisationId)
    .where('incidentId', '=', change.incident.id)
    .where('state', '=', state)
    .orderBy('openedAt')
    .orderBy('id');

/**
 * Ends the open pages of one obligation, or of the whole incident, with the reason in the timeline. Pages for which
 * one of them spoke go on by themselves; alerts that were answered are over as well.
 * @returns the pages as they were
 */
export async function endPages(
  change: IncidentChange,
  because: string,
  obligationId?: string,
): Promise<PageRow[]> {
  const which = (state: 'open' | 'acknowledged') => {
    const query = pagesIn(change, state);
    return (obligationId ? query.where('obligationId', '=', obligationId) : query).execute();
  };
  for (const { id } of await which('acknowledged')) await tellServices(change, id, 'resolve');
  const pages = await which('open');
  for (const page of pages) {
    await setPage(change, page.id, { state: 'ended', endedBecause: because, closedAt: change.now });
    change.record({ kind: 'page.ended', data: { page: page.id, obligation: page.obligationId, because } });
    await leaveBehind(change, page.id, because);
  }
  for (const page of pages) await release(change, page);
  return pages;
}

/** Open pages for which this one speaks. */
export const bundledIn = (scope: Scope, leadId: string): Promise<PageRow[]> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('bundledInto', '=', leadId)
    .where('state', '=', 'open')
    .orderBy('openedAt')
    .orderBy('id')
    .execute();

/** A page that ended otherwise than by an answer: those for which it spoke go on, the first of them for the others. */
async function release(change: IncidentChange, ended: PageRow): Promise<void> {
  const [lead, ...others] = await bundledIn(change.scope, ended.id);
  if (!lead) return;
  await setPage(change, lead.id, { bundledInto: null, firstAttempt: nextAttempt(ended) });
  for (const { id } of others) await setPage(change, id, { bundledInto: lead.id });
  const data = { page: lead.id, obligation: lead.obligationId, count: others.length };
  change.record({ kind: 'page.released', data });
  change.wakePage(lead.id, 2);
}

/**
 * Opens the pages of one look together: the first speaks for all of them, so that each person gets one message. What
 * was waiting for its first message meanwhile joins them.
 * @param causes the most urgent first
 * @returns the ids in the order of the causes
 */
export async function openTogether(change: IncidentChange, causes: readonly PageCause[]): Promise<string[]> {
  const ids: string[] = [];
  let lead: string | null = null;
  for (const cause of causes) {
    const { id, isNew } = await openPage(change, cause, lead);
    ids.push(id);
    if (isNew) lead ??= id;
  }
  if (lead && causes.length > 1) await gather(change, lead);
  return ids;
}

/** Pages of duties that no message has named yet, released by a page that this look ended, follow the new one. */
async function gather(change: IncidentChange, lead: string): Promise<void> {
  const unheard = await pagesIn(change, 'open')
    .where('obligationId', 'is not', null)
    .where('bundledInto', 'is', null)
    .where('round', 'is', null)
    .where('attempt', '=', 0)
    .execute();
  for (const { id } of unheard.filter((page) => page.id !== lead)) {
    for (const one of [id, ...(await bundledIn(change.scope, id)).map((page) => page.id)])
      await setPage(change, one, { bundledInto: lead });
  }
  const joined = [...unheard, ...(await bundledIn(change.scope, lead))];
  await setPage(change, lead, { firstAttempt: Math.max(0, ...joined.map((page) => page.firstAttempt)) });
}

/** The kind of a page's duty; null for one about the whole incident. */
export async function kindOf(
  { scope, incident }: Pick<IncidentView, 'scope' | 'incident'>,
  page: Pick<PageRow, 'obligationId'>,
): Promise<ObligationKind | null> {
  if (page.obligationId === null) return null;
  const row = await scope
    .selectFrom('obligations')
    .select('kind')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incident.id)
    .where('id', '=', page.obligationId)
    .executeTakeFirst();
  return (row?.kind ?? null) as ObligationKind | null;
}

/** A send takes 20 s at most and its record follows at once; what is not on record after this long never will be. */
const OUTCOME_MS = 60_000;

/** What becomes of the messages of a page that has ended; its workflow hears of the end. */
async function leaveBehind(change: IncidentChange, pageId: string, because: string): Promise<void> {
  await withholdUntried(change, pageId, because);
  await tellServices(change, pageId, because === 'acknowledged' ? 'acknowledge' : 'resolve');
  change.wakePage(pageId, 2);
  const underWay = await inFlight(change.scope, pageId);
  if (underWay.length === 0) return;
  change.wakePage(pageId, 2, new Date(change.now.getTime() + OUTCOME_MS));
}

/** Of a page that has ended: messages whose sender died in the act are not "intended" for ever. */
export async function recordUnknownOutcomes(change: IncidentChange, pageId: string): Promise<void> {
  const before = change.now.getTime() - OUTCOME_MS;
  for (const delivery of await inFlight(change.scope, pageId)) {
    if (delivery.attemptedAt && delivery.attemptedAt.getTime() <= before) await markUnknown(change, delivery);
  }
}

/** Never "not sent": it may have arrived. */
export async function markUnknown(change: IncidentChange, delivery: DeliveryRow): Promise<void> {
  await updateDelivery(change.scope, delivery.key, { status: 'unknown', finishedAt: change.now });
  change.record({ kind: 'page.outcomeUnknown', ...aboutDelivery(change, delivery) });
}

/** Messages that were planned and not yet tried are not sent any more, and that is an entry too. */
export async function withholdUntried(
  change: IncidentChange,
  pageId: string,
  because: string,
): Promise<void> {
  const untried = await change.scope
    .updateTable('deliveries')
    .set({ status: 'notSent', lastCode: because, finishedAt: change.now })
    .where('organisationId', '=', change.scope.organisationId)
    .where('pageId', '=', pageId)
    .where('status', '=', 'intended')
    .where('attempts', '=', 0)
    .where('action', '=', 'trigger')
    .returning(['contactId', 'channel', 'round', 'step'])
    .execute();
  for (const { contactId, channel, round, step } of untried) {
    const about = aboutDelivery(change, { pageId, contactId, channel, round, step });
    change.record({ kind: 'page.notSent', ...about, data: { ...about.data, because } });
  }
}

/** What an entry says of one message: whom it was for stands behind a commitment, a pseudonym in the open. */
export const aboutDelivery = (
  { sealer }: Pick<IncidentChange, 'sealer'>,
  delivery: Pick<DeliveryRow, 'pageId' | 'contactId' | 'channel' | 'round' | 'step'>,
) => ({
  data: {
    page: delivery.pageId,
    contact: sealer.pseudonym(delivery.contactId),
    channel: delivery.channel,
    round: delivery.round + 1,
    step: delivery.step + 1,
  },
  personal: { person: delivery.contactId },
});

export async function setPage(
  change: IncidentChange,
  id: string,
  values: Record<string, unknown>,
): Promise<void> {
  await change.scope
    .updateTable('pages')
    .set(values)
    .where('organisationId', '=', change.scope.organisationId)
    .where('id', '=', id)
    .execute();
}

export const findPage = (scope: Scope, id: string): Promise<PageRow | undefined> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .executeTakeFirst();

export const pagesOf = (scope: Scope, incidentId: string): Promise<PageRow[]> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('openedAt')
    .orderBy('id')
    .execute();

/** The doors through which an answer comes. */
export type AnswerWay = 'link' | 'api' | 'reply' | ChannelName;

export interface Acknowledgement {
  by: string;
  through: AnswerWay;
  actor: Actor;
  /** Of a link: the channel by which it was sent; null where that is not known. */
  channel?: ChannelName | null;
}

/** Through which channel an answer came; undefined for one with a key of the API, which no message carries. */
function channelOf({ through, channel = null }: Acknowledgement): ChannelName | null | undefined {
  if (through === 'api') return undefined;
  if (through === 'link') return channel;
  return through === 'reply' ? 'smtp' : through;
}

/**
 * A person answered: the page stops, and those for which it spoke; nothing else does. An answer through a way that the
 * incident doubts (domain/doubt.ts) is on record and does not count.
 * @returns false when it does not count, or the page was not open any more (answered or ended before)
 */
export async function acknowledgePage(
  change: IncidentChange,
  pageId: string,
  ack: Acknowledgement,
): Promise<boolean> {
  const page = await pagesIn(change, 'open').where('id', '=', pageId).executeTakeFirst();
  if (!page) return false;
  const channel = channelOf(ack);
  if (channel !== undefined && isDoubted(change.incident, channel)) {
    const data = { page: pageId, obligation: page.obligationId, through: ack.through, channel };
    change.record({ kind: 'page.answerDoubted', actor: ack.actor, data, personal: { by: ack.by } });
    return false;
  }
  const showed = await bundledIn(change.scope, pageId);
  for (const one of [page, ...showed]) await acknowledgeOne(change, one, ack);
  // Whether something is done about it is looked at later.
  change.wakeIncident(Math.max(2, change.incident.revision));
  return true;
}

async function acknowledgeOne(change: IncidentChange, page: PageRow, ack: Acknowledgement): Promise<void> {
  await setPage(change, page.id, {
    state: 'acknowledged',
    closedAt: change.now,
    acknowledgedSealed: change.sealer.seal(acknowledgedPlace(page.id), ack.by),
    acknowledgedThrough: ack.through,
  });
  change.record({
    kind: 'page.acknowledged',
    actor: ack.actor,
    data: { page: page.id, obligation: page.obligationId, through: ack.through },
    personal: { by: ack.by },
  });
  await leaveBehind(change, page.id, 'acknowledged');
}

export const acknowledgedBy = (
  page: PageRow,
  sealer: { open<T>(place: string, sealed: Buffer): T },
): string | null =>
  page.acknowledgedSealed ? sealer.open<string>(acknowledgedPlace(page.id), page.acknowledgedSealed) : null;

/** Notes which attempt is under way, and where in the steps it is. They only grow, so a repeat changes nothing. */
export async function advancePage(
  change: IncidentChange,
  pageId: string,
  values: Pick<PageRow, 'attempt' | 'round' | 'step' | 'snoozedUntil'> &
    Partial<Pick<PageRow, 'roundStartedAt' | 'alarmedAt'>>,
): Promise<void> {
  await setPage(change, pageId, values);
}
