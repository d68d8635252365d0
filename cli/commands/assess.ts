import { assessFacts } from '../../domain/assessment/index.ts';
import { factsSchema } from '../../domain/facts.ts';
import { explainAssessment } from '../../templates/catalogue.ts';
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
  const assessment = explainAssessment(assessFacts(factsSchema.parse(document)), LANGUAGE);
  return { json: assessment, lines: () => assessmentLines(assessment) };
};
