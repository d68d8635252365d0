import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { reassess } from '../../db/changes/reassess.ts';
import { readOptionalInstant, readPastInstant } from '../instants.ts';
import type { patchSchema } from '../schemas/incidents.ts';
import { requireAwareness, requireOrder } from './declare.ts';
import { requireOpen } from './obligation.ts';

type Patch = z.infer<typeof patchSchema>;

/** Changes facts, narrative, questions and instants; duties are re-assessed in the same transaction. */
export async function patchIncident(change: IncidentChange, patch: Patch, by: string): Promise<void> {
  requireOpen(change);
  const before = change.incident;
  const values = changedValues(change, patch);
  change.update(values, { facts: true });
  recordFacts(change, patch, by, before);
  recordAwareness(change, patch, by, before);
  change.announce();
  await reassess(change);
}

function changedValues(change: IncidentChange, patch: Patch): Partial<StoredIncident> {
  const { incident, at } = change;
  const { timeZone } = incident.organisation.policy;
  const pick = (field: 'occurredFrom' | 'occurredTo') =>
    patch[field] === undefined ? incident[field] : readOptionalInstant(`/${field}`, patch[field], timeZone);
  const awareAt =
    patch.awareAt === undefined ? incident.awareAt : readPastInstant('/awareAt', patch.awareAt, timeZone, at);
  const occurredFrom = pick('occurredFrom');
  const occurredTo = pick('occurredTo');
  requireOrder(occurredFrom, occurredTo);
  requireAwareness(incident, awareAt, patch.awareReason);
  return {
    title: patch.title ?? incident.title,
    tracks: patch.tracks ?? incident.tracks,
    narrative: { ...incident.narrative, ...patch.narrative },
    questions: Object.assign({}, incident.questions, definedOnly(patch.questions ?? {})),
    occurredFrom,
    occurredTo,
    awareAt,
  };
}

const definedOnly = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** What changed, by name; the values are personal and stand behind a commitment. */
function recordFacts(change: IncidentChange, patch: Patch, by: string, before: StoredIncident): void {
  const { revision: _, awareAt: __, awareReason: ___, by: ____, ...changed } = patch;
  const fields = Object.entries(changed).filter(([, value]) => value !== undefined);
  if (fields.length === 0) return;
  change.record({
    kind: 'incident.factsChanged',
    data: {
      fields: fields.map(([name]) => name),
      fromRevision: before.revision,
      factsRevision: change.incident.factsRevision,
    },
    personal: { by, values: JSON.stringify(Object.fromEntries(fields)) },
  });
}

function recordAwareness(change: IncidentChange, patch: Patch, by: string, before: StoredIncident): void {
  const { awareAt } = change.incident;
  if (awareAt.getTime() === before.awareAt.getTime()) return;
  change.record({
    kind: 'incident.awarenessMoved',
    data: { from: before.awareAt.toISOString(), to: awareAt.toISOString() },
    personal: { by, reason: patch.awareReason },
  });
}
