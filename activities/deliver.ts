import { ApplicationFailure } from '@temporalio/common';
import { ChannelError } from '../channels/errors.ts';
import type { Channel, DeliveryReceipt } from '../channels/types.ts';
import { type DeliveryRow, findDelivery, updateDelivery } from '../db/deliveries.ts';
import { changeIncident, type IncidentChange } from '../db/incidentChange.ts';
import { obligationsOf } from '../db/obligations.ts';
import { tellAgain } from '../db/pageActs.ts';
import { aboutDelivery, bundledIn, findPage, kindOf, markUnknown, type PageRow } from '../db/pages.ts';
import { isLoopbackUrl } from '../domain/loopback.ts';
import type { Drill } from '../domain/incident.ts';
import type { ChannelName } from '../domain/organisation.ts';
import type { EntryData } from '../domain/timeline/entry.ts';
import { type EntryKind, SYSTEM } from '../domain/timeline/kinds.ts';
import type { Briefing } from '../templates/briefing.ts';
import { briefingFiles, carriesBriefing } from './briefingFiles.ts';
import type { ActivityDeps } from './deps.ts';
import { alertUpdate, type AlertUpdate } from './alert.ts';
import { pageMessage, type PageMessage } from './pageMessage.ts';
import { type Recipient, recipientOf } from './recipient.ts';
import type { DeliveryActivities, PageRef } from './types.ts';
import { askedNow } from './whom.ts';

type DeliverRef = PageRef & { key: string };

interface Prepared {
  delivery: DeliveryRow;
  recipient: Recipient;
  message: PageMessage | AlertUpdate;
  /** Calendar file and sheet, where they travel with the mail. */
  briefing: Briefing | null;
  drill: Drill | null;
}

const SETTLED = ['sent', 'notSent', 'unknown', 'undeliverable'];
/** Whoever left cannot be asked: the step counts without this message. */
const GONE = 'contactGone';

/** Under the lock: is it still to be sent? Then this attempt is on record before it is made. */
async function prepare(
  deps: ActivityDeps,
  change: IncidentChange,
  ref: DeliverRef,
): Promise<Prepared | typeof GONE | null> {
  const delivery = await findDelivery(change.scope, ref.key);
  if (!delivery || SETTLED.includes(delivery.status)) return null;
  const page = await findPage(change.scope, ref.pageId);
  if (!page) return null;
  const told = delivery.action !== 'trigger';
  if (!told && (page.state !== 'open' || isSnoozed(page, change.now))) {
    await leaveOut(change, delivery, page.state === 'open' ? 'snoozed' : page.state);
    return null;
  }
  const asked = await askedNow(deps, change, await kindOf(change, page));
  const recipient = recipientOf(asked.whom, delivery.contactId, delivery.method ?? delivery.channel);
  if (!recipient) {
    await leaveOut(change, delivery, 'gone');
    return GONE;
  }
  await updateDelivery(change.scope, ref.key, { attempts: delivery.attempts + 1, attemptedAt: change.now });
  const common = { delivery, recipient, drill: change.incident.drill };
  if (told) return { ...common, message: alertUpdate(deps, change, page, delivery), briefing: null };
  const obligations = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const bundled = await bundledIn(change.scope, page.id);
  const message = pageMessage(deps, change, { page, bundled, recipient, delivery, asked, obligations });
  const briefing = [page, ...bundled].some(carriesBriefing)
    ? { incident: change.incident, obligations, now: change.now, baseUrl: deps.baseUrl }
    : null;
  return { ...common, message, briefing };
}

const isSnoozed = ({ snoozedUntil }: PageRow, now: Date): boolean =>
  snoozedUntil !== null && snoozedUntil > now;

/** An attempt that is not on record may have arrived. */
const leaveOut = (change: IncidentChange, delivery: DeliveryRow, because: string): Promise<void> =>
  delivery.status === 'intended' && delivery.attempts > 0
    ? markUnknown(change, delivery)
    : withhold(change, delivery, because);

/** Not paging someone is an entry too. */
async function withhold(change: IncidentChange, delivery: DeliveryRow, because: string): Promise<void> {
  await updateDelivery(change.scope, delivery.key, {
    status: 'notSent',
    lastCode: because,
    finishedAt: change.now,
  });
  record(change, delivery, 'page.notSent', { because });
}

function record(change: IncidentChange, delivery: DeliveryRow, kind: EntryKind, more: EntryData): void {
  const { data, personal } = aboutDelivery(change, delivery);
  change.record({ kind, data: { ...data, ...more }, personal });
}

async function send(channel: Channel, prepared: Prepared): Promise<DeliveryReceipt> {
  const { recipient, message, delivery, briefing } = prepared;
  const { name, address, secret, endpoint } = recipient;
  return channel.send({
    key: delivery.key,
    to: { name, address },
    ...message,
    ...(secret ? { secret } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(briefing && channel.name === 'smtp' ? { attachments: await briefingFiles(briefing) } : {}),
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
const isOutward = (channel: Channel, { recipient }: Prepared): boolean =>
  channel.outward && !(['webhook', 'teams'].includes(channel.name) && isLoopbackUrl(recipient.address));

/** What really happened, at the instant of having done it. */
async function recordSent(
  deps: ActivityDeps,
  change: IncidentChange,
  prepared: Prepared,
  receipt: DeliveryReceipt,
  outward: boolean,
) {
  const { delivery } = prepared;
  if (delivery.action !== 'trigger') return recordTold(change, delivery, receipt);
  const obstacle = prepared.drill ? null : obstacleTo(deps, outward);
  await updateDelivery(change.scope, delivery.key, {
    status: obstacle ? 'undeliverable' : 'sent',
    lastCode: obstacle ?? receipt.provider,
    messageId: receipt.messageId,
    ...(receipt.externalId ? { externalId: receipt.externalId } : {}),
    finishedAt: change.now,
  });
  const data = { messageId: receipt.messageId, attempt: delivery.attempts + 1 };
  if (obstacle) record(change, delivery, 'page.undeliverable', { ...data, because: obstacle });
  else record(change, delivery, 'page.sent', { ...data, answer: receipt.provider });
  const page = await findPage(change.scope, delivery.pageId);
  // An answer that came while the alert was on its way was told to the pager before there was an alert.
  if (page?.state !== 'open') await tellAgain(change, delivery.pageId, delivery.contactId);
}

async function recordTold(
  change: IncidentChange,
  delivery: DeliveryRow,
  { messageId, provider }: DeliveryReceipt,
): Promise<void> {
  const values = { status: 'sent' as const, lastCode: provider, messageId, finishedAt: change.now };
  await updateDelivery(change.scope, delivery.key, values);
  record(change, delivery, 'service.told', { action: delivery.action, answer: provider });
}

async function recordFailure(change: IncidentChange, prepared: Prepared, error: ChannelError): Promise<void> {
  const { delivery } = prepared;
  const told = delivery.action !== 'trigger';
  // What a pager is to be told stays to be done until it was told or cannot be.
  const status = told && error.retryable ? ('intended' as const) : ('failed' as const);
  const values = { status, lastCode: error.code, finishedAt: change.now };
  await updateDelivery(change.scope, delivery.key, values);
  record(change, delivery, told ? 'service.notTold' : 'page.failed', {
    code: error.code,
    status: error.status ?? null,
    attempt: delivery.attempts + 1,
    final: !error.retryable,
    ...(told ? { action: delivery.action } : {}),
  });
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
      if (prepared === GONE) throw ApplicationFailure.nonRetryable('delivery: nobody there', GONE);
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
