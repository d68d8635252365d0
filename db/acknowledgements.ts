import { isDoubted } from '../domain/doubt.ts';
import type { ChannelName } from '../domain/organisation.ts';
import type { Actor } from '../domain/timeline/kinds.ts';
import type { IncidentChange } from './incidentChange.ts';
import { leaveBehind } from './pageMessages.ts';
import { bundledIn, pagesIn, type PageRow, setPage } from './pageRows.ts';

const acknowledgedPlace = (pageId: string): string => `pages/${pageId}/acknowledged`;

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
    snoozedUntil: null,
    acknowledgedSealed: change.sealer.seal(acknowledgedPlace(page.id), ack.by),
    acknowledgedThrough: ack.through,
  });
  change.record({
    kind: 'page.acknowledged',
    actor: ack.actor,
    data: { page: page.id, obligation: page.obligationId, through: ack.through },
    personal: { by: ack.by },
  });
  await leaveBehind(change, page, 'acknowledged');
}

export const acknowledgedBy = (
  page: PageRow,
  sealer: { open<T>(place: string, sealed: Buffer): T },
): string | null =>
  page.acknowledgedSealed ? sealer.open<string>(acknowledgedPlace(page.id), page.acknowledgedSealed) : null;
