import type { StoredIncident } from '../../db/incidents.ts';
import { assessFacts } from '../../domain/assessment/index.ts';
import type { Track } from '../../domain/facts.ts';
import { explainAssessment } from '../../templates/catalogue.ts';

/** What follows from the facts of one track, explained in the organisation's language. */
export const trackAssessment = ({ id, label, facts }: Track, { organisation }: StoredIncident) => ({
  track: id,
  label: label ?? null,
  role: facts.role,
  ...explainAssessment(assessFacts(facts), organisation.policy.language),
});
