import { NoResultError, sql } from 'kysely';
import { toIncidentTime } from '../domain/drillClock.ts';
import { chainHash, commitment, EMPTY_CHAIN, leafHash } from '../domain/timeline/entry.ts';
import type { Scope } from './database.ts';
import { type DataKeys, KeyErasedError } from './dataKeys.ts';
import { SealError, type Sealer } from './sealing.ts';
import { valuePlace } from './timeline.ts';

export interface Verification {
  ok: boolean;
  /** Entries whose place in the order is sealed. */
  sealed: number;
  /** Entries that wait for the sequencer. */
  unsealed: number;
  /** Personal values that were erased with their key; the entries that committed to them still verify. */
  erasedValues: number;
  /**
   * Personal values that are not stored although their key is. An erasure of single values leaves this, and so does a
   * deletion by hand: the entries still verify, and whether it was meant must be known from elsewhere.
   */
  missingValues: number;
  /** The first entry that does not fit, in the order of the record. */
  first: { seq: number | null; entryId: string; problem: string } | null;
}

const BATCH = 1_000;
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

type Problem = NonNullable<Verification['first']>;

/** Re-hashes every stored entry of the organisation, its order and its personal values. Reads only. */
export async function verifyTimeline(scope: Scope, keys: DataKeys): Promise<Verification> {
  const check = new TimelineCheck(scope, keys);
  const sealedProblem = await check.sealed();
  const unsealedProblem = sealedProblem ?? (await check.unsealed());
  return {
    ok: !unsealedProblem,
    sealed: check.sealedCount,
    unsealed: check.unsealedCount,
    erasedValues: check.erased,
    missingValues: check.missing,
    first: unsealedProblem ?? null,
  };
}

interface Entry {
  id: string;
  seq: string | null;
  sealLeaf: Buffer | null;
  chain: Buffer | null;
  content: Buffer | null;
  leaf: Buffer | null;
  incidentId: string | null;
  kind: string | null;
  actorKind: string | null;
  actorId: string | null;
  occurredAt: Date | null;
  recordedAt: Date | null;
  /** Only of entries without a seal: whether they are in the sequencer's queue, and for more than a minute. */
  queued?: boolean;
  overdue?: boolean;
}

/** The sequencer takes a second; whoever waits for longer than this while others are sealed is held back. */
const LONGEST_WAIT = sql.lit('60 seconds');

class TimelineCheck {
  sealedCount = 0;
  unsealedCount = 0;
  erased = 0;
  missing = 0;
  readonly #scope: Scope;
  readonly #keys: DataKeys;
  readonly #sealers = new Map<string, KeyState>();
  #clocks: Promise<DrillClocks> | undefined;
  /** When the youngest of the sealed entries was recorded. */
  #sealedUntil = new Date(0);

  constructor(scope: Scope, keys: DataKeys) {
    this.#scope = scope;
    this.#keys = keys;
  }

  /** Walks the seals in order: no gap, each leaf as sealed, each chain hash following from the one before. */
  async sealed(): Promise<Problem | undefined> {
    let chain: Uint8Array = EMPTY_CHAIN;
    for (;;) {
      const batch = await this.#sealedBatch(this.sealedCount);
      const values = await this.#values(batch.map((entry) => entry.id));
      for (const entry of batch) {
        const expected = this.sealedCount + 1;
        const problem =
          this.#sealProblem(entry, expected, chain) ?? (await this.#entryProblem(entry, values));
        if (problem) return { seq: Number(entry.seq), entryId: entry.id, problem };
        chain = entry.chain ?? chain;
        if (entry.recordedAt && entry.recordedAt > this.#sealedUntil) this.#sealedUntil = entry.recordedAt;
        this.sealedCount = expected;
      }
      if (batch.length < BATCH) return undefined;
    }
  }

  #sealProblem(entry: Entry, expected: number, chain: Uint8Array): string | undefined {
    if (Number(entry.seq) !== expected) return `entry ${expected} is missing from the order`;
    if (!entry.content || !entry.leaf) return 'the entry was deleted';
    if (!entry.sealLeaf || !equal(entry.sealLeaf, entry.leaf))
      return 'the entry is not the one that was sealed';
    if (!entry.chain || !equal(chainHash(chain, entry.leaf), entry.chain)) return 'the order was changed';
    return undefined;
  }

