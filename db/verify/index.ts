import type { DataKeys } from '../dataKeys.ts';
import type { Scope } from '../database.ts';
import { type Problem, TimelineWalk } from './walk.ts';

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
  first: Problem | null;
}

/** Re-hashes every stored entry of the organisation, its order and its personal values. Reads only. */
export async function verifyTimeline(scope: Scope, keys: DataKeys): Promise<Verification> {
  const walk = new TimelineWalk(scope, keys);
  const first = (await walk.sealed()) ?? (await walk.unsealed()) ?? null;
  return {
    ok: first === null,
    sealed: walk.sealedCount,
    unsealed: walk.unsealedCount,
    erasedValues: walk.values.erased,
    missingValues: walk.values.missing,
    first,
  };
}

/** How many entries whoever is looking may know of, with and without a seal. */
export async function entryCounts(scope: Scope): Promise<Pick<Verification, 'sealed' | 'unsealed'>> {
  const { all, sealed } = await scope
    .selectFrom('timelineEntries as e')
    .leftJoin('timelineSeals as s', (join) =>
      join.onRef('s.organisationId', '=', 'e.organisationId').onRef('s.entryId', '=', 'e.id'),
    )
    .select((eb) => [eb.fn.count<string>('e.id').as('all'), eb.fn.count<string>('s.entryId').as('sealed')])
    .where('e.organisationId', '=', scope.organisationId)
    .executeTakeFirstOrThrow();
  return { sealed: Number(sealed), unsealed: Number(all) - Number(sealed) };
}
