import type { Answer, AnswerValue, Measure, Remark } from '../domain/notices/answers.ts';
import type { IcoQuestion } from '../domain/notices/icoModel.ts';
import { formatDate } from '../domain/time/formatDate.ts';
import { choiceText, fill, formText, type IcoForm } from './icoForm.ts';

/** An instant as people read it, in the time zone of the organisation. */
export type Local = (iso: string) => string;

export interface LabelledAnswer {
  state: Answer['state'];
  value: AnswerValue;
  /** The answer in words, ready to be copied; for a gap, what the gap is. */
  display: string;
  remarks: string[];
}

/** The part of a question that its words depend on. */
type Asked = Pick<IcoQuestion, 'id' | 'kind' | 'answer'>;

/** An answer in the words of the form. @throws TemplateError for a value that has none */
export const labelAnswer = (form: IcoForm, asked: Asked, local: Local): LabelledAnswer => ({
  state: asked.answer.state,
  value: asked.answer.value,
  display: display(form, asked, local),
  remarks: asked.answer.remarks
    .map((remark) => remarkText(form, asked, remark))
    .filter((text) => text !== ''),
});

function display(form: IcoForm, { id, kind, answer }: Asked, local: Local): string {
  if (answer.state === 'unanswered') return form.states.unanswered;
  if (answer.state === 'notYetKnown') return notYetKnown(form, id);
  const { value, remarks } = answer;
  if (kind === 'instant') return instants(form, value as string, remarks, local);
  if (typeof value === 'number') return numberText(form, value, remarks);
  if (kind === 'measures') return (value as Measure[]).map((one) => measureText(form, one)).join('\n');
  if (Array.isArray(value)) return (value as string[]).map((one) => chosen(form, id, one)).join('; ');
  return kind === 'text' ? (value ?? '') : chosen(form, id, value ?? '');
}

/** The date in words: the ICO asks by when each is done. */
const measureText = (form: IcoForm, { what, due }: Measure): string =>
  due
    ? fill(form.phrases.measure, { what, due: formatDate(due, form.language) })
    : fill(form.phrases.measureUndated, { what });

function notYetKnown(form: IcoForm, id: string): string {
  const choice = form.notYetKnownOnForm[id];
  return choice && choice !== form.states.notYetKnown
    ? fill(form.phrases.onForm, { choice })
    : form.states.notYetKnown;
}

function instants(form: IcoForm, value: string, remarks: readonly Remark[], local: Local): string {
  const until = remarks.find((remark) => remark.code === 'until')?.values[0];
  return until ? fill(form.phrases.until, { value: local(value), values: local(until) }) : local(value);
}

function numberText(form: IcoForm, value: number, remarks: readonly Remark[]): string {
  const text = new Intl.NumberFormat([form.language, 'en-GB']).format(value);
  return remarks.some((remark) => remark.code === 'atLeast')
    ? fill(form.phrases.atLeast, { value: text })
    : text;
}

/** Every value of the model has its words in the form. @throws TemplateError for one that has none */
const chosen = (form: IcoForm, id: string, value: string): string =>
  choiceText(form, id, value) ?? formText(form, 'questions', `${id}.${value}`);

/** A term of the fact vocabulary in words: "lessonNotes" is "lesson notes". */
const termWords = (term: string): string =>
  term.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Remarks whose values are terms of the vocabulary, not names of tracks. */
const ABOUT_TERMS: readonly Remark['code'][] = ['other', 'unclassified'];

function remarkText(form: IcoForm, question: Asked, { code, values }: Remark): string {
  const words = values.map(
    (value) =>
      choiceText(form, question.id, value) ?? (ABOUT_TERMS.includes(code) ? termWords(value) : value),
  );
  return fill(formText(form, 'remarks', code), { values: words.join(', ') });
}
