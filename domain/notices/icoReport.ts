import type { Incident } from '../incident.ts';
import { hasRole } from '../incident.ts';
import { type Answer, isPartial, type Measure } from './answers.ts';
import type { Answered } from './ask.ts';
import type { IcoQuestion, IcoReport, IcoReportInput, IcoSection, Missing, Warning } from './icoModel.ts';
import { icoSections } from './icoQuestions.ts';
import { personalFindings } from './personalFindings.ts';

export type * from './icoModel.ts';

/**
 * Builds a report (Art. 33(3) UK GDPR; questions of the ICO's form, docs/ico-form.md) from the facts of the
 * controller tracks. Unknown stays unknown, and a gap stays a gap.
 * @throws RangeError for an incident without a controller track: then no report is due from this organisation
 */
export function buildIcoReport(input: IcoReportInput): IcoReport {
  const { incident } = input;
  if (!hasRole(incident, 'controller')) throw new RangeError('no track makes the organisation a controller');
  const sections = numbered(icoSections(input));
  const questions = sections.flatMap((section) => section.questions);
  const reasonsForDelayNeeded = input.late && !has(questions, 'reasonsForDelay');
  return {
    reportType: input.reportType ?? 'initial',
    drill: incident.drill !== null,
    approved: input.approved,
    dueAt: input.dueAt.toISOString(),
    late: input.late,
    reportedAt: input.reportedAt?.toISOString() ?? null,
    sections,
    missing: missing(questions, reasonsForDelayNeeded),
    reasonsForDelayNeeded,
    copyOrder: questions.filter((question) => question.kind !== 'fixed').map((question) => question.id),
    warnings: warnings(sections, incident),
  };
}

function numbered(
  sections: { id: string; shownBecause: IcoSection['shownBecause']; questions: Answered[] }[],
) {
  let formOrder = 0;
  return sections.map((section) => ({
    ...section,
    questions: section.questions.map((question): IcoQuestion => {
      formOrder += 1;
      return { formOrder, ...question };
    }),
  }));
}

const has = (questions: readonly IcoQuestion[], id: string): boolean =>
  questions.some((question) => question.id === id && question.answer.state === 'known');

/** What Art. 33(3) asks for and the report cannot say yet. Measures taken or proposed: one of the two will do. */
function missing(questions: readonly IcoQuestion[], reasonsNeeded: boolean): Missing[] {
  const anyMeasure = has(questions, 'measuresTaken') || has(questions, 'measuresProposed');
  const gaps = questions
    .filter((question) => question.art33 && !(question.art33 === 'd' && anyMeasure))
    .filter(({ answer }) => answer.state !== 'known' || isPartial(answer))
    .map((question): Missing => gap(question));
  if (!reasonsNeeded) return gaps;
  const reasons = questions.find((question) => question.id === 'reasonsForDelay');
  const state = reasons?.answer.state ?? 'unanswered';
  return [...gaps, { article: '33(1)', question: 'reasonsForDelay', state, whatToDo: 'giveReasons' }];
}

const gap = ({ id, art33, answer }: IcoQuestion): Missing => ({
  article: `33(3)(${art33 ?? 'a'})`,
  question: id,
  state: answer.state,
  whatToDo: whatToDo(art33, answer),
});

function whatToDo(art33: IcoQuestion['art33'], answer: Answer): Missing['whatToDo'] {
  if (art33 === 'b') return 'setContactPoint';
  if (answer.state === 'known') return 'complete';
  return answer.state === 'notYetKnown' ? 'findOut' : 'answer';
}

/** The organisation's own details: contact data belong there. */
const OWN_DETAILS = 'aboutYou';

function warnings(sections: readonly IcoSection[], { organisation }: Incident): Warning[] {
  const { contactPoint } = organisation;
  const allowed = [contactPoint?.email, contactPoint?.phone].filter((text) => typeof text === 'string');
  return sections
    .filter((section) => section.id !== OWN_DETAILS)
    .flatMap((section) => section.questions)
    .flatMap((question) =>
      textsOf(question).flatMap((text) =>
        personalFindings(text, allowed).map((finding) => ({ ...finding, question: question.id })),
      ),
    );
}

function textsOf({ kind, answer: { value } }: IcoQuestion): string[] {
  if (kind === 'text' && typeof value === 'string') return [value];
  return kind === 'measures' && Array.isArray(value) ? (value as Measure[]).map(({ what }) => what) : [];
}
