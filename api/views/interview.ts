import type { IncidentView } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { answersGiven, saidNotContained } from '../../db/interviewAnswers.ts';
import type { Facts, Track } from '../../domain/facts.ts';
import { answerOf, QUESTIONS } from '../../domain/interview/index.ts';
import { type Answered, interviewState, labelledAnswers } from '../../templates/interview.ts';
import type { InterviewSheet } from '../../templates/interviewSheet.ts';
import { Problem } from '../problems.ts';
import { iso } from './incident.ts';

type View = Pick<IncidentView, 'scope' | 'sealer' | 'incident' | 'at'>;

/** @throws Problem `notFound` */
export function trackOf(incident: StoredIncident, id: string): Track {
  const track = incident.tracks.find((one) => one.id === id);
  if (!track) throw new Problem('notFound', 'The incident has no such track.');
  return track;
}

/** The interview of one track of an incident. */
export async function trackInterview(view: View, trackId: string) {
  const { incident } = view;
  const { language } = incident.organisation.policy;
  const { facts } = trackOf(incident, trackId);
  const answers = labelledAnswers(facts, language, await answered(view, trackId));
  const contained = await containedIn(view);
  return {
    revision: incident.revision,
    answers: answers.map((one) => ({ ...one, answeredAt: iso(one.answeredAt) })),
    ...interviewState(facts, language, { contained }),
  };
}

/** What the printed result of one track shows. */
export async function interviewSheet(view: View, trackId: string): Promise<InterviewSheet> {
  const { incident, at } = view;
  const { facts, label, id } = trackOf(incident, trackId);
  const { name, policy } = incident.organisation;
  const { reference, factsRevision, containedAt } = incident;
  const about = { organisation: name, reference, track: label ?? id, factsRevision, containedAt };
  return {
    facts,
    language: policy.language,
    timeZone: policy.timeZone,
    madeAt: at,
    contained: await containedIn(view),
    answered: await answered(view, trackId),
    incident: { ...about, drill: incident.drill !== null },
  };
}

/** As it is recorded: null where nobody has said so or so. */
async function containedIn({ scope, sealer, incident }: View): Promise<boolean | null> {
  if (incident.containedAt !== null) return true;
  return (await saidNotContained(scope, sealer, incident.id)) ? false : null;
}

/** Who gave the answers that stand: a fact that was changed in another way since is nobody's answer. */
async function answered(
  { scope, sealer, incident }: View,
  track: string,
): Promise<ReadonlyMap<string, Answered>> {
  const { facts } = trackOf(incident, track);
  const given = await answersGiven(scope, sealer, { incidentId: incident.id, track });
  return new Map([...given].filter(([id, answer]) => stands(id, facts, answer.facts)));
}

function stands(id: string, now: Facts, then: Facts): boolean {
  const question = QUESTIONS.find((one) => one.id === id);
  if (!question) return false;
  return JSON.stringify(answerOf(now, question)) === JSON.stringify(answerOf(then, question));
}
