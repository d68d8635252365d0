import type { InterviewState } from '../templates/interview.ts';
import { assessmentLines } from './assessmentLines.ts';

type InterviewLinesOf = Pick<InterviewState, 'next' | 'contained' | 'outcome'>;

/** The end of the interview for a person, with the assessment behind it. */
export function interviewLines({ next, contained, outcome }: InterviewLinesOf): string[] {
  return [
    `Result: ${outcome.text}`,
    outcome.help,
    ...(contained === true ? [] : ['The breach is not known to be contained. That comes first.']),
    ...(next ? ['Not all questions are answered yet. The result is that of the answers so far.'] : []),
    '',
    ...assessmentLines(outcome.assessment),
  ];
}
