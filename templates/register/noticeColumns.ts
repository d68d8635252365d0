import type { AuthorityNotice, Notice, RegisterEntry } from '../../domain/register/types.ts';
import { dutyText } from '../duties.ts';
import { bundleText, decisionLine, delayText, noticeLine, phaseLine, whyOf } from './lines.ts';
import type { Column, Style } from './types.ts';

const WIDE = 60;

/** The duty under the law that binds first; the others of the same sort stand in the text columns. */
const first = <N extends Notice>(notices: readonly N[]): N | undefined => notices[0];
const late = (notices: readonly Notice[], { words }: Style): string =>
  words.yesNo(notices.length === 0 ? null : notices.some((notice) => notice.late));

function outcomes(notices: readonly Notice[], style: Style): string {
  const [only, ...more] = notices;
  if (!only) return '';
  if (more.length === 0) return style.words.word('outcome', only.outcome);
  return notices.map((notice) => noticeLine(notice, style)).join('\n');
}

function lateAgainstEarlier(notices: readonly AuthorityNotice[], { words }: Style): string {
  const judged = notices.filter((notice) => notice.lateAgainstEarlier !== null);
  return words.yesNo(judged.length === 0 ? null : judged.some((notice) => notice.lateAgainstEarlier));
}

/** Blank where nobody corrected the time of a report. */
function lateAsFirstRecorded(notices: readonly AuthorityNotice[], { words }: Style): string {
  const corrected = notices.filter((notice) => notice.lateAsFirstRecorded !== null);
  return corrected.length === 0 ? '' : words.yesNo(corrected.some((notice) => notice.lateAsFirstRecorded));
}

const reasons = (notices: readonly Notice[], { words }: Style): string =>
  [...new Set(notices.map((notice) => whyOf(notice, words)))].join('\n');

const authority: Column[] = [
  { id: 'authority', cell: ({ authority }, style) => outcomes(authority, style) },
  { id: 'authorityReason', cell: ({ authority }, style) => reasons(authority, style), width: WIDE },
  { id: 'authorityReference', cell: ({ authority }) => references(authority) },
  { id: 'authorityToldAt', cell: ({ authority }) => first(authority)?.doneAt ?? null },
  { id: 'authorityDueAt', cell: ({ authority }) => deadline(authority) },
  { id: 'authorityEarlierDueAt', cell: ({ authority }) => first(authority)?.earlierDueAt ?? null },
  { id: 'authorityLate', cell: ({ authority }, style) => late(authority, style) },
  { id: 'authorityLateAgainstEarlier', cell: ({ authority }, style) => lateAgainstEarlier(authority, style) },
  {
    id: 'authorityLateAsFirstRecorded',
    cell: ({ authority }, style) => lateAsFirstRecorded(authority, style),
  },
  {
    id: 'reasonsForDelay',
    cell: ({ authority }, { words }) => lines(authority.map((one) => delayText(one, words))),
    width: 40,
  },
  {
    id: 'phases',
    cell: ({ authority }, style) =>
      lines(authority.flatMap(({ phases }) => phases.map((one) => phaseLine(one, style)))),
    width: WIDE,
  },
];

const references = (notices: readonly AuthorityNotice[]): string =>
  [...new Set(notices.flatMap(({ reference }) => reference ?? []))].join(', ');
const lines = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n');

/** A duty that nobody owes has no deadline. */
function deadline(notices: readonly Notice[]): Date | null {
  const owed = first(notices);
  return owed && owed.outcome !== 'notTold' ? owed.dueAt : null;
}

const individuals: Column[] = [
  { id: 'individuals', cell: ({ individuals }, style) => outcomes(individuals, style) },
  { id: 'individualsReason', cell: ({ individuals }, style) => reasons(individuals, style), width: WIDE },
  { id: 'exception', cell: ({ individuals }) => exceptions(individuals) },
  { id: 'individualsToldAt', cell: ({ individuals }) => first(individuals)?.doneAt ?? null },
  { id: 'individualsHow', cell: ({ individuals }) => lines(individuals.map(({ how }) => how ?? '')), width: 40 },
  { id: 'individualsLate', cell: ({ individuals }, style) => late(individuals, style) },
]; // prettier-ignore

const exceptions = (notices: RegisterEntry['individuals']): string =>
  [...new Set(notices.flatMap((notice) => notice.exceptions))].map((letter) => `34(3)(${letter})`).join(', ');

const rest: Column[] = [
  { id: 'others', cell: ({ others, otherOrganisations }, style) => lines([...others.map((one) => noticeLine(one, style)), otherOrganisations.names ?? '']), width: WIDE },
  { id: 'decisions', cell: ({ decisions }, style) => lines(decisions.map((one) => decisionLine(one, style))), width: WIDE },
  { id: 'openDuties', cell: ({ openDuties }, { words }) => openDuties.map((id) => dutyText(id, words.language).name).join(', ') },
  { id: 'bundle', cell: (entry, { words }) => bundleText(entry, words) },
  { id: 'factsRevision', cell: ({ factsRevision }) => factsRevision },
  { id: 'warnings', cell: ({ warnings }, { words }) => lines(warnings.map(({ field, code }) => `${field}: ${words.word('finding', code)}`)) },
]; // prettier-ignore

/** Who was told, or not, and why; what was decided; what is open. */
export const noticeColumns: readonly Column[] = [...authority, ...individuals, ...rest];
