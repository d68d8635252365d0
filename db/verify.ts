import { chainHash, commitment, EMPTY_CHAIN, leafHash } from '../domain/timeline/entry.ts';
import type { Scope } from './database.ts';
import { type DataKeys, KeyErasedError } from './dataKeys.ts';
import { type Sealer } from './sealing.ts';
import { valuePlace } from './timeline.ts';

export interface Verification {
  ok: boolean;
  /** Entries whose place in the order is sealed. */
  sealed: number;
  /** Entries that wait for the sequencer. */
  unsealed: number;
  /** Personal values that were erased; the entries that committed to them still verify. */
  erasedValues: number;
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
}

class TimelineCheck {
  sealedCount = 0;
  unsealedCount = 0;
  erased = 0;
  readonly #scope: Scope;
  readonly #keys: DataKeys;
  readonly #sealers = new Map<string, Sealer | null>();

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
        const problem = await this.#entryProblem(entry, values);
        if (problem) return { seq: null, entryId: entry.id, problem };
        this.unsealedCount += 1;
        after = entry.id;
      }
      if (batch.length < BATCH) return undefined;
    }
  }

  async #entryProblem(entry: Entry, values: Map<string, StoredValue[]>): Promise<string | undefined> {
    if (!entry.content || !entry.leaf) return 'the entry was deleted';
    if (!equal(leafHash(entry.content), entry.leaf)) return 'the content does not match its hash';
    const content = JSON.parse(entry.content.toString()) as Canonical;
    return (
      columnsProblem(entry, content) ??
      (await this.#valuesProblem(entry, content, values.get(entry.id) ?? []))
    );
  }

  async #valuesProblem(entry: Entry, content: Canonical, stored: StoredValue[]): Promise<string | undefined> {
    const sealer = await this.#sealer(entry.incidentId ?? this.#scope.organisationId);
    for (const [field, expected] of Object.entries(content.commitments)) {
      const value = stored.find((one) => one.field === field);
      if (!value || !sealer) {
        this.erased += 1;
        continue;
      }
      if (openCommitment(sealer, entry.id, value) !== expected)
        return `the value of "${field}" does not match its commitment`;
    }
    return undefined;
  }

  async #sealer(subjectId: string): Promise<Sealer | null> {
    const known = this.#sealers.get(subjectId);
    if (known !== undefined) return known;
    const sealer = await this.#keys.of(this.#scope, subjectId).catch((error: unknown) => {
      if (error instanceof KeyErasedError) return null;
      throw error;
    });
    this.#sealers.set(subjectId, sealer);
    return sealer;
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
      .select(['e.id', 's.seq', 's.leafHash as sealLeaf', 's.chainHash as chain'])
      .select(['e.content', 'e.leafHash as leaf', 'e.incidentId', 'e.kind', 'e.actorKind', 'e.actorId'])
      .select(['e.occurredAt', 'e.recordedAt'])
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

interface StoredValue {
  field: string;
  sealed: Buffer;
}

interface Canonical {
  id: string;
  incidentId: string | null;
  kind: string;
  actor: { kind: string; id: string };
  occurredAt: string;
  recordedAt: string;
  commitments: Record<string, string>;
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
