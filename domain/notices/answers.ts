import type { Track } from '../facts.ts';

/**
 * known: answered. notYetKnown: somebody said that it is not known yet, which is a valid answer to the authority
 * (Art. 33(4)). unanswered: nobody has answered, which is a gap.
 */
export type AnswerState = 'known' | 'notYetKnown' | 'unanswered';
/** One thing that will be done, and by when (a calendar date, ISO 8601); null where no date is set. */
export interface Measure {
  what: string;
  due: string | null;
}

export type AnswerValue = string | string[] | Measure[] | number | null;

/** Something a reader must see beside an answer; texts in `templates/<language>/ico-form.yaml`. */
export interface Remark {
  code:
    | 'atLeast'
    | 'other'
    | 'unclassified'
    | 'notYetKnownFor'
    | 'specialCategoryNotNamed'
    | 'vulnerablePeople'
    | 'proposed'
    | 'until'
    | 'maximum'
    | 'undated'
    | 'fromDecision';
  /** Terms, track names or an ISO instant that the remark is about. */
  values: string[];
}

export interface Answer {
  state: AnswerState;
  value: AnswerValue;
  remarks: Remark[];
}

export const known = (value: AnswerValue, ...remarks: Remark[]): Answer => ({
  state: 'known',
  value,
  remarks,
});
export const notYetKnown = (...remarks: Remark[]): Answer => ({ state: 'notYetKnown', value: null, remarks });
export const unanswered = (...remarks: Remark[]): Answer => ({ state: 'unanswered', value: null, remarks });

/** `null` is "not yet known"; absent, or nothing but blanks, is no answer. */
export function fromField(value: string | number | null | undefined): Answer {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return unanswered();
  return value === null ? notYetKnown() : known(value);
}

/** Configuration that was never filled in is unanswered, not unknown. */
export const fromSetting = (value: string | null | undefined): Answer => fromField(value ?? undefined);

export const trackName = (track: Track): string => track.label ?? track.id;

/** One answer over several tracks: yes if any says yes, no only if all do; a gap outranks "not yet known". */
export function anyTrue(flags: readonly (boolean | null | undefined)[]): Answer {
  if (flags.some((flag) => flag === true)) return known('yes');
  if (flags.length === 0 || flags.some((flag) => flag === undefined)) return unanswered();
  return flags.some((flag) => flag === null) ? notYetKnown() : known('no');
}

/** The sum over several tracks; where one is missing, what is known is a minimum and says for whom it is not. */
export function sum(tracks: readonly Track[], count: (track: Track) => number | null | undefined): Answer {
  const counts = tracks.map((track) => ({ track, n: count(track) }));
  const numbers = counts.flatMap(({ n }) => (typeof n === 'number' ? [n] : []));
  const open = counts.filter(({ n }) => typeof n !== 'number');
  const total = numbers.reduce((all, n) => all + n, 0);
  if (open.length === 0 && numbers.length > 0) return known(total);
  const names = { code: 'notYetKnownFor', values: open.map(({ track }) => trackName(track)) } as const;
  if (numbers.length > 0) return known(total, { code: 'atLeast', values: [] }, names);
  return open.some(({ n }) => n === undefined) || open.length === 0 ? unanswered() : notYetKnown();
}

/** True for an answer that leaves part of the question open. */
export const isPartial = (answer: Answer): boolean =>
  answer.remarks.some((remark) => remark.code === 'notYetKnownFor');
