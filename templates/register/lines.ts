import type {
  AuthorityNotice,
  Notice,
  Phase,
  RegisterDecision,
  RegisterEntry,
} from '../../domain/register/types.ts';
import { formatInstant } from '../../domain/time/format.ts';
import { dutyText } from '../duties.ts';
import type { Style } from './types.ts';
import type { RegisterWords } from './words.ts';

/** An instant inside a line: local time with its zone. */
export const localTime = (instant: Date, { words, timeZone }: Style): string =>
  formatInstant(instant, timeZone, words.language);

const joined = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join('; ');

/** Who decided what, when, why, and on which revision of the facts. */
export function decisionLine(decision: RegisterDecision, style: Style): string {
  const { words } = style;
  const duty = decision.obligation ? `${dutyText(decision.obligation, words.language).name}: ` : '';
  const people = [decision.by, decision.secondBy].filter((name) => name !== null).join(', ');
  return joined([
    `${localTime(decision.at, style)}: ${duty || `${words.word('about', decision.about)}: `}${decisionText(decision, style)}`,
    people,
    decision.reason,
    decision.evidence,
    decision.factsRevision === null ? null : words.phrase('onFacts', String(decision.factsRevision)),
  ]);
}

function decisionText({ about, decision }: RegisterDecision, style: Style): string {
  if (decision === null) return '';
  if (about === 'awareness' || about === 'discovery' || about === 'report')
    return localTime(new Date(decision), style);
  return style.words.word('decision', decision);
}

export function phaseLine(made: Phase, style: Style): string {
  const { words } = style;
  return joined([
    `${localTime(made.madeAt, style)}: ${words.word('phase', made.phase)}, ${words.word('route', made.route)}`,
    made.firstRecordedAs && words.phrase('firstRecordedAs', localTime(made.firstRecordedAs, style)),
    made.by,
    made.reference ?? words.phrase('awaited'),
    made.missing.length > 0 ? words.phrase('missing', made.missing.join(', ')) : null,
    made.reason,
    made.factsRevision === null ? null : words.phrase('onFacts', String(made.factsRevision)),
  ]);
}

/** Whom a notice went to, what became of it, and when. */
export function noticeLine(notice: Notice, style: Style): string {
  const { words } = style;
  return joined([
    `${dutyText(notice.obligation, words.language).name}: ${words.word('outcome', notice.outcome)}`,
    notice.doneAt ? localTime(notice.doneAt, style) : null,
    notice.how && words.word('route', notice.how),
  ]);
}

/** Why somebody was told or not: a person's decision first, then what the rules say. */
export const whyOf = (notice: Notice, words: RegisterWords): string =>
  joined([
    notice.decisionReason === null ? null : joined([notice.decidedBy, notice.decisionReason]),
    words.reasons(notice.reasons),
  ]);

export const delayText = (notice: AuthorityNotice, words: RegisterWords): string =>
  notice.reasonsForDelayMissing ? words.phrase('missingReasons') : notice.reasonsForDelay.join('\n');

export const bundleText = ({ bundle, reference }: RegisterEntry, words: RegisterWords): string => {
  if (!bundle) return '';
  const others = bundle.members.map((member) => member.reference).filter((one) => one !== reference);
  return joined([
    bundle.name,
    bundle.reason,
    others.length > 0 ? words.phrase('bundled', others.join(', ')) : null,
  ]);
};

/** Some groups are counted and others are not. */
export const atLeastText = (atLeast: number, words: RegisterWords): string =>
  atLeast > 0 ? words.phrase('atLeast', String(atLeast)) : words.phrase('notYetKnown');
