import type { Selectable } from 'kysely';
import type { Scope } from './database.ts';
import type { Deliveries } from './types.ts';

/** `unknown`: handed over when a process died; it may have arrived. */
export type DeliveryStatus = 'intended' | 'sent' | 'failed' | 'undeliverable' | 'notSent' | 'unknown';
export type DeliveryRow = Selectable<Deliveries>;

export interface DeliveryIntent {
  key: string;
  pageId: string;
  round: number;
  step: number;
  contactId: string;
  channel: string;
  /** Which of the person's ways. */
  method: string;
  action: DeliveryAction;
  intendedAt: Date;
}

/** To open an alert (every message that asks somebody), or to tell a pager that it was answered or is over. */
export type DeliveryAction = 'trigger' | 'acknowledge' | 'resolve';

/**
 * Intent before act. A repeat of the same intents (a retried activity) changes nothing.
 * @returns the keys that are new
 */
export async function insertIntents(scope: Scope, intents: DeliveryIntent[]): Promise<Set<string>> {
  if (intents.length === 0) return new Set();
  const rows = intents.map((intent) => ({
    ...intent,
    organisationId: scope.organisationId,
    status: 'intended',
  }));
  const stored = await scope
    .insertInto('deliveries')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organisationId', 'key']).doNothing())
    .returning('key')
    .execute();
  return new Set(stored.map(({ key }) => key));
}

interface Standing {
  round: number;
  step: number;
}

const ofStep = (scope: Scope, pageId: string, { round, step }: Standing) =>
  scope
    .selectFrom('deliveries')
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .where('round', '=', round)
    .where('step', '=', step)
    .where('action', '=', 'trigger');

/** The messages of one step that are still to be sent. */
export const stepDeliveries = (
  scope: Scope,
  pageId: string,
  at: Standing,
): Promise<{ key: string; channel: string }[]> =>
  ofStep(scope, pageId, at)
    .select(['key', 'channel'])
    .where('status', 'in', ['intended', 'failed'])
    .orderBy('intendedAt')
    .orderBy('key')
    .execute();

export interface StepMessage {
  contactId: string;
  method: string;
  /** It was refused for good so far, or came back. */
  failed: boolean;
}

/** The messages of one step, and whether they failed so far. */
export async function stepMessages(scope: Scope, pageId: string, at: Standing): Promise<StepMessage[]> {
  const rows = await ofStep(scope, pageId, at)
    .select(['contactId', 'channel', 'method', 'status', 'reported'])
    .execute();
  return rows.map(({ contactId, channel, method, status, reported }) => ({
    contactId,
    method: method ?? channel,
    failed: status === 'failed' || reported === 'bounced',
  }));
}

export const findDelivery = (scope: Scope, key: string): Promise<DeliveryRow | undefined> =>
  scope
    .selectFrom('deliveries')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('key', '=', key)
    .executeTakeFirst();

export const deliveriesOf = (scope: Scope, pageIds: string[]): Promise<DeliveryRow[]> =>
  pageIds.length === 0
    ? Promise.resolve([])
    : scope
        .selectFrom('deliveries')
        .selectAll()
        .where('organisationId', '=', scope.organisationId)
        .where('pageId', 'in', pageIds)
        .orderBy('intendedAt')
        .orderBy('key')
        .execute();

export interface DeliveryUpdate {
  status?: DeliveryStatus;
  attempts?: number;
  lastCode?: string | null;
  messageId?: string;
  /** What the other side calls the message; see channels/types.ts. */
  externalId?: string;
  attemptedAt?: Date;
  finishedAt?: Date;
}

/** Under way: tried, and the outcome is not on record. */
export const inFlight = (scope: Scope, pageId: string): Promise<DeliveryRow[]> =>
  scope
    .selectFrom('deliveries')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .where('status', '=', 'intended')
    .where('attempts', '>', 0)
    .execute();

export async function updateDelivery(scope: Scope, key: string, values: DeliveryUpdate): Promise<void> {
  await scope
    .updateTable('deliveries')
    .set(values)
    .where('organisationId', '=', scope.organisationId)
    .where('key', '=', key)
    .execute();
}
