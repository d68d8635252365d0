import type { StoredIncident } from '../../db/incidents.ts';
import type { Facts, Track } from '../../domain/facts.ts';
import { interviewOutcome, nextQuestion } from '../../domain/interview/index.ts';
import { labelledAnswers, labelledOutcome, labelledQuestion } from '../../templates/interview.ts';
import type { InterviewSheet } from '../../templates/interviewSheet.ts';
import { Problem } from '../problems.ts';

/** Where an interview stands: the next question, the facts, and the end that they lead to so far. */
export function interviewJson(facts: Facts, language: string, asked?: ReadonlySet<string>) {
  const next = nextQuestion(facts, asked);
  return {
    next: next && labelledQuestion(next, language),
    facts,
    outcome: labelledOutcome(interviewOutcome(facts), language),
  };
}

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
  return { revision, answers: labelledAnswers(facts, language), ...interviewJson(facts, language) };
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
