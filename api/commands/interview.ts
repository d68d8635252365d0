import type { IncidentChange } from '../../db/incidentChange.ts';
import type { Facts } from '../../domain/facts.ts';
import { applyAnswers, InterviewAnswerError } from '../../domain/interview/index.ts';
import { Problem } from '../problems.ts';
import { trackOf } from '../views/interview.ts';
import { patchIncident } from './patch.ts';

type Answers = Readonly<Record<string, unknown>>;

/** The facts with the answers filled in. @throws Problem `invalidRequest` that names the question */
export function filled(facts: Facts, answers: Answers): Facts {
  try {
    return applyAnswers(facts, answers);
  } catch (error) {
    if (!(error instanceof InterviewAnswerError)) throw error;
    const errors = error.errors.map(({ field, message }) => ({ field: `/answers/${field}`, message }));
    throw new Problem('invalidRequest', error.message, { errors });
  }
}

/** Fills the facts of one track as `PATCH` does: entry, re-assessment and announcement in one transaction. */
export async function answerInterview(
  change: IncidentChange,
  trackId: string,
  request: { revision: number; answers: Answers; by: string },
): Promise<void> {
  const { revision, answers, by } = request;
  refuseContained(answers);
  const facts = filled(trackOf(change.incident, trackId).facts, answers);
  const tracks = [{ id: trackId, facts }];
  await patchIncident(change, { revision, tracks }, by, { track: trackId, questions: Object.keys(answers) });
}

/** Containment is an act with a time and a way, not a fact of a track. */
function refuseContained(answers: Answers): void {
  if (!Object.hasOwn(answers, 'contained')) return;
  const message = 'is recorded by POST …/containment (bin/tocsin contain), which says how';
  throw new Problem('invalidRequest', `contained: ${message}`, {
    errors: [{ field: '/answers/contained', message }],
  });
}
