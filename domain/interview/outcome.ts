import { assessFacts, type FactsAssessment } from '../assessment/index.ts';
import type { DutyName } from '../assessment/duties.ts';
import type { Facts } from '../facts.ts';
import { answerOf } from './answers.ts';
import type { Answer, Question } from './question.ts';
import { QUESTIONS } from './questions.ts';

/** The ends of the ICO's self-assessment, and two of ours: a processor's, and where the guidance leaves it to a person. */
export const RESULTS = [
  'recordOnly',
  'tellIco',
  'tellIcoAndPeople',
  'tellControllers',
  'personDecides',
] as const;
export type InterviewResult = (typeof RESULTS)[number];

export interface InterviewOutcome {
  result: InterviewResult;
  /** Duties that are left to a person; each stands until somebody has decided. */
  toDecide: DutyName[];
  assessment: FactsAssessment;
}

/**
 * The end that the answers lead to so far, with the assessment behind it. Only a risk that is shown to be unlikely ends
 * in the record alone: "neither likely nor unlikely" is not "unlikely" (Art. 33(1)).
 */
export function interviewOutcome(facts: Facts): InterviewOutcome {
  const assessment = assessFacts(facts);
  return {
    result: resultOf(assessment),
    toDecide: assessment.decisions.map(({ about }) => about),
    assessment,
  };
}

function resultOf(assessment: FactsAssessment): InterviewResult {
  const { notifyAuthority, communicateToDataSubjects, notifyControllers } = assessment;
  if (notifyControllers === 'required') return 'tellControllers';
  if (notifyAuthority === 'decide') return 'personDecides';
  if (notifyAuthority === 'notRequired') return 'recordOnly';
  return communicateToDataSubjects === 'required' ? 'tellIcoAndPeople' : 'tellIco';
}

/** The questions that matter, or that were answered all the same, with their answers, in order. */
export const answersSoFar = (facts: Facts): { question: Question; answer: Answer }[] =>
  QUESTIONS.flatMap((question) => {
    const answer = answerOf(facts, question);
    return answer === undefined ? [] : [{ question, answer }];
  });
