import type { Answer, Remark } from './answers.ts';
import type { IcoQuestion, IcoSection } from './icoModel.ts';

/** One question whose answer is new or differs from what was sent. */
export interface Change {
  question: string;
  kind: IcoQuestion['kind'];
  art33: IcoQuestion['art33'];
  /** null: the form did not ask it then, or what was sent is not known. */
  before: Answer | null;
  /** null: the form does not ask it any more. */
  now: Answer | null;
}

/** Who sends the report, and what kind it is, are not facts of the breach. */
const NO_FACTS: readonly string[] = [
  'reportType',
  'howToSend',
  'reporterName',
  'reporterEmail',
  'reporterPhone',
];

/** Remarks that belong to the answer; the others are hints to the writer. */
const PART_OF_ANSWER: readonly Remark['code'][] = ['atLeast', 'other', 'notYetKnownFor', 'until', 'maximum'];

/**
 * What is new or changed, in the order of the form. A value that became unknown again is a difference; "not asked" and
 * "not answered" are the same.
 * @param before the sections that were really sent; null where that is not known: then everything is new
 */
export function differences(before: readonly IcoSection[] | null, now: readonly IcoSection[]): Change[] {
  const then = questionsOf(before ?? []);
  const today = questionsOf(now);
  return formOrder([...then.keys()], [...today.keys()])
    .filter((id) => !NO_FACTS.includes(id))
    .map((id) => change(id, then.get(id), today.get(id)))
    .filter((one) => before === null || essence(one.before) !== essence(one.now));
}

const questionsOf = (sections: readonly IcoSection[]): Map<string, IcoQuestion> =>
  new Map(sections.flatMap(({ questions }) => questions).map((question) => [question.id, question]));

function change(question: string, before: IcoQuestion | undefined, now: IcoQuestion | undefined): Change {
  return {
    question,
    kind: (now ?? before)?.kind ?? 'text',
    art33: (now ?? before)?.art33 ?? null,
    before: before?.answer ?? null,
    now: now?.answer ?? null,
  };
}

/** The questions of today in their order; one that is not asked any more keeps its place after its neighbour. */
function formOrder(before: readonly string[], now: readonly string[]): string[] {
  const order = [...now];
  for (const [n, id] of before.entries()) {
    if (!order.includes(id)) order.splice(order.indexOf(before[n - 1] ?? '') + 1, 0, id);
  }
  return order;
}

/** What the authority reads of an answer. */
function essence(answer: Answer | null): string {
  const { state, value, remarks } = answer ?? { state: 'unanswered', value: null, remarks: [] };
  const parts = remarks.filter(({ code }) => PART_OF_ANSWER.includes(code));
  return JSON.stringify([state, value, parts.map(({ code, values }) => [code, ...values])]);
}
