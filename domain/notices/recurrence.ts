import type { Narrative } from '../narrative.ts';
import { type Answer, known, notYetKnown, unanswered } from './answers.ts';

/** "Steps against recurrence, with dates": asked in later reports. One without a date is named. */
export function recurrence({ recurrenceMeasures: measures }: Narrative): Answer {
  if (measures === undefined) return unanswered();
  if (measures === null || measures.length === 0) return notYetKnown();
  const undated = measures.filter(({ due }) => !due).map(({ what }) => what);
  const value = measures.map(({ what, due }) => ({ what, due: due ?? null }));
  return known(value, ...(undated.length > 0 ? [{ code: 'undated' as const, values: undated }] : []));
}
