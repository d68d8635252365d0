import { log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { ChannelError } from '../channels/errors.ts';
import type { Attachment, Channel, DeliveryReceipt } from '../channels/types.ts';
import { type DeliveryRow, findDelivery, updateDelivery } from '../db/deliveries.ts';
import { changeIncident, type IncidentChange } from '../db/incidentChange.ts';
import { obligationsOf } from '../db/obligations.ts';
import { findPage } from '../db/pages.ts';
import { isLoopbackUrl } from '../domain/loopback.ts';
import type { Drill } from '../domain/incident.ts';
import type { ChannelName, Person } from '../domain/organisation.ts';
import { SYSTEM } from '../domain/timeline/kinds.ts';
import { type Briefing, briefingCalendar, briefingSheet, quietCalendar } from '../templates/briefing.ts';
import type { ActivityDeps } from './deps.ts';
import { isFactless, pageMessage, type PageMessage } from './pageMessage.ts';
import type { DeliveryActivities, PageRef } from './types.ts';

type DeliverRef = PageRef & { key: string };

interface Prepared {
  delivery: DeliveryRow;
  person: Person;
  message: PageMessage;
  /** For the page that opens an incident: calendar file and sheet travel with the mail. */
  briefing: Briefing | null;
  drill: Drill | null;
}

/** Under the lock: is it still to be sent? Then this attempt is on record before it is made. */
async function prepare(
  deps: ActivityDeps,
  change: IncidentChange,
  ref: DeliverRef,
): Promise<Prepared | null> {
  const delivery = await findDelivery(change.scope, ref.key);
  if (!delivery || delivery.status === 'sent' || delivery.status === 'notSent') return null;
  const page = await findPage(change.scope, ref.pageId);
  const { policy } = change.incident.organisation;
  const person = policy.people.find((candidate) => candidate.id === delivery.contactId);
  if (page?.state !== 'open' || !person) {
    await withhold(change, delivery, page?.state ?? 'gone');
    return null;
  }
  await updateDelivery(change.scope, ref.key, { attempts: delivery.attempts + 1, attemptedAt: change.now });
  const obligations = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const message = pageMessage(deps, change, {
    page,
    person,
    round: delivery.round,
    step: delivery.step,
    obligations,
  });
  const briefing =
    page.reason === 'declared'
      ? { incident: change.incident, obligations, now: change.now, baseUrl: deps.baseUrl }
      : null;
  return { delivery, person, message, briefing, drill: change.incident.drill };
}

/** While the attacker may read the mail, the calendar tells instants only and the sheet stays at home. */
async function attachments(briefing: Briefing): Promise<Attachment[]> {
  const name = `tocsin-${briefing.incident.reference}`;
  const calendar = { filename: `${name}.ics`, contentType: 'text/calendar' };
  if (isFactless(briefing.incident)) return [{ ...calendar, content: quietCalendar(briefing) }];
  return [
    { ...calendar, content: briefingCalendar(briefing) },
    { filename: `${name}.pdf`, contentType: 'application/pdf', content: await briefingSheet(briefing) },
  ];
}

/** A sheet that cannot be made must not hold the page back. */
const attachmentsOrNone = (briefing: Briefing): Promise<Attachment[]> =>
  attachments(briefing).catch((error: unknown) => {
    log.error('briefing failed', { code: error instanceof Error ? error.name : 'unknown' });
    return [];
  });

/** Not paging someone is an entry too. */
async function withhold(change: IncidentChange, delivery: DeliveryRow, because: string): Promise<void> {
  await updateDelivery(change.scope, delivery.key, {
    status: 'notSent',
    lastCode: because,
    finishedAt: change.now,
  });
  change.record({ kind: 'page.notSent', data: { ...about(delivery), because } });
}

const about = (delivery: DeliveryRow) => ({
  page: delivery.pageId,
  person: delivery.contactId,
  channel: delivery.channel,
  round: delivery.round + 1,
  step: delivery.step + 1,
});

const addressOf = (person: Person, channel: ChannelName): string =>
  (channel === 'smtp' ? person.email : person.webhook?.url) ?? '';

async function send(channel: Channel, prepared: Prepared): Promise<DeliveryReceipt> {
  const { person, message, delivery, briefing } = prepared;
  const secret = person.webhook?.secret;
  return channel.send({
    key: delivery.key,
    to: { name: person.name, address: addressOf(person, channel.name) },
    ...message,
    ...(secret ? { secret } : {}),
    ...(briefing && channel.name === 'smtp' ? { attachments: await attachmentsOrNone(briefing) } : {}),
  });
}

/**
 * Why a message that a server took still counts as undeliverable in a real incident: a local catcher reaches nobody,
 * and a link that opens on this machine only cannot be answered from outside.
 */
function obstacleTo(deps: ActivityDeps, outward: boolean): string | null {
  if (!outward) return 'noOutwardChannel';
  return deps.linksReachable ? null : 'noPublicAddress';
}

/** A webhook on this machine reaches nobody outside either. */
const isOutward = (channel: Channel, { person }: Prepared): boolean =>
  channel.outward && !(channel.name === 'webhook' && isLoopbackUrl(addressOf(person, 'webhook')));

/** What really happened, at the instant of having done it. */
async function recordSent(
  deps: ActivityDeps,
  change: IncidentChange,
  prepared: Prepared,
  receipt: DeliveryReceipt,
  outward: boolean,
) {
  const { delivery } = prepared;
  const obstacle = prepared.drill ? null : obstacleTo(deps, outward);
  await updateDelivery(change.scope, delivery.key, {
    status: obstacle ? 'undeliverable' : 'sent',
    lastCode: obstacle ?? receipt.provider,
    messageId: receipt.messageId,
    finishedAt: change.now,
  });
  const data = { ...about(delivery), messageId: receipt.messageId, attempt: delivery.attempts + 1 };
  if (obstacle) change.record({ kind: 'page.undeliverable', data: { ...data, because: obstacle } });
  else change.record({ kind: 'page.sent', data: { ...data, answer: receipt.provider } });
}

async function recordFailure(change: IncidentChange, prepared: Prepared, error: ChannelError): Promise<void> {
  const { delivery } = prepared;
  const values = { status: 'failed' as const, lastCode: error.code, finishedAt: change.now };
  await updateDelivery(change.scope, delivery.key, values);
  const data = {
    ...about(delivery),
    code: error.code,
    status: error.status ?? null,
    attempt: delivery.attempts + 1,
  };
  change.record({ kind: 'page.failed', data: { ...data, final: !error.retryable } });
}

/** A drill that stays local leaves through the catcher or not at all. */
function channelFor(deps: ActivityDeps, { delivery, drill }: Prepared): Channel | undefined {
  if (drill?.localOnly) return delivery.channel === 'smtp' ? deps.catcher : undefined;
  return deps.channels[delivery.channel as ChannelName];
}

/** A code and nothing else: what a server answered contains addresses, and failures enter the history. */
function asFailure(error: ChannelError): ApplicationFailure {
  return ApplicationFailure.create({
    message: `delivery failed: ${error.code}`,
    type: error.code,
    nonRetryable: !error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { nextRetryDelay: error.retryAfterMs }),
  });
}

export function deliveryActivities(deps: ActivityDeps): DeliveryActivities {
  return {
    async deliver(ref) {
      const target = { ...ref, actor: SYSTEM };
      const prepared = await changeIncident(deps, target, (change) => prepare(deps, change, ref));
      if (!prepared) return;
      const name = prepared.delivery.channel as ChannelName;
      const channel = channelFor(deps, prepared);
      try {
        if (!channel) throw new ChannelError(name, 'misconfigured');
        const receipt = await send(channel, prepared);
        await changeIncident(deps, target, (change) =>
          recordSent(deps, change, prepared, receipt, isOutward(channel, prepared)),
        );
      } catch (error) {
        if (!(error instanceof ChannelError)) throw error;
        await changeIncident(deps, target, (change) => recordFailure(change, prepared, error));
        throw asFailure(error);
      }
    },
  };
}
