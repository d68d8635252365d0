import { chainHash, EMPTY_CHAIN, leafHash } from '../../domain/timeline/entry.ts';
import type { DataKeys } from '../dataKeys.ts';
import type { Scope } from '../database.ts';
import { BATCH, sealedBatch, unsealedBatch } from './batches.ts';
import { type DrillClocks, drillClocks, drillProblem } from './drillClocks.ts';
import { canonicalFrom, columnsProblem, type Entry, equal } from './entry.ts';
import { type StoredValue, ValueCheck } from './values.ts';

/** An entry that does not fit; without a seq where it has no seal. */
export interface Problem {
  seq: number | null;
  entryId: string;
  problem: string;
}

/** Walks the record in its order, up to the first entry that does not fit. */
export class TimelineWalk {
  sealedCount = 0;
  unsealedCount = 0;
  readonly values: ValueCheck;
  readonly #scope: Scope;
  #clocks: Promise<DrillClocks> | undefined;
  /** When the youngest of the sealed entries was recorded. */
  #sealedUntil = new Date(0);

  constructor(scope: Scope, keys: DataKeys) {
    this.#scope = scope;
    this.values = new ValueCheck(scope, keys);
  }

  /** Walks the seals in order: no gap, each leaf as sealed, each chain hash following from the one before. */
  async sealed(): Promise<Problem | undefined> {
    let chain: Uint8Array = EMPTY_CHAIN;
    for (;;) {
      const batch = await sealedBatch(this.#scope, this.sealedCount);
      const values = await this.values.of(batch.map((entry) => entry.id));
      for (const entry of batch) {
        const expected = this.sealedCount + 1;
        const problem = sealProblem(entry, expected, chain) ?? (await this.#entryProblem(entry, values));
        if (problem) return { seq: Number(entry.seq), entryId: entry.id, problem };
        chain = entry.chain ?? chain;
        if (entry.recordedAt && entry.recordedAt > this.#sealedUntil) this.#sealedUntil = entry.recordedAt;
        this.sealedCount = expected;
      }
      if (batch.length < BATCH) return undefined;
    }
  }

  /** Entries without a seal: they must be waiting for one, and hold together. */
  async unsealed(): Promise<Problem | undefined> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const batch = await unsealedBatch(this.#scope, after);
      const values = await this.values.of(batch.map((entry) => entry.id));
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
      drillProblem(await (this.#clocks ??= drillClocks(this.#scope)), content) ??
      (await this.values.problem(entry, content, values.get(entry.id) ?? []))
    );
  }
}

/** Why an entry does not stand where its seal says, if so. */
function sealProblem(entry: Entry, expected: number, chain: Uint8Array): string | undefined {
  if (Number(entry.seq) !== expected) return `entry ${expected} is missing from the order`;
  if (!entry.content || !entry.leaf) return 'the entry was deleted';
  if (!entry.sealLeaf || !equal(entry.sealLeaf, entry.leaf))
    return 'the entry is not the one that was sealed';
  if (!entry.chain || !equal(chainHash(chain, entry.leaf), entry.chain)) return 'the order was changed';
  return undefined;
}
