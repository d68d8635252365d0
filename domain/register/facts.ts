import type { Track } from '../facts.ts';
import type { RegisterEvent, RegisterInput } from './input.ts';
import type { RegisterEntry, RegisterTrack, Remedy } from './types.ts';

/** A group of people and their data; what was not answered is not yet known. */
export function registerTrack({ id, label, facts, controllers }: Track): RegisterTrack {
  const { cia, individuals } = facts;
  return {
    id,
    label: label ?? null,
    role: facts.role,
    cause: facts.cause ?? null,
    confidentiality: cia?.confidentiality ?? null,
    integrity: cia?.integrity ?? null,
    availability: cia?.availability ?? null,
    people: {
      approx: individuals?.approx ?? null,
      kinds: individuals?.kinds ?? [],
      children: individuals?.children ?? null,
      vulnerable: individuals?.vulnerable ?? null,
    },
    dataCategories: facts.dataCategories ?? [],
    controllers: (controllers ?? []).map((one) => ({ id: one.id, name: one.name ?? null })),
    controllersAffected: facts.controllersAffected ?? null,
    harmSeen: facts.harmSeen ?? null,
  };
}

/** Of all groups together: unknown as long as one of them is not counted. */
export function peopleOf(tracks: readonly RegisterTrack[]): RegisterEntry['people'] {
  const counts = tracks.map(({ people }) => people.approx);
  const atLeast = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return { approx: counts.includes(null) ? null : atLeast, atLeast };
}

/** What is likely to come of it, and what has been seen. */
export function effectsOf({ incident, complaints }: RegisterInput): RegisterEntry['effects'] {
  const { likelyConsequences, likelihoodOfSignificantConsequences } = incident.narrative;
  return {
    likely: likelyConsequences ?? null,
    likelihood: likelihoodOfSignificantConsequences ?? null,
    actual: [...new Set(incident.tracks.flatMap(({ facts }) => (facts.harmSeen ? [facts.harmSeen] : [])))],
    complaints,
  };
}

/** Containment and remedy, as far as they were recorded. */
export function remedyOf({ incident, events }: RegisterInput): Remedy {
  const last = (kind: string): RegisterEvent | undefined => events.findLast((event) => event.kind === kind);
  const contained = incident.containedAt ? last('containment.recorded') : undefined;
  const scoped = incident.scopeAssessedAt ? last('scope.recorded') : undefined;
  const { measuresBefore, measuresTaken, measuresProposed } = incident.narrative;
  return {
    containedAt: incident.containedAt,
    containedBy: contained?.personal.by ?? null,
    containment: contained?.personal.how ?? null,
    scopeAssessedAt: incident.scopeAssessedAt,
    scope: scoped?.personal.findings ?? null,
    before: measuresBefore ?? null,
    taken: measuresTaken ?? null,
    proposed: measuresProposed ?? null,
  };
}
