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
  intendedAt: Date;
}

/** Intent before act. A repeat of the same intents (a retried activity) changes nothing. */
export async function insertIntents(scope: Scope, intents: DeliveryIntent[]): Promise<void> {
  if (intents.length === 0) return;
  const rows = intents.map((intent) => ({
    ...intent,
    organisationId: scope.organisationId,
    status: 'intended',
  }));
  await scope
    .insertInto('deliveries')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organisationId', 'key']).doNothing())
    .execute();
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
