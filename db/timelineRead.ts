import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';
import { valuePlace } from './timeline.ts';

export interface TimelineItem {
  id: string;
  /** Position in the organisation's sealed order; null until the sequencer has been there. */
  seq: number | null;
  kind: string;
  actor: { kind: string; id: string };
  occurredAt: Date;
  recordedAt: Date;
  recordedAtDrill: string | null;
  data: Record<string, unknown>;
  /** Personal values; a field that was erased is null. */
  personal: Record<string, string | null>;
  leafHash: string;
}

export interface TimelineFilter {
  incidentId: string;
  limit: number;
  /** The last entry of the page before: (recordedAt, id). */
  after?: { recordedAt: Date; id: string };
  kinds?: string[];
  actor?: string;
  from?: Date;
  to?: Date;
}

/** Entries of one incident in the order in which they were recorded. */
export async function readTimeline(
  scope: Scope,
  filter: TimelineFilter,
  sealer: Sealer,
): Promise<TimelineItem[]> {
  const rows = await entries(scope, filter);
  const ids = rows.map((row) => row.id);
  const values = ids.length === 0 ? [] : await storedValues(scope, ids);
  return rows.map((row) => {
    const content = JSON.parse(row.content.toString()) as {
      data: Record<string, unknown>;
      commitments: Record<string, string>;
      recordedAtDrill?: string;
    };
    return {
      id: row.id,
      seq: row.seq === null ? null : Number(row.seq),
      kind: row.kind,
      actor: { kind: row.actorKind, id: row.actorId },
      occurredAt: row.occurredAt,
      recordedAt: row.recordedAt,
      recordedAtDrill: content.recordedAtDrill ?? null,
      data: content.data,
      personal: personalValues(
        content.commitments,
        values.filter((value) => value.entryId === row.id),
        sealer,
      ),
      leafHash: row.leafHash.toString('hex'),
    };
  });
}

function entries(scope: Scope, filter: TimelineFilter) {
  let query = scope
    .selectFrom('timelineEntries as e')
    .leftJoin('timelineSeals as s', (join) =>
      join.onRef('s.organisationId', '=', 'e.organisationId').onRef('s.entryId', '=', 'e.id'),
    )
    .select([
      'e.id',
      's.seq',
      'e.kind',
      'e.actorKind',
      'e.actorId',
      'e.occurredAt',
      'e.recordedAt',
      'e.content',
      'e.leafHash',
    ])
    .where('e.organisationId', '=', scope.organisationId)
    .where('e.incidentId', '=', filter.incidentId);
  const { after, kinds, actor, from, to } = filter;
  if (kinds && kinds.length > 0) query = query.where('e.kind', 'in', kinds);
  if (actor) query = query.where('e.actorId', '=', actor);
  if (from) query = query.where('e.recordedAt', '>=', from);
  if (to) query = query.where('e.recordedAt', '<', to);
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('e.recordedAt', 'e.id'), '>', eb.tuple(after.recordedAt, after.id)),
    );
  }
  return query.orderBy('e.recordedAt').orderBy('e.id').limit(filter.limit).execute();
}

const storedValues = (scope: Scope, ids: string[]) =>
  scope
    .selectFrom('timelineValues')
    .select(['entryId', 'field', 'sealed'])
    .where('organisationId', '=', scope.organisationId)
    .where('entryId', 'in', ids)
    .execute();

function personalValues(
  commitments: Record<string, string>,
  stored: { entryId: string; field: string; sealed: Buffer }[],
  sealer: Sealer,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.keys(commitments).map((field) => {
      const value = stored.find((one) => one.field === field);
      return [
        field,
        value ? sealer.open<{ value: string }>(valuePlace(value.entryId, field), value.sealed).value : null,
      ];
    }),
  );
}

/** What is told to Tocsin, by whomever, and a reply that did not count: nobody has acted yet. */
const WHAT_CAME_IN = ['suspicion.received', 'suspicion.repeated', 'suspicion.resolved', 'reply.notCounted'];

/**
 * When a person last did something on an incident: told of facts, decided, noted, sent. Answering a page, handing it on
 * or having it come back later is no such thing.
 */
export async function lastPersonalAct(scope: Scope, incidentId: string): Promise<Date | null> {
  const row = await scope
    .selectFrom('timelineEntries')
    .select((eb) => eb.fn.max('recordedAt').as('at'))
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('actorKind', 'not in', ['system', 'provider', 'inbound'])
    .where('kind', 'not like', 'page.%')
    .where('kind', 'not in', WHAT_CAME_IN)
    .executeTakeFirst();
  return row?.at ?? null;
}
