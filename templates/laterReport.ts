import type { Change } from '../domain/notices/difference.ts';
import type { FinalPart, LaterReport } from '../domain/notices/laterModel.ts';
import { dutyText } from './duties.ts';
import { type LabelledAnswer, labelAnswer, type Local } from './icoAnswer.ts';
import { formText, type IcoForm, icoForm } from './icoForm.ts';
import {
  type LabelledIcoReport, type LabelledSection, labelMissing, labelSection, labelWarnings, localIn,
} from './icoReport.ts'; // prettier-ignore

/** One side of a difference; `asked` is false where the form did not ask it. */
type Side = LabelledAnswer & { asked: boolean };

export interface LabelledChange extends Omit<Change, 'before' | 'now'> {
  label: string;
  help: string | null;
  before: Side;
  now: Side;
}

/** A follow-up or final report with the words of the form in one language. */
export interface LabelledLaterReport extends Omit<
  LaterReport,
  'report' | 'changes' | 'missing' | 'final' | 'warnings'
> {
  language: string;
  title: string;
  reportTypeText: string;
  icoReferenceText: string;
  initialMadeLocal: string;
  sentLocal: string | null;
  changes: LabelledChange[];
  missing: LabelledIcoReport['missing'];
  final: LabelledFinal | null;
  warnings: LabelledIcoReport['warnings'];
  howToSend: string;
  /** Every answer as it stands now, in the order of the form. */
  sections: LabelledSection[];
}

export interface LabelledFinal extends Omit<FinalPart, 'gaps' | 'openDemands'> {
  gaps: (FinalPart['gaps'][number] & { label: string; stateText: string })[];
  openDemands: { id: string; label: string }[];
}

/** Merges the labels of the form into the model. Instants are shown in `timeZone`. */
export function labelledLater(later: LaterReport, language: string, timeZone: string): LabelledLaterReport {
  const form = icoForm(language);
  const local = localIn(form, timeZone);
  const { report, changes, missing, final, warnings, ...rest } = later;
  return {
    ...rest,
    ...fileTexts(form, later, local),
    sentLocal: later.sent && local(later.sent.madeAt),
    changes: changes.map((one) => labelChange(form, one, local)),
    missing: labelMissing(form, missing),
    final: final && labelFinal(form, final),
    warnings: labelWarnings(form, warnings),
    sections: report.sections.map((section) => labelSection(form, section, local)),
  };
}

type OnFile = Pick<LaterReport, 'icoReference' | 'initialMadeAt'> & { reportType: keyof IcoForm['titles'] };

/** What every later report begins with. */
export const fileTexts = (
  form: IcoForm,
  { reportType, icoReference, initialMadeAt }: OnFile,
  local: Local,
) => ({
  language: form.language,
  title: form.titles[reportType],
  reportTypeText: form.reportTypes[reportType],
  icoReferenceText: icoReference ?? form.phrases.referenceAwaited,
  initialMadeLocal: local(initialMadeAt),
  howToSend: form.choices.howToSend?.followUp ?? '',
});

function labelChange(form: IcoForm, { before, now, ...one }: Change, local: Local): LabelledChange {
  const side = (answer: Change['now']): Side =>
    answer
      ? { asked: true, ...labelAnswer(form, { id: one.question, kind: one.kind, answer }, local) }
      : { asked: false, state: 'unanswered', value: null, display: form.phrases.notAsked, remarks: [] };
  return {
    ...one,
    label: formText(form, 'questions', one.question),
    help: form.help[one.question] ?? null,
    before: side(before),
    now: side(now),
  };
}

const labelFinal = (form: IcoForm, { gaps, openDemands, ...rest }: FinalPart): LabelledFinal => ({
  ...rest,
  gaps: gaps.map((gap) => ({
    ...gap,
    label: formText(form, 'questions', gap.question),
    stateText: formText(form, 'states', gap.state === 'known' ? 'partlyKnown' : gap.state),
  })),
  openDemands: openDemands.map((id) => ({ id, label: dutyText(id, form.language).name })),
});
