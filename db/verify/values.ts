import { NoResultError } from 'kysely';
import { commitment } from '../../domain/timeline/entry.ts';
import type { Scope } from '../database.ts';
import { type DataKeys, KeyErasedError } from '../dataKeys.ts';
import { SealError, type Sealer } from '../sealing.ts';
import { valuePlace } from '../timeline.ts';
import type { Canonical, Entry } from './entry.ts';

export interface StoredValue {
  field: string;
  sealed: Buffer;
}

/** Opens the personal values of entries and compares them with what the entries commit to; counts what is gone. */
export class ValueCheck {
  erased = 0;
  missing = 0;
  readonly #scope: Scope;
  readonly #keys: DataKeys;
  readonly #states = new Map<string, KeyState>();

  constructor(scope: Scope, keys: DataKeys) {
    this.#scope = scope;
    this.#keys = keys;
  }

  /** The values of these entries, by the entry's id. */
  async of(entryIds: string[]): Promise<Map<string, StoredValue[]>> {
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

  /** What is wrong with the values of an entry, if anything is. */
  async problem(entry: Entry, content: Canonical, stored: StoredValue[]): Promise<string | undefined> {
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
    const known = this.#states.get(subjectId);
    if (known !== undefined) return known;
    const state = await this.#keys.of(this.#scope, subjectId).catch(keyState);
    this.#states.set(subjectId, state);
    return state;
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
