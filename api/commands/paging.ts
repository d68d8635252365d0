import type { DataKeys } from '../../db/dataKeys.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { obligationsOf } from '../../db/obligations.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import { handOn, snoozePage } from '../../db/pageAnswers.ts';
import { bundledIn, findPage, type PageRow, pagesOf } from '../../db/pages.ts';
import { contactOf, couldReach } from '../../domain/escalation.ts';
import { isRunning } from '../../domain/obligations.ts';
import type { ChannelName } from '../../domain/organisation.ts';
import { toRealTime } from '../../domain/drillClock.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import { requireOpen } from './obligation.ts';

/** The page, or the one that speaks for it. @throws Problem `notFound` */
async function findPageOf(change: IncidentChange, pageId: string): Promise<PageRow> {
  const page = await findPage(change.scope, pageId);
  if (page?.incidentId !== change.incident.id)
    throw new Problem('notFound', 'The incident has no such page.');
  return page.bundledInto && page.state === 'open' ? findPageOf(change, page.bundledInto) : page;
}

/** Puts a page off: it comes back by itself, before the next deadline of what it is about. */
export async function snooze(
  change: IncidentChange,
  pageId: string,
  { until: input, by }: { until: string; by: string },
): Promise<void> {
  requireOpen(change);
  const page = await findPageOf(change, pageId);
  if (page.state !== 'open') throw new Problem('alreadySatisfied', `The page is ${page.state}.`);
  const until = readInstant('/until', input, change.incident.organisation.policy.timeZone);
  if (until <= change.at) throw wrongUntil('lies in the past; give the time at which the page comes back');
  const latest = await latestSnooze(change, page);
  if (until > latest) throw wrongUntil(`is too far off; at most ${latest.toISOString()}`);
  await snoozePage(change, page, { until, comesBackAt: toRealTime(change.incident.drill, until), by });
}

function wrongUntil(message: string): Problem {
  return new Problem('invalidRequest', message, { errors: [{ field: '/until', message }] });
}

/** As long as the policy allows, and never past the next deadline. Instants on the incident's clock. */
async function latestSnooze(change: IncidentChange, page: PageRow): Promise<Date> {
  const { scope, incident, sealer, at } = change;
  const minutes = incident.organisation.policy.followThrough.mostSnoozeMinutes;
  const about = [page, ...(await bundledIn(scope, page.id))].map(({ obligationId }) => obligationId);
  const deadlines = (await obligationsOf(scope, incident.id, sealer))
    .filter((one) => isRunning(one) && one.dueAt > at && (about.includes(null) || about.includes(one.id)))
    .map(({ dueAt }) => dueAt.getTime());
  return new Date(Math.min(at.getTime() + minutes * 60_000, ...deadlines));
}

interface Asking {
  people: readonly string[];
  by: string;
  reason?: string | undefined;
  /** The page is theirs now; the others of the step are asked no more. */
  handOver: boolean;
}

/** Further people are asked at once, beside the steps. An answered page is open again until one of them answers. */
export async function askPeople(
  change: IncidentChange,
  keys: DataKeys,
  pageId: string,
  asking: Asking,
): Promise<void> {
  requireOpen(change);
  const page = await findPageOf(change, pageId);
  if (page.state === 'ended') throw new Problem('alreadySatisfied', 'The page has ended.');
  if (page.state === 'acknowledged') await requireNewest(change, page);
  for (const id of asking.people) await requireReachable(change, keys, id);
  await handOn(change, page, asking);
}

async function requireNewest(change: IncidentChange, page: PageRow): Promise<void> {
  const pages = await pagesOf(change.scope, change.incident.id);
  const newest = pages.filter(({ obligationId }) => obligationId === page.obligationId).at(-1);
  if (newest?.id !== page.id)
    throw new Problem('alreadySatisfied', `A newer page took its place: ${newest?.id}.`);
}

/** @throws Problem when the organisation has no such person now, or they cannot be reached in this incident */
async function requireReachable(change: IncidentChange, keys: DataKeys, personId: string): Promise<void> {
  const stored = await findOwnOrganisation(change.scope, keys);
  const policy = (stored?.organisation ?? change.incident.organisation).policy;
  const drill = change.incident.drill !== null;
  if (contactOf(couldReach(policy, drill), personId).length > 0) return;
  const known = policy.people.some(({ id }) => id === personId);
  const message = known
    ? `"${personId}" cannot be reached${drill ? ' in a drill, or did not agree to drills' : ''}`
    : `"${personId}" is not among policy.people`;
  throw new Problem('invalidRequest', message, { errors: [{ field: '/people', message }] });
}

/** Ways that the attacker may use: messages avoid them, answers through them do not count. None: all count again. */
export function excludeChannels(
  change: IncidentChange,
  { channels, reason, by }: { channels: readonly ChannelName[]; reason: string; by: string },
): Promise<void> {
  requireOpen(change);
  const excluded = [...new Set(channels)].sort();
  change.update({ excludedChannels: excluded });
  change.record({ kind: 'channels.excluded', data: { channels: excluded }, personal: { by, reason } });
  change.announce();
  return Promise.resolve();
}
