import type { Remark } from '../domain/notices/answers.ts';
import type { IcoQuestion, IcoReport, IcoSection, Missing } from '../domain/notices/icoModel.ts';
import { formatInstant } from '../domain/time/format.ts';
import { choiceText, fill, formText, type IcoForm, icoForm } from './icoForm.ts';

export interface LabelledQuestion extends Omit<IcoQuestion, 'answer'> {
  label: string;
  help: string | null;
  answer: {
    state: IcoQuestion['answer']['state'];
    value: IcoQuestion['answer']['value'];
    /** The answer in words, ready to be copied; for a gap, what the gap is. */
    display: string;
    remarks: string[];
  };
}

export interface LabelledSection extends Omit<IcoSection, 'questions'> {
  title: string;
  note: string | null;
  questions: LabelledQuestion[];
}

/** The model with the words of the form in one language, as people and users of the API read it. */
export interface LabelledIcoReport extends Omit<IcoReport, 'sections' | 'missing' | 'warnings'> {
  language: string;
  title: string;
  dueLocal: string;
  sections: LabelledSection[];
  missing: (Missing & { label: string; stateText: string; whatToDoText: string })[];
  warnings: (IcoReport['warnings'][number] & { label: string; finding: string })[];
}

/** Merges the labels of the form into the model. Instants are shown in `timeZone`. */
export function labelledReport(report: IcoReport, language: string, timeZone: string): LabelledIcoReport {
  const form = icoForm(language);
  const labelOf = (id: string): string => formText(form, 'questions', id);
  const local = (iso: string): string => formatInstant(new Date(iso), timeZone, form.language);
  return {
    ...report,
    language: form.language,
    title: form.title,
    dueLocal: local(report.dueAt),
    sections: report.sections.map((section) => labelSection(form, section, local)),
    missing: report.missing.map((item) => ({
      ...item,
      label: labelOf(item.question),
      stateText: formText(form, 'states', item.whatToDo === 'complete' ? 'partlyKnown' : item.state),
      whatToDoText: formText(form, 'whatToDo', item.whatToDo),
    })),
    warnings: report.warnings.map((warning) => ({
      ...warning,
      label: labelOf(warning.question),
      finding: formText(form, 'findings', warning.code),
    })),
  };
}

type Local = (iso: string) => string;

const labelSection = (form: IcoForm, section: IcoSection, local: Local): LabelledSection => ({
  ...section,
  title: formText(form, 'sections', section.id),
  note: form.sectionNotes[section.shownBecause ?? section.id] ?? null,
  questions: section.questions.map((question) => labelQuestion(form, question, local)),
});

const labelQuestion = (form: IcoForm, question: IcoQuestion, local: Local): LabelledQuestion => ({
  ...question,
  label: formText(form, 'questions', question.id),
  help: form.help[question.id] ?? null,
  answer: {
    state: question.answer.state,
    value: question.answer.value,
    display: display(form, question, local),
    remarks: question.answer.remarks
      .map((remark) => remarkText(form, question, remark))
      .filter((text) => text !== ''),
  },
});

function display(form: IcoForm, { id, kind, answer }: IcoQuestion, local: Local): string {
  if (answer.state === 'unanswered') return form.states.unanswered;
  if (answer.state === 'notYetKnown') return notYetKnown(form, id);
  const { value, remarks } = answer;
  if (kind === 'instant') return instants(form, String(value), remarks, local);
  if (typeof value === 'number') return numberText(form, value, remarks);
  if (Array.isArray(value)) return value.map((one) => chosen(form, id, one)).join('; ');
  return kind === 'text' ? (value ?? '') : chosen(form, id, value ?? '');
}

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

function remarkText(form: IcoForm, question: IcoQuestion, { code, values }: Remark): string {
  const words = values.map(
    (value) =>
      choiceText(form, question.id, value) ?? (ABOUT_TERMS.includes(code) ? termWords(value) : value),
  );
  return fill(formText(form, 'remarks', code), { values: words.join(', ') });
}
