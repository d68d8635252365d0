import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { canonicalEntry, type EntryData, type PersonalValue } from '../domain/timeline/entry.ts';
import type { Actor, EntryKind } from '../domain/timeline/kinds.ts';
import { toIncidentTime } from '../domain/drillClock.ts';
import type { Drill } from '../domain/incident.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf, insertTogether } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';

/** What one entry says. `personal` values are sealed and enter the record only as salted commitments. */
export interface NewEntry {
  kind: EntryKind;
  actor: Actor;
  /** On the incident's clock. */
  occurredAt: Date;
  data?: EntryData;
  personal?: Record<string, string | null | undefined>;
}

/** Whose timeline, under which key, at which real instant. */
export interface EntryContext {
  incidentId: string | null;
  drill: Drill | null;
  sealer: Sealer;
  recordedAt: Date;
}

export const valuePlace = (entryId: string, field: string): string => `timeline_values/${entryId}/${field}`;

function salted(personal: NewEntry['personal']): Record<string, PersonalValue> {
  const filled = Object.entries(personal ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return Object.fromEntries(filled.map(([field, value]) => [field, { salt: randomBytes(32), value }]));
}

function build(scope: Scope, context: EntryContext, entry: NewEntry) {
  const id = uuidv7();
  const personal = salted(entry.personal);
  const { content, leafHash } = canonicalEntry(
    {
      id,
      organisationId: scope.organisationId,
      incidentId: context.incidentId,
      kind: entry.kind,
      actor: entry.actor,
      occurredAt: entry.occurredAt,
      recordedAt: context.recordedAt,
      ...(context.drill ? { recordedAtDrill: toIncidentTime(context.drill, context.recordedAt) } : {}),
      data: entry.data ?? {},
    },
    personal,
  );
  const row = {
    organisationId: scope.organisationId,
    id,
    incidentId: context.incidentId,
    kind: entry.kind,
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    occurredAt: entry.occurredAt,
    recordedAt: context.recordedAt,
    content: Buffer.from(content),
    leafHash: Buffer.from(leafHash),
  };
  const values = Object.entries(personal).map(([field, { salt, value }]) => ({
    organisationId: scope.organisationId,
    entryId: id,
    field,
    sealed: context.sealer.seal(valuePlace(id, field), { salt: Buffer.from(salt).toString('base64'), value }),
  }));
  return { row, values };
}

/** Appends entries in the transaction of what they report; the sequencer orders and seals them within a second. */
export const appendEntries = (scope: Scope, context: EntryContext, entries: NewEntry[]): Promise<void> =>
  insertTogether(scope, entryInserts(scope, context, entries));

/** The same as inserts that are still to be sent; none when there is nothing to say. */
export function entryInserts(scope: Scope, context: EntryContext, entries: NewEntry[]): Insert[] {
  if (entries.length === 0) return [];
  const built = entries.map((entry) => build(scope, context, entry));
  const values = built.flatMap((one) => one.values);
  const queue = built.map(({ row }) => ({
    organisationId: row.organisationId,
    entryId: row.id,
    recordedAt: row.recordedAt,
  }));
  return [
    insertOf(
      'timelineEntries',
      built.map(({ row }) => row),
    ),
    ...(values.length > 0 ? [insertOf('timelineValues', values)] : []),
    insertOf('timelineUnsealed', queue),
  ];
}
