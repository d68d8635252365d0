import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { reassess } from '../../db/changes/reassess.ts';
import type { EntryData } from '../../domain/timeline/entry.ts';
import { readOptionalPastInstant, readPastInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { patchSchema } from '../schemas/incidents.ts';
import { requireAwareness, requireOrder } from './declare.ts';
import { requireOpen } from './obligation.ts';
import { patchTracks } from './patchTracks.ts';
import { requirePlausibleDiscovery } from './plausible.ts';

type Patch = z.infer<typeof patchSchema>;

/**
 * Changes facts, narrative, questions and instants; duties are re-assessed in the same transaction.
 * @param about more that the entry says, nothing personal
 */
export async function patchIncident(
  change: IncidentChange,
  patch: Patch,
  by: string,
  about: EntryData = {},
): Promise<void> {
  requireOpen(change);
  requireFields(patch);
  const before = change.incident;
  const values = changedValues(change, patch);
  if (isSame(values, before)) return;
  change.update(values, { facts: true });
  recordFacts(change, patch, { by, before, about });
  recordMoves(change, patch, by, before);
  change.announce();
  await reassess(change);
}

/** @throws Problem when nothing is to be changed */
function requireFields(patch: Patch): void {
  const given = Object.entries(patch).filter(
    ([name, value]) => value !== undefined && !['revision', 'by'].includes(name),
  );
  if (given.length > 0) return;
  const message = 'there is nothing to change; name at least one field beside revision and by';
  throw new Problem('invalidRequest', message, { errors: [{ field: '/', message }] });
}

/** What stands there already is no change: no entry, no new revision. */
const isSame = (values: Partial<StoredIncident>, before: StoredIncident): boolean =>
  Object.entries(values).every(([name, value]) =>
    isDeepStrictEqual(value, before[name as keyof StoredIncident]),
  );

function changedValues(change: IncidentChange, patch: Patch): Partial<StoredIncident> {
  const { incident, at } = change;
  const { timeZone } = incident.organisation.policy;
  const pick = (field: 'occurredFrom' | 'occurredTo') =>
    patch[field] === undefined
      ? incident[field]
      : readOptionalPastInstant(`/${field}`, patch[field], timeZone, at);
  const move = (field: 'discoveredAt' | 'awareAt') =>
    patch[field] === undefined ? incident[field] : readPastInstant(`/${field}`, patch[field], timeZone, at);
  const discoveredAt = move('discoveredAt');
  const awareAt = move('awareAt');
  const occurredFrom = pick('occurredFrom');
  const occurredTo = pick('occurredTo');
  requireOrder(occurredFrom, occurredTo);
  requirePlausibleDiscovery(discoveredAt, occurredFrom);
  requireDiscovery(incident, discoveredAt, patch);
  requireAwareness({ discoveredAt, awareAt: incident.awareAt }, awareAt, patch.awareReason);
  return {
    title: patch.title ?? incident.title,
    tracks: patchTracks(change, patch),
    narrative: { ...incident.narrative, ...patch.narrative },
    questions: Object.assign({}, incident.questions, definedOnly(patch.questions ?? {})),
    occurredFrom,
    occurredTo,
    discoveredAt,
    awareAt,
  };
}

/** Promises are counted from discovery, so a correction needs a reason; awareness may have to move with it. */
function requireDiscovery(before: StoredIncident, discoveredAt: Date, patch: Patch): void {
  if (patch.awareAt === undefined && discoveredAt > before.awareAt) {
    const message = 'discovery cannot be later than awareness; move awareAt too, with awareReason';
    throw new Problem('invalidRequest', message, { errors: [{ field: '/discoveredAt', message }] });
  }
  if (discoveredAt.getTime() !== before.discoveredAt.getTime() && !patch.discoveredReason) {
    const message = 'discovery moves: say in discoveredReason why, it enters the timeline';
    throw new Problem('reasonNeeded', message, { errors: [{ field: '/discoveredReason', message }] });
  }
}

const definedOnly = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Fields that are no facts, or have an entry of their own. */
const RECORDED_APART = ['revision', 'by', 'discoveredAt', 'discoveredReason', 'awareAt', 'awareReason'];

/** What changed, by name; the values are personal and stand behind a commitment. */
function recordFacts(
  change: IncidentChange,
  patch: Patch,
  { by, before, about }: { by: string; before: StoredIncident; about: EntryData },
): void {
  const fields = Object.entries(patch).filter(
    ([name, value]) => value !== undefined && !RECORDED_APART.includes(name),
  );
  if (fields.length === 0) return;
  change.record({
    kind: 'incident.factsChanged',
    data: {
      fields: fields.map(([name]) => name),
      fromRevision: before.revision,
      factsRevision: change.incident.factsRevision,
      ...about,
    },
    personal: { by, values: JSON.stringify(Object.fromEntries(fields)) },
  });
}

/** An instant on which clocks hang never moves unseen: each move is an entry with both instants and the reason. */
function recordMoves(change: IncidentChange, patch: Patch, by: string, before: StoredIncident): void {
  const moves = [
    { kind: 'incident.discoveryMoved', field: 'discoveredAt', reason: patch.discoveredReason },
    { kind: 'incident.awarenessMoved', field: 'awareAt', reason: patch.awareReason },
  ] as const;
  for (const { kind, field, reason } of moves) {
    const [from, to] = [before[field].toISOString(), change.incident[field].toISOString()];
    if (from !== to) change.record({ kind, data: { from, to }, personal: { by, reason } });
  }
}
