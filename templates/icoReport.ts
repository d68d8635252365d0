import type { IcoQuestion, IcoReport, IcoSection, Missing } from '../domain/notices/icoModel.ts';
import { formatInstant } from '../domain/time/format.ts';
import { type LabelledAnswer, labelAnswer, type Local } from './icoAnswer.ts';
import { formText, type IcoForm, icoForm } from './icoForm.ts';

export interface LabelledQuestion extends Omit<IcoQuestion, 'answer'> {
  label: string;
  help: string | null;
  answer: LabelledAnswer;
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
  const local = localIn(form, timeZone);
  return {
    ...report,
    language: form.language,
    title: form.title,
    dueLocal: local(report.dueAt),
    sections: report.sections.map((section) => labelSection(form, section, local)),
    missing: labelMissing(form, report.missing),
    warnings: labelWarnings(form, report.warnings),
  };
}

export const localIn =
  ({ language }: IcoForm, timeZone: string): Local =>
  (iso) =>
    formatInstant(new Date(iso), timeZone, language);

/** What is missing, with what to do about it. */
export const labelMissing = (form: IcoForm, missing: readonly Missing[]): LabelledIcoReport['missing'] =>
  missing.map((item) => ({
    ...item,
    label: formText(form, 'questions', item.question),
    stateText: formText(form, 'states', item.whatToDo === 'complete' ? 'partlyKnown' : item.state),
    whatToDoText: formText(form, 'whatToDo', item.whatToDo),
  }));

export const labelWarnings = (
  form: IcoForm,
  warnings: IcoReport['warnings'],
): LabelledIcoReport['warnings'] =>
  warnings.map((warning) => ({
    ...warning,
    label: formText(form, 'questions', warning.question),
    finding: formText(form, 'findings', warning.code),
  }));

export const labelSection = (form: IcoForm, section: IcoSection, local: Local): LabelledSection => ({
  ...section,
  title: formText(form, 'sections', section.id),
  note: form.sectionNotes[section.shownBecause ?? section.id] ?? null,
  questions: section.questions.map((question) => labelQuestion(form, question, local)),
});

const labelQuestion = (form: IcoForm, question: IcoQuestion, local: Local): LabelledQuestion => ({
  ...question,
  label: formText(form, 'questions', question.id),
  help: form.help[question.id] ?? null,
  answer: labelAnswer(form, question, local),
});
