import { ApplicationFailure } from '@temporalio/common';
import { ChannelError } from '../channels/errors.ts';
import type { Channel, DeliveryReceipt } from '../channels/types.ts';
import { type DeliveryRow, findDelivery, updateDelivery } from '../db/deliveries.ts';
import { changeIncident, type IncidentChange } from '../db/incidentChange.ts';
import { obligationsOf } from '../db/obligations.ts';
import { assignedRoles } from '../db/responseRoles.ts';
import { withTaskTitles } from '../db/tasks.ts';
import { aboutDelivery, findPage, markUnknown } from '../db/pages.ts';
import { isLoopbackUrl } from '../domain/loopback.ts';
import type { Drill } from '../domain/incident.ts';
import type { ChannelName, Person } from '../domain/organisation.ts';
import type { EntryData } from '../domain/timeline/entry.ts';
import { type EntryKind, SYSTEM } from '../domain/timeline/kinds.ts';
import type { Briefing } from '../templates/briefing.ts';
import { briefingFiles, carriesBriefing } from './briefingFiles.ts';
import type { ActivityDeps } from './deps.ts';
import { pageMessage, type PageMessage } from './pageMessage.ts';
import type { DeliveryActivities, PageRef } from './types.ts';

type DeliverRef = PageRef & { key: string };

interface Prepared {
  delivery: DeliveryRow;
  person: Person;
  message: PageMessage;
  /** Calendar file and sheet, where they travel with the mail. */
  briefing: Briefing | null;
  drill: Drill | null;
}

const SETTLED = ['sent', 'notSent', 'unknown'];

/** Under the lock: is it still to be sent? Then this attempt is on record before it is made. */
async function prepare(
  deps: ActivityDeps,
  change: IncidentChange,
  ref: DeliverRef,
): Promise<Prepared | null> {
  const delivery = await findDelivery(change.scope, ref.key);
  if (!delivery || SETTLED.includes(delivery.status)) return null;
  const page = await findPage(change.scope, ref.pageId);
  const { policy } = change.incident.organisation;
  const person = policy.people.find((candidate) => candidate.id === delivery.contactId);
  if (page?.state !== 'open' || !person) {
    // An attempt that is not on record may have arrived.
    if (delivery.status === 'intended' && delivery.attempts > 0) await markUnknown(change, delivery);
    else await withhold(change, delivery, page?.state ?? 'gone');
    return null;
  }
  await updateDelivery(change.scope, ref.key, { attempts: delivery.attempts + 1, attemptedAt: change.now });
  const { scope, incident, sealer } = change;
  const stored = await obligationsOf(scope, incident.id, sealer);
  const obligations = await withTaskTitles(scope, incident.id, sealer, stored);
  const message = pageMessage(deps, change, {
    page,
    person,
    round: delivery.round,
    step: delivery.step,
    obligations,
  });
  const briefing = carriesBriefing(page)
    ? {
        incident: change.incident,
        obligations,
        roles: await assignedRoles(change.scope, change.incident.id, change.sealer),
        now: change.now,
        baseUrl: deps.baseUrl,
      }
    : null;
  return { delivery, person, message, briefing, drill: change.incident.drill };
}

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
  const data = { messageId: receipt.messageId, attempt: delivery.attempts + 1 };
  if (obstacle) record(change, delivery, 'page.undeliverable', { ...data, because: obstacle });
  else record(change, delivery, 'page.sent', { ...data, answer: receipt.provider });
}

async function recordFailure(change: IncidentChange, prepared: Prepared, error: ChannelError): Promise<void> {
  const { delivery } = prepared;
  const values = { status: 'failed' as const, lastCode: error.code, finishedAt: change.now };
  await updateDelivery(change.scope, delivery.key, values);
  record(change, delivery, 'page.failed', {
    code: error.code,
    status: error.status ?? null,
    attempt: delivery.attempts + 1,
    final: !error.retryable,
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
