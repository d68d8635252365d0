import { Client, Connection } from '@temporalio/client';
import { keyHash } from '../../channels/identity.ts';
import { type Database, inOrganisation } from '../../db/database.ts';
import { pageWorkflowId } from '../../workflows/messages.ts';
import type { Arrival } from './smtpSink.ts';

/** What the bench itself saw of one declaration; wall clock in milliseconds. */
export interface Seen {
  incidentId: string;
  sentAt: number;
  answeredAt: number;
}

/** Milliseconds spent in each part of the way, in the order in which they come. */
export type Parts = Record<(typeof PARTS)[number], number>;

export const PARTS = [
  'POST until the declaring transaction',
  'that transaction, commit, outbox, relay, until Temporal has the start',
  'first workflow task until the page is planned (lock held)',
  'plan, commit, task completed, until the delivery is scheduled',
  'scheduled until the delivery activity starts',
  'activity started until its attempt is on record (lock held)',
  'prepare and commit, message, calendar, sheet, until MAIL FROM',
  'MAIL FROM until DATA is accepted',
] as const;

export interface Traced {
  firstPageMs: number;
  answerMs: number;
  eager: boolean;
  parts: Parts;
}

/** Puts together what the database, the workflow's history and the receiver say about one declaration. */
export async function createTracer(options: {
  db: Database;
  organisationId: string;
  address: string;
  namespace: string;
  arrivals: readonly Arrival[];
}) {
  const connection = await Connection.connect({ address: options.address });
  const client = new Client({ connection, namespace: options.namespace });
  const trace = async (seen: Seen): Promise<Traced> => {
    const { declaredAt, pageId, deliveries } = await stored(
      options.db,
      options.organisationId,
      seen.incidentId,
    );
    const first = firstArrival(options.arrivals, deliveries);
    const events = await history(client, pageId);
    const instants = [
      seen.sentAt,
      declaredAt,
      events.started,
      first.intendedAt,
      events.scheduled(first.key),
      events.taken(first.key),
      first.attemptedAt,
      first.arrival.startedAt,
      first.arrival.acceptedAt,
    ];
    const parts = Object.fromEntries(
      PARTS.map((part, n) => [part, (instants[n + 1] ?? NaN) - (instants[n] ?? NaN)]),
    );
    return {
      firstPageMs: first.arrival.acceptedAt - seen.sentAt,
      answerMs: seen.answeredAt - seen.sentAt,
      eager: events.eager,
      parts: parts as Parts,
    };
  };
  return { trace, close: () => connection.close() };
}

async function stored(db: Database, organisationId: string, incidentId: string) {
  return inOrganisation(db, organisationId, async (scope) => {
    const incident = await scope
      .selectFrom('incidents')
      .select('declaredRealAt')
      .where('id', '=', incidentId)
      .executeTakeFirstOrThrow();
    const page = await scope
      .selectFrom('pages')
      .select('id')
      .where('incidentId', '=', incidentId)
      .where('milestone', '=', 'declared')
      .executeTakeFirstOrThrow();
    const deliveries = await scope
      .selectFrom('deliveries')
      .select(['key', 'intendedAt', 'attemptedAt'])
      .where('pageId', '=', page.id)
      .execute();
    return { declaredAt: incident.declaredRealAt.getTime(), pageId: page.id, deliveries };
  });
}

type Delivery = { key: string; intendedAt: Date; attemptedAt: Date | null };

function firstArrival(arrivals: readonly Arrival[], deliveries: Delivery[]) {
  const found = deliveries.flatMap(({ key, intendedAt, attemptedAt }) => {
    const hash = keyHash(key);
    const arrival = arrivals.find((one) => one.keyHash === hash);
    if (!arrival) return [];
    return [{ key, arrival, intendedAt: intendedAt.getTime(), attemptedAt: attemptedAt?.getTime() ?? NaN }];
  });
  const [first] = found.toSorted((a, b) => a.arrival.acceptedAt - b.arrival.acceptedAt);
  if (!first) throw new Error('no mail of this page arrived');
  return first;
}

type Timestamp = { seconds?: unknown; nanos?: number | null } | null | undefined;
const ms = (time: Timestamp): number => Number(time?.seconds ?? NaN) * 1_000 + (time?.nanos ?? 0) / 1e6;

async function history(client: Client, pageId: string) {
  const { events } = await client.workflow.getHandle(pageWorkflowId(pageId)).fetchHistory();
  const all = events ?? [];
  const begun = all[0];
  const scheduledEvent = (key: string) =>
    all.find((event) => {
      const payload = event.activityTaskScheduledEventAttributes?.input?.payloads?.[0]?.data;
      return payload !== undefined && payload !== null && Buffer.from(payload).includes(JSON.stringify(key));
    });
  return {
    started: ms(begun?.eventTime),
    eager: begun?.workflowExecutionStartedEventAttributes?.eagerExecutionAccepted ?? false,
    scheduled: (key: string) => ms(scheduledEvent(key)?.eventTime),
    taken: (key: string) => {
      const id = scheduledEvent(key)?.eventId?.toString();
      const started = all.find(
        (event) => event.activityTaskStartedEventAttributes?.scheduledEventId?.toString() === id,
      );
      return ms(started?.eventTime);
    },
  };
}