  /** Entries without a seal: they must be waiting for one, and hold together. */
  async unsealed(): Promise<Problem | undefined> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const batch = await this.#unsealedBatch(after);
      const values = await this.#values(batch.map((entry) => entry.id));
      for (const entry of batch) {
        const problem = this.#queueProblem(entry) ?? (await this.#entryProblem(entry, values));
        if (problem) return { seq: null, entryId: entry.id, problem };
        this.unsealedCount += 1;
        after = entry.id;
      }
      if (batch.length < BATCH) return undefined;
    }
  }

  /** An entry outside the order could be taken away unnoticed, so none may stay outside for long. */
  #queueProblem(entry: Entry): string | undefined {
    if (!entry.queued) return 'the entry is neither sealed nor waiting to be sealed';
    const passedOver = entry.overdue && entry.recordedAt && entry.recordedAt < this.#sealedUntil;
    return passedOver ? 'the entry waits for its seal while later ones are sealed' : undefined;
  }

  async #entryProblem(entry: Entry, values: Map<string, StoredValue[]>): Promise<string | undefined> {
    if (!entry.content || !entry.leaf) return 'the entry was deleted';
    if (!equal(leafHash(entry.content), entry.leaf)) return 'the content does not match its hash';
    const content = canonicalFrom(entry.content);
    if (!content) return 'the content is no entry';
    if (content.organisationId !== this.#scope.organisationId)
      return 'the content is of another organisation';
    return (
      columnsProblem(entry, content) ??
      (await this.#drillProblem(content)) ??
      (await this.#valuesProblem(entry, content, values.get(entry.id) ?? []))
    );
  }

  /** The second instant of an entry in a drill follows from the first and from the drill's clock. */
  async #drillProblem({ incidentId, recordedAt, recordedAtDrill }: Canonical): Promise<string | undefined> {
    const { now, before } = await (this.#clocks ??= drillClocks(this.#scope));
    const clock = incidentId === null ? undefined : (now.get(incidentId) ?? before.get(incidentId));
    // What was a drill once has entries of both sorts.
    const optional = incidentId === null || !now.has(incidentId);
    if (recordedAtDrill === undefined && optional) return undefined;
    const expected = clock && toIncidentTime(clock, new Date(recordedAt)).toISOString();
    return recordedAtDrill === expected ? undefined : "the instant on the drill's clock does not fit";
  }

  async #valuesProblem(entry: Entry, content: Canonical, stored: StoredValue[]): Promise<string | undefined> {
    const commitments = Object.entries(content.commitments);
    if (commitments.length === 0) return undefined;
    const key = await this.#key(entry.incidentId ?? this.#scope.organisationId);
    if (key === 'missing') return 'the key of its values is missing';
    if (key === 'unusable') return 'the key of its values does not open: wrong master key, or it was changed';
    for (const [field, expected] of commitments) {
      const value = stored.find((one) => one.field === field);
      if (key === 'erased') this.erased += 1;
      else if (!value) this.missing += 1;
      else if (openCommitment(key, entry.id, value) !== expected)
        return `the value of "${field}" does not match its commitment`;
    }
    return undefined;
  }

  async #key(subjectId: string): Promise<KeyState> {
    const known = this.#sealers.get(subjectId);
    if (known !== undefined) return known;
    const state = await this.#keys.of(this.#scope, subjectId).catch(keyState);
    this.#sealers.set(subjectId, state);
    return state;
  }

  #sealedBatch(after: number): Promise<Entry[]> {
    return this.#scope
      .selectFrom('timelineSeals as s')
      .leftJoin('timelineEntries as e', (join) =>
        join.onRef('e.organisationId', '=', 's.organisationId').onRef('e.id', '=', 's.entryId'),
      )
      .select(['s.entryId as id', 's.seq', 's.leafHash as sealLeaf', 's.chainHash as chain'])
      .select(['e.content', 'e.leafHash as leaf', 'e.incidentId', 'e.kind', 'e.actorKind', 'e.actorId'])
      .select(['e.occurredAt', 'e.recordedAt'])
      .where('s.organisationId', '=', this.#scope.organisationId)
      .where('s.seq', '>', String(after))
      .orderBy('s.seq')
      .limit(BATCH)
      .execute();
  }

  #unsealedBatch(after: string): Promise<Entry[]> {
    return this.#scope
      .selectFrom('timelineEntries as e')
      .leftJoin('timelineSeals as s', (join) =>
        join.onRef('s.organisationId', '=', 'e.organisationId').onRef('s.entryId', '=', 'e.id'),
      )
      .leftJoin('timelineUnsealed as u', (join) =>
        join.onRef('u.organisationId', '=', 'e.organisationId').onRef('u.entryId', '=', 'e.id'),
      )
      .select(['e.id', 's.seq', 's.leafHash as sealLeaf', 's.chainHash as chain'])
      .select(['e.content', 'e.leafHash as leaf', 'e.incidentId', 'e.kind', 'e.actorKind', 'e.actorId'])
      .select(['e.occurredAt', 'e.recordedAt'])
      .select([
        sql<boolean>`u.entry_id is not null`.as('queued'),
        sql<boolean>`u.queued_at < now() - ${LONGEST_WAIT}::interval`.as('overdue'),
      ])
      .where('e.organisationId', '=', this.#scope.organisationId)
      .where('s.seq', 'is', null)
      .where('e.id', '>', after)
      .orderBy('e.id')
      .limit(BATCH)
      .execute();
  }

  async #values(entryIds: string[]): Promise<Map<string, StoredValue[]>> {
    const grouped = new Map<string, StoredValue[]>();
    if (entryIds.length === 0) return grouped;
    const rows = await this.#scope
      .selectFrom('timelineValues')
      .select(['entryId', 'field', 'sealed'])
      .where('organisationId', '=', this.#scope.organisationId)
      .where('entryId', 'in', entryIds)
      .execute();
    for (const row of rows) grouped.set(row.entryId, [...(grouped.get(row.entryId) ?? []), row]);
    return grouped;
  }
}

