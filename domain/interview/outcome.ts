import { type FactsAssessment, proposalOf } from '../assessment/index.ts';
import type { DutyName } from '../assessment/duties.ts';
import type { Facts } from '../facts.ts';
import { answerOf } from './answers.ts';
import { missingAnswers } from './missing.ts';
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

/** The ICO's words for the risk. */
export type Likelihood = 'likely' | 'neither' | 'unlikely';

export interface InterviewOutcome {
  result: InterviewResult;
  /** `null` where no risk is assessed: no breach, or a processor. */
  likelihood: Likelihood | null;
  /** Duties that are left to a person; each stands until somebody has decided. */
  toDecide: DutyName[];
  /** Its `missing` holds what could change this end. */
  assessment: FactsAssessment;
}

/**
 * The end that the answers lead to so far, with the assessment behind it. Only a risk that is shown to be unlikely ends
 * in the record alone: "neither likely nor unlikely" is not "unlikely" (Art. 33(1)).
 */
export function interviewOutcome(facts: Facts): InterviewOutcome {
  const assessment = { ...proposalOf(facts), missing: missingAnswers(facts) };
  return {
    result: resultOf(assessment),
    likelihood: likelihoodOf(facts, assessment),
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

function likelihoodOf({ role }: Facts, { personalDataBreach, risk }: FactsAssessment): Likelihood | null {
  if (role === 'processor' || personalDataBreach === false) return null;
  if (risk === 'undetermined') return 'neither';
  return risk === 'unlikely' ? 'unlikely' : 'likely';
}

/** The questions that matter, or that were answered all the same, with their answers, in order. */
export const answersSoFar = (facts: Facts): { question: Question; answer: Answer }[] =>
  QUESTIONS.flatMap((question) => {
    const answer = answerOf(facts, question);
    return answer === undefined ? [] : [{ question, answer }];
  });
