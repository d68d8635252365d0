import type { Facts } from '../facts.ts';

/** `several`: one or more of the values; `text`: a sentence of one's own. "Not yet known" (`null`) answers every kind. */
export type AnswerKind = 'yesNo' | 'choice' | 'several' | 'number' | 'text';

/** An answer as the facts hold it; `null` is "not yet known" and never means "no". */
export type Answer = boolean | number | string | string[] | null;

/** One question of the interview. Its words are in templates/en/interview.yaml, by `id`. */
export interface Question {
  id: string;
  /** The fact that it fills, e.g. "cia.confidentiality"; `null` where the answer is no fact of a track. */
  path: string | null;
  kind: AnswerKind;
  /** Of `choice` and `several`: what may be answered. */
  values: readonly string[];
  article: string;
  /** What stands in the facts for "not yet known". */
  unknown: null | 'unknown' | [];
  /** Could an answer still matter, given what is known? Silence never leaves a question out. */
  matters: (facts: Facts) => boolean;
}

/** An answer that does not fit its question, or a question that there is not. `errors` names the question. */
export class InterviewAnswerError extends Error {
  override name = 'InterviewAnswerError';
  readonly errors: { field: string; message: string }[];

  constructor(...errors: [{ field: string; message: string }, ...{ field: string; message: string }[]]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.errors = errors;
  }
}
