import { assessFacts, type AssessmentReason, type FactsAssessment } from '../../domain/assessment/index.ts';
import { factsSchema } from '../../domain/facts.ts';
import { reasonText } from '../../templates/catalogue.ts';
import { assessmentLines } from '../assessmentLines.ts';
import { badInput } from '../errors.ts';
import { readDocument } from '../files.ts';
import type { OfflineWork } from '../offlineCommand.ts';

const LANGUAGE = 'en';

/**
 * `assess FILE`: the facts of one track in, the proposal with its reasons out.
 * @throws CliError (2) for a file that cannot be read, ZodError for facts that are not in the vocabulary
 */
export const assess: OfflineWork<object> = async ([file = '-']) => {
  const document = await readDocument(file);
  if ('tracks' in document)
    throw badInput('These are the facts of an incident: give the facts of one track (the value of "facts").');
  const assessment = assessmentJson(assessFacts(factsSchema.parse(document)));
  return { json: assessment, lines: () => assessmentLines(assessment) };
};

const text = (code: string): string => reasonText(code, LANGUAGE);

const reasonJson = ({ code, source, standing, facts }: AssessmentReason) => ({
  rule: code,
  source,
  text: text(code),
  standing,
  facts,
});

/** The assessment with the text of every reason, question and reading. */
function assessmentJson({ severity, reasons, decisions, ...rest }: FactsAssessment) {
  const adjustments = severity?.adjustments.map((step) => ({ ...step, text: text(step.reason) })) ?? [];
  return {
    ...rest,
    severity: severity && { ...severity, adjustments },
    reasons: reasons.map(reasonJson),
    decisions: decisions.map((decision) => ({
      ...decision,
      text: text(decision.question),
      readings: decision.readings.map((reading) => ({ ...reading, text: text(reading.code) })),
    })),
  };
}

export type AssessmentJson = ReturnType<typeof assessmentJson>;