/** A key in use, or why there is none. */
type KeyState = Sealer | 'erased' | 'missing' | 'unusable';

function keyState(error: unknown): KeyState {
  if (error instanceof KeyErasedError) return 'erased';
  if (error instanceof NoResultError) return 'missing';
  if (error instanceof SealError) return 'unusable';
  throw error;
}

type DrillClock = { scale: number; startedAt: Date };

interface DrillClocks {
  /** Of the incidents that are drills. */
  now: Map<string, DrillClock>;
  /** Of those that were, until they became real: their entry says so, since the incident forgets. */
  before: Map<string, DrillClock>;
}

async function drillClocks(scope: Scope): Promise<DrillClocks> {
  const drills = await scope
    .selectFrom('incidents')
    .select(['id', 'drillScale', 'drillStartedAt'])
    .where('organisationId', '=', scope.organisationId)
    .where('drillScale', 'is not', null)
    .execute();
  const madeReal = await scope
    .selectFrom('timelineEntries')
    .select('content')
    .where('organisationId', '=', scope.organisationId)
    .where('kind', '=', 'incident.madeReal')
    .execute();
  return {
    now: new Map(
      drills.map((row) => [
        row.id,
        { scale: row.drillScale ?? 1, startedAt: row.drillStartedAt ?? new Date(0) },
      ]),
    ),
    before: new Map(madeReal.flatMap(({ content }) => formerClock(parsed<Partial<MadeReal>>(content)))),
  };
}

interface MadeReal {
  incidentId: string;
  data: { scale: number; drillStartedAt: string };
}

/** Nothing from an entry that somebody has spoiled; it is named when its turn comes. */
function formerClock(entry: Partial<MadeReal> | undefined): [string, DrillClock][] {
  const startedAt = new Date(entry?.data?.drillStartedAt ?? NaN);
  const scale = Number(entry?.data?.scale);
  if (!entry?.incidentId || Number.isNaN(startedAt.getTime()) || !Number.isFinite(scale)) return [];
  return [[entry.incidentId, { scale, startedAt }]];
}

function parsed<T>(content: Buffer): T | undefined {
  try {
    return (JSON.parse(content.toString()) as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

interface StoredValue {
  field: string;
  sealed: Buffer;
}

interface Canonical {
  id: string;
  organisationId: string;
  incidentId: string | null;
  kind: string;
  actor: { kind: string; id: string };
  occurredAt: string;
  recordedAt: string;
  recordedAtDrill?: string;
  commitments: Record<string, string>;
}

/** Whoever spoils a content may give it a hash of its own: then it must not end the verification. */
function canonicalFrom(bytes: Buffer): Canonical | undefined {
  const content = parsed<Partial<Canonical>>(bytes);
  return content?.actor && content.commitments ? (content as Canonical) : undefined;
}

/** The columns beside the content are for searching; they must say the same as the hashed bytes. */
function columnsProblem(entry: Entry, content: Canonical): string | undefined {
  const same =
    content.id === entry.id &&
    content.incidentId === entry.incidentId &&
    content.kind === entry.kind &&
    content.actor.kind === entry.actorKind &&
    content.actor.id === entry.actorId &&
    content.occurredAt === entry.occurredAt?.toISOString() &&
    content.recordedAt === entry.recordedAt?.toISOString();
  return same ? undefined : 'the columns differ from the hashed content';
}

function openCommitment(sealer: Sealer, entryId: string, stored: StoredValue): string | undefined {
  try {
    const { salt, value } = sealer.open<{ salt: string; value: string }>(
      valuePlace(entryId, stored.field),
      stored.sealed,
    );
    return commitment({ salt: Buffer.from(salt, 'base64'), value });
  } catch {
    return undefined;
  }
}
