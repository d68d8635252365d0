import { v7 as uuidv7 } from 'uuid';
import { tellServices } from './pageActs.ts';
import type { IncidentChange } from './incidentChange.ts';
import { insertOf, insertTogether } from './insertTogether.ts';
import { leaveBehind } from './pageMessages.ts';
import { bundledIn, type PageCause, pagesIn, type PageRow, setPage } from './pageRows.ts';

export { acknowledgedBy, acknowledgePage, type AnswerWay } from './acknowledgements.ts';
export { aboutDelivery, markUnknown, recordUnknownOutcomes, withholdUntried } from './pageMessages.ts';
export {
  advancePage,
  bundledIn,
  findPage,
  goesOn,
  kindOf,
  type PageCause,
  type PageReason,
  type PageRow,
  pagesOf,
  setPage,
} from './pageRows.ts';

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
  const ended = await endOlder(change, cause);
  const { id, insert } = newPage(change, cause, Math.max(0, ...ended.map(nextAttempt)), bundledInto);
  await insertTogether(change.scope, [insert]);
  return { id, isNew: true };
}

/** One question is open about clocks at a time; the newest asks for all that wait. */
function endOlder(change: IncidentChange, { obligationId, reason }: PageCause): Promise<PageRow[]> {
  if (obligationId) return endPages(change, 'superseded', { obligationId });
  return reason === 'confirmClock' ? endPages(change, 'superseded', { reason }) : Promise.resolve([]);
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

/** Pages of one obligation, or for one reason. */
type Which = { obligationId: string } | { reason: PageCause['reason'] };

/**
 * Ends the open pages of one obligation, or for one reason, or of the whole incident, with why in the timeline. Pages
 * for which one of them spoke go on by themselves; alerts that were answered are over as well.
 * @returns the pages as they were
 */
export async function endPages(change: IncidentChange, because: string, which?: Which): Promise<PageRow[]> {
  const inState = (state: 'open' | 'acknowledged') => {
    let query = pagesIn(change, state);
    if (which && 'obligationId' in which) query = query.where('obligationId', '=', which.obligationId);
    if (which && 'reason' in which) query = query.where('reason', '=', which.reason);
    return query.execute();
  };
  for (const { id } of await inState('acknowledged')) await tellServices(change, id, 'resolve');
  const pages = await inState('open');
  for (const page of pages) {
    const ended = { state: 'ended', endedBecause: because, closedAt: change.now, snoozedUntil: null };
    await setPage(change, page.id, ended);
    change.record({ kind: 'page.ended', data: { page: page.id, obligation: page.obligationId, because } });
    await leaveBehind(change, page, because);
  }
  for (const page of pages) await release(change, page);
  return pages;
}

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
