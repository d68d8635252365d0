import type { Facts, Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import {
  type Answer, anyTrue, fromField, known, notYetKnown, type Remark, sum, trackName, unanswered,
} from './answers.ts'; // prettier-ignore
import { type Answered, ask } from './ask.ts';
import { dataTicks, peopleTicks, SPECIAL_TICKS, type Ticks } from './icoCategories.ts';

/** The section "About the breach". `tracks` are the controller tracks. */
export function aboutBreach(incident: Incident, tracks: readonly Track[]): Answered[] {
  const { narrative } = incident;
  return [
    ask('whatHappened', 'text', fromField(narrative.whatHappened), { art33: 'a', mandatory: true }),
    ask('causedByCyber', 'choice', anyTrue(tracks.map((track) => track.facts.cyber)), { mandatory: true }),
    ask('howDiscovered', 'text', fromField(narrative.howDiscovered), { mandatory: true }),
    ask('discoveredAt', 'instant', known(incident.discoveredAt.toISOString()), { mandatory: true }),
    ask('occurredAt', 'instant', occurred(incident), { mandatory: true }),
    ask('dataCategories', 'choices', dataCategories(tracks), { art33: 'a', mandatory: true }),
    ask('recordsApprox', 'number', fromField(narrative.recordsApprox), { art33: 'a', mandatory: true }),
    ask('individualsApprox', 'number', individuals(tracks), { art33: 'a', mandatory: true }),
    ask('peopleCategories', 'choices', peopleCategories(tracks), { art33: 'a', mandatory: true }),
    ask('likelyConsequences', 'text', fromField(narrative.likelyConsequences), {
      art33: 'c',
      mandatory: true,
    }),
    ask('likelihood', 'choice', fromField(narrative.likelihoodOfSignificantConsequences), {
      mandatory: true,
    }),
  ];
}

/** An incident keeps null for "not known"; the declaration asks for it and may be answered later. */
function occurred({ occurredFrom, occurredTo }: Incident): Answer {
  const first = occurredFrom ?? occurredTo;
  if (!first) return notYetKnown();
  if (!occurredFrom || !occurredTo || occurredTo.getTime() === occurredFrom.getTime())
    return known(first.toISOString());
  return known(first.toISOString(), { code: 'until', values: [occurredTo.toISOString()] });
}

/** The form asks for the possible maximum where the number is unsure (ICO glossary). */
const individuals = (tracks: readonly Track[]): Answer =>
  sum(tracks, (track) => track.facts.individuals?.approx);

interface ListQuestion {
  listOf: (facts: Facts) => string[] | undefined;
  ticks: (facts: readonly Facts[]) => Ticks<string>;
  extra: (facts: readonly Facts[], ticked: Ticks<string>) => Remark[];
}

/** An empty list is the answer "not yet known": a list has no null. An absent list is no answer. */
function boxes(tracks: readonly Track[], { listOf, ticks, extra }: ListQuestion): Answer {
  const facts = tracks.map((track) => track.facts);
  const ticked = ticks(facts);
  const open = tracks.filter((track) => (listOf(track.facts) ?? []).length === 0);
  if (ticked.ticks.length === 0)
    return open.some((track) => listOf(track.facts) === undefined) ? unanswered() : notYetKnown();
  const remarks: Remark[] = [];
  if (ticked.other.length > 0) remarks.push({ code: 'other', values: ticked.other });
  if (ticked.unclassified.length > 0) remarks.push({ code: 'unclassified', values: ticked.unclassified });
  if (open.length > 0) remarks.push({ code: 'notYetKnownFor', values: open.map(trackName) });
  const boxesTicked = open.length > 0 ? withNotYetKnown(ticked.ticks) : ticked.ticks;
  return known(boxesTicked, ...remarks, ...extra(facts, ticked));
}

/** The form offers "not yet known" beside the boxes that are known, before "other". */
const withNotYetKnown = (ticks: readonly string[]): string[] => [
  ...ticks.filter((tick) => tick !== 'other'),
  'notYetKnown',
  ...ticks.filter((tick) => tick === 'other'),
];

const dataCategories = (tracks: readonly Track[]): Answer =>
  boxes(tracks, {
    listOf: (facts) => facts.dataCategories,
    ticks: dataTicks,
    extra: (facts, { ticks }) =>
      facts.some((one) => one.specialCategory) &&
      !ticks.some((tick) => (SPECIAL_TICKS as string[]).includes(tick))
        ? [{ code: 'specialCategoryNotNamed', values: [] }]
        : [],
  });

const peopleCategories = (tracks: readonly Track[]): Answer =>
  boxes(tracks, {
    listOf: (facts) => facts.individuals?.kinds,
    ticks: peopleTicks,
    extra: (facts, { ticks }) =>
      facts.some((one) => one.individuals?.vulnerable) &&
      !ticks.includes('vulnerableAdults') &&
      !ticks.includes('children')
        ? [{ code: 'vulnerablePeople', values: [] }]
        : [],
  });
