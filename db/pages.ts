import type { Selectable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../domain/timeline/kinds.ts';
import type { Scope } from './database.ts';
import { type DeliveryRow, inFlight, updateDelivery } from './deliveries.ts';
import type { IncidentChange } from './incidentChange.ts';
import { insertOf, insertTogether } from './insertTogether.ts';
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
 * @returns the page's id
 */
export async function openPage(change: IncidentChange, cause: PageCause): Promise<string> {
  const known = await findByCause(change, cause);
  if (known) return known;
  const ended = await endOlder(change, cause);
  const firstAttempt = Math.max(0, ...ended.map((page) => page.firstAttempt + page.attempt + 1));
  const { id, insert } = newPage(change, cause, firstAttempt);
  await insertTogether(change.scope, [insert]);
  return id;
}

/** One question is open about clocks at a time; the newest asks for all that wait. */
function endOlder(change: IncidentChange, { obligationId, reason }: PageCause): Promise<PageRow[]> {
  if (obligationId) return endPages(change, 'superseded', { obligationId });
  return reason === 'confirmClock' ? endPages(change, 'superseded', { reason }) : Promise.resolve([]);
}

/** The page of a new incident, which has no older one: its row goes out with everything else of the declaration. */
export function openFirstPage(change: IncidentChange): void {
  const cause = { obligationId: null, clockVersion: 1, milestone: 'declared', reason: 'declared' } as const;
  change.insertLast(newPage(change, cause, 0).insert);
}

function newPage(change: IncidentChange, cause: PageCause, firstAttempt: number) {
  const id = uuidv7();
  const insert = insertOf('pages', [
    {
      organisationId: change.scope.organisationId,
      id,
      incidentId: change.incident.id,
      ...cause,
      firstAttempt,
      state: 'open',
      openedAt: change.now,
    },
  ]);
  const { obligationId, milestone, reason } = cause;
  change.record({ kind: 'page.opened', data: { page: id, obligation: obligationId, milestone, reason } });
  change.wakePage(id);
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

const openPages = (change: IncidentChange) =>
  change.scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', change.scope.organisationId)
    .where('incidentId', '=', change.incident.id)
    .where('state', '=', 'open');

/** Pages of one obligation, or for one reason. */
type Which = { obligationId: string } | { reason: PageReason };

/**
 * Ends the open pages of one obligation, or for one reason, or of the whole incident, with why in the timeline.
 * @returns the pages as they were
 */
export async function endPages(change: IncidentChange, because: string, which?: Which): Promise<PageRow[]> {
  let query = openPages(change);
  if (which && 'obligationId' in which) query = query.where('obligationId', '=', which.obligationId);
  if (which && 'reason' in which) query = query.where('reason', '=', which.reason);
  const pages = await query.execute();
  for (const page of pages) {
    await setState(change, page.id, { state: 'ended', endedBecause: because, closedAt: change.now });
    change.record({ kind: 'page.ended', data: { page: page.id, obligation: page.obligationId, because } });
    await leaveBehind(change, page.id, because);
  }
  return pages;
}

/** A send takes 20 s at most and its record follows at once; what is not on record after this long never will be. */
const OUTCOME_MS = 60_000;

/** What becomes of the messages of a page that has ended; its workflow hears of the end. */
async function leaveBehind(change: IncidentChange, pageId: string, because: string): Promise<void> {
  await withholdUntried(change, pageId, because);
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
async function withholdUntried(change: IncidentChange, pageId: string, because: string): Promise<void> {
  const untried = await change.scope
    .updateTable('deliveries')
    .set({ status: 'notSent', lastCode: because, finishedAt: change.now })
    .where('organisationId', '=', change.scope.organisationId)
    .where('pageId', '=', pageId)
    .where('status', '=', 'intended')
    .where('attempts', '=', 0)
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

async function setState(change: IncidentChange, id: string, values: Record<string, unknown>): Promise<void> {
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

export interface Acknowledgement {
  by: string;
  through: 'link' | 'api';
  actor: Actor;
}

/**
 * A person answered: the page stops, nothing else does.
 * @returns false when the page was not open any more (answered or ended before)
 */
export async function acknowledgePage(
  change: IncidentChange,
  pageId: string,
  ack: Acknowledgement,
): Promise<boolean> {
  const page = await openPages(change).where('id', '=', pageId).executeTakeFirst();
  if (!page) return false;
  await setState(change, pageId, {
    state: 'acknowledged',
    closedAt: change.now,
    acknowledgedSealed: change.sealer.seal(acknowledgedPlace(pageId), ack.by),
    acknowledgedThrough: ack.through,
  });
  change.record({
    kind: 'page.acknowledged',
    actor: ack.actor,
    data: { page: pageId, obligation: page.obligationId, through: ack.through },
    personal: { by: ack.by },
  });
  await leaveBehind(change, pageId, 'acknowledged');
  return true;
}

export const acknowledgedBy = (
  page: PageRow,
  sealer: { open<T>(place: string, sealed: Buffer): T },
): string | null =>
  page.acknowledgedSealed ? sealer.open<string>(acknowledgedPlace(page.id), page.acknowledgedSealed) : null;

/** Notes which attempt is under way. Attempts only grow, so a retried activity changes nothing. */
export async function advancePage(change: IncidentChange, pageId: string, attempt: number): Promise<void> {
  await setState(change, pageId, { attempt });
}
