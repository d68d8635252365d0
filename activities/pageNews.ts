import type { IncidentView } from '../db/incidentChange.ts';
import { stepMessages } from '../db/deliveries.ts';
import { pendingActs } from '../db/pageActs.ts';
import { findPage, kindOf, type PageRow } from '../db/pages.ts';
import { respondersOf } from '../db/responders.ts';
import type { ActivityDeps } from './deps.ts';
import { recipientOf } from './recipient.ts';
import type { PageNews } from './types.ts';
import { askedNow } from './whom.ts';

/** What news mean for a page that waits for an answer. */
export async function pageNews(deps: ActivityDeps, view: IncidentView, pageId: string): Promise<PageNews> {
  const page = await findPage(view.scope, pageId);
  if (page?.state !== 'open' || page.bundledInto)
    return (await pendingActs(view.scope, pageId)).length > 0 ? 'acts' : false;
  if (page.snoozedUntil) return 'again';
  const responders = await respondersOf(view.scope, pageId);
  if (responders.some(({ askedAt }) => askedAt === null)) return 'again';
  return (await nobodyLeft(deps, view, page)) ? 'goOn' : true;
}

/** Nobody whom the step asked can be asked any more, or every message came back: the next step is due at once. */
async function nobodyLeft(deps: ActivityDeps, view: IncidentView, page: PageRow): Promise<boolean> {
  if (page.round === null || page.step === null) return false;
  const messages = await stepMessages(view.scope, page.id, { round: page.round, step: page.step });
  if (messages.length === 0) return false;
  const { whom } = await askedNow(deps, view, await kindOf(view, page));
  return messages.every(({ contactId, method, failed }) => failed || !recipientOf(whom, contactId, method));
}
