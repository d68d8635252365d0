import type { StoredIncident } from '../../db/incidents.ts';
import type { Track } from '../../domain/facts.ts';
import { interviewState, labelledAnswers } from '../../templates/interview.ts';
import type { InterviewSheet } from '../../templates/interviewSheet.ts';
import { Problem } from '../problems.ts';

/** @throws Problem `notFound` */
export function trackOf(incident: StoredIncident, id: string): Track {
  const track = incident.tracks.find((one) => one.id === id);
  if (!track) throw new Problem('notFound', 'The incident has no such track.');
  return track;
}

/** The interview of one track of an incident. */
export function trackInterview(incident: StoredIncident, trackId: string) {
  const { language } = incident.organisation.policy;
  const { facts } = trackOf(incident, trackId);
  const { revision } = incident;
  return { revision, answers: labelledAnswers(facts, language), ...interviewState(facts, language) };
}

/** What the printed result of one track shows. */
export function interviewSheet(incident: StoredIncident, trackId: string, madeAt: Date): InterviewSheet {
  const { facts, label, id } = trackOf(incident, trackId);
  const { name, policy } = incident.organisation;
  const { reference, factsRevision } = incident;
  const about = { organisation: name, reference, track: label ?? id, factsRevision };
  return {
    facts,
    language: policy.language,
    timeZone: policy.timeZone,
    madeAt,
    incident: { ...about, drill: incident.drill !== null },
  };
}
