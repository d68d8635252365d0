import type { Clock } from '../domain/clock.ts';
import { toIncidentTime } from '../domain/drillClock.ts';
import type { Actor } from '../domain/timeline/kinds.ts';
import { inOrganisation, type Database, type Scope } from './database.ts';
import type { DataKeys } from './dataKeys.ts';
import {
  findIncidentRow,
  lockIncidentRow,
  type StoredIncident,
  toIncident,
  updateIncident,
} from './incidents.ts';
import { type Insert, insertTogether } from './insertTogether.ts';
import { OUTBOX_CHANNEL, type OutboxChange, outboxInsert } from './outbox.ts';
import type { Sealer } from './sealing.ts';
import { entryInserts, type NewEntry } from './timeline.ts';

/** What every reader and writer of incidents needs. */
export interface Store {
  db: Database;
  keys: DataKeys;
  clock: Clock;
}

export class IncidentNotFound extends Error {
  override name = 'IncidentNotFound';
}

/**
 * One change of one incident: everything in it commits together, with the timeline entries that report it and the
 * outbox rows that make the workflows look again. The incident row is locked from start to end.
 */
export class IncidentChange {
  readonly scope: Scope;
  readonly sealer: Sealer;
  readonly actor: Actor;
  /** Real time. */
  readonly now: Date;
  incident: StoredIncident;
  readonly #entries: NewEntry[] = [];
  readonly #outbox: OutboxChange[] = [];
  readonly #inserts: Insert[] = [];
  #dirty = false;

  constructor(scope: Scope, sealer: Sealer, incident: StoredIncident, actor: Actor, now: Date) {
    this.scope = scope;
    this.sealer = sealer;
    this.incident = incident;
    this.actor = actor;
    this.now = now;
  }

  /** The instant on the incident's clock. */
  get at(): Date {
    return toIncidentTime(this.incident.drill, this.now);
  }

  /** A timeline entry in this transaction; about now unless it says otherwise, by this actor unless it says otherwise. */
  record(entry: Omit<NewEntry, 'actor' | 'occurredAt'> & { actor?: Actor; occurredAt?: Date }): void {
    this.#entries.push({ actor: this.actor, occurredAt: this.at, ...entry });
  }

  /** Changes the incident; `facts` says that notices are made from what changed. */
  update(values: Partial<StoredIncident>, options: { facts?: boolean } = {}): void {
    this.incident = { ...this.incident, ...values };
    if (options.facts) this.incident.factsRevision += 1;
    this.#dirty = true;
  }

  /** A person changed something: the revision grows and the response looks again. */
  announce(): void {
    this.incident = { ...this.incident, revision: this.incident.revision + 1 };
    this.#dirty = true;
    this.wakeIncident();
  }

  /** Wakes the incident's workflow; revision 1, of a new incident, starts it and tells one that runs nothing. */
  wakeIncident(revision = this.incident.revision): void {
    const { id } = this.incident;
    this.#outbox.push({ subject: 'incident', subjectId: id, incidentId: id, revision });
  }

  /** Rows that nothing in this change reads or updates: they go out with the entries, in one statement. */
  insertLast(insert: Insert): void {
    this.#inserts.push(insert);
  }

  /** Wakes a page's workflow, at once or not before a real instant. */
  wakePage(pageId: string, revision = 1, notBefore?: Date): void {
    const incidentId = this.incident.id;
    this.#outbox.push({
      subject: 'page',
      subjectId: pageId,
      incidentId,
      revision,
      ...(notBefore && { notBefore }),
    });
  }

  /** Writes what was collected; called once, last, inside the transaction. */
  async flush(): Promise<void> {
    const { incident, sealer } = this;
    if (this.#dirty) await updateIncident(this.scope, incident, sealer);
    const context = { incidentId: incident.id, drill: incident.drill, sealer, recordedAt: this.now };
    const inserts = [...this.#inserts, ...entryInserts(this.scope, context, this.#entries)];
    if (this.#outbox.length === 0) return insertTogether(this.scope, inserts);
    inserts.push(outboxInsert(this.scope, this.#outbox));
    await insertTogether(this.scope, inserts, OUTBOX_CHANNEL);
  }
}

/**
 * Locks one incident of this transaction. Whoever changes several locks them in the order of their ids and flushes each.
 * @throws IncidentNotFound when the organisation has no such incident; KeyErasedError when its key was erased
 */
export async function lockIncident(
  store: Store,
  scope: Scope,
  { incidentId, actor }: { incidentId: string; actor: Actor },
): Promise<IncidentChange> {
  const row = await lockIncidentRow(scope, incidentId);
  if (!row) throw new IncidentNotFound();
  const sealer = await store.keys.of(scope, row.id);
  return new IncidentChange(scope, sealer, toIncident(row, sealer), actor, store.clock.now());
}

/**
 * Locks the incident, lets `work` change it, and commits all of it or nothing.
 * @throws IncidentNotFound when the organisation has no such incident
 */
export function changeIncident<T>(
  store: Store,
  target: { organisationId: string; incidentId: string; actor: Actor },
  work: (change: IncidentChange) => Promise<T>,
): Promise<T> {
  return inOrganisation(store.db, target.organisationId, async (scope) => {
    const change = await lockIncident(store, scope, target);
    const result = await work(change);
    await change.flush();
    return result;
  });
}

export interface IncidentView {
  scope: Scope;
  sealer: Sealer;
  incident: StoredIncident;
  now: Date;
  at: Date;
}

/** Reads one incident and whatever `work` adds, in one transaction, without locking. */
export function readIncident<T>(
  store: Store,
  organisationId: string,
  incidentId: string,
  work: (view: IncidentView) => Promise<T>,
): Promise<T> {
  return inOrganisation(store.db, organisationId, async (scope) => {
    const row = await findIncidentRow(scope, incidentId);
    if (!row) throw new IncidentNotFound();
    const sealer = await store.keys.of(scope, row.id);
    const incident = toIncident(row, sealer);
    const now = store.clock.now();
    return work({ scope, sealer, incident, now, at: toIncidentTime(incident.drill, now) });
  });
}
