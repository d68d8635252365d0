import type { InterviewState } from '../templates/interview.ts';
import { assessmentLines } from './assessmentLines.ts';

/** The end of the interview for a person, with the assessment behind it. */
export function interviewLines({ next, outcome }: Pick<InterviewState, 'next' | 'outcome'>): string[] {
  return [
    `Result: ${outcome.text}`,
    outcome.help,
    ...(next ? ['Not all questions are answered yet. The result is that of the answers so far.'] : []),
    '',
    ...assessmentLines(outcome.assessment),
  ];
}
