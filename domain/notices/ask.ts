import type { Answer } from './answers.ts';
import type { IcoQuestion } from './icoModel.ts';

/** A question before it has its place in the form. */
export type Answered = Omit<IcoQuestion, 'formOrder'>;

interface Extra {
  art33?: IcoQuestion['art33'];
  mandatory?: boolean;
}

/** One question of the form with its answer. */
export const ask = (id: string, kind: IcoQuestion['kind'], answer: Answer, extra: Extra = {}): Answered => ({
  id,
  kind,
  answer,
  art33: extra.art33 ?? null,
  mandatory: extra.mandatory ?? false,
});
