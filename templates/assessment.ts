import type { AssessmentReason, FactsAssessment } from '../domain/assessment/index.ts';
import { reasonText } from './entries.ts';

/** The assessment of one track with the text of every reason, question and reading, as the API and the CLI print it. */
export function explainAssessment(
  { severity, reasons, decisions, ...rest }: FactsAssessment,
  language: string,
) {
  const text = (code: string): string => reasonText(code, language);
  const adjustments = severity?.adjustments.map((step) => ({ ...step, text: text(step.reason) })) ?? [];
  return {
    ...rest,
    severity: severity && { ...severity, adjustments },
    reasons: reasons.map(({ code, source, standing, facts }: AssessmentReason) => ({
      rule: code,
      source,
      text: text(code),
      standing,
      facts,
    })),
    decisions: decisions.map((decision) => ({
      ...decision,
      text: text(decision.question),
      readings: decision.readings.map((reading) => ({ ...reading, text: text(reading.code) })),
    })),
  };
}

export type ExplainedAssessment = ReturnType<typeof explainAssessment>;
