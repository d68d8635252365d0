/** The ICO's self-assessment as questions whose answers are facts; see docs/interview.md. */
export { applyAnswer, applyAnswers, nextQuestion } from './answers.ts';
export { answersSoFar, interviewOutcome, type InterviewOutcome, RESULTS } from './outcome.ts';
export { type Answer, InterviewAnswerError, type Question } from './question.ts';
export { QUESTIONS } from './questions.ts';
