import type { Policy } from '../organisation.ts';
import { contactMethods, failsTogether, type Person } from '../policy/contacts.ts';
import { localDate } from '../time/zone.ts';
import { bankHolidays } from '../workingDays.ts';
import { askedAt, type AskedPlan, plansOf, reachesSomebody, type Standing } from './asked.ts';
import { gaps } from './index.ts';
import { askedPeople, askedSchedules } from './reach.ts';
import { intersect, type Span } from './spans.ts';

const DAY_MS = 86_400_000;
/** How far ahead gaps are looked for. */
const AHEAD_DAYS = 30;

/** What a policy lacks to reach people: each at most once, with everything that it is about. */
export type Unready =
  | { code: 'nobodyToAsk' }
  | { code: 'stepsEmpty'; steps: { plan: string | null; step: number }[] }
  | { code: 'rotaGaps'; rotas: RotaGaps[] }
  | { code: 'waysUnverified'; ways: { person: string; method: string }[]; of: number }
  | { code: 'oneWayOnly'; people: string[] }
  | { code: 'rotaHolidaysUnknown'; schedules: string[]; years: number[] };

export interface RotaGaps {
  /** Of one step, empty at the same time. */
  schedules: string[];
  /** The first gap. */
  from: Date;
  until: Date;
  count: number;
}

/**
 * What would keep pages from reaching people, now and in the coming 30 days. Looked at are the people, schedules and
 * steps that a page could ask: whoever stands in the policy for another reason is not missed.
 */
export function unready(policy: Policy, standing: Standing): Unready[] {
  const plans = askedAt(policy, standing);
  if (!plans.some(({ steps }) => steps.some(reachesSomebody))) return [{ code: 'nobodyToAsk' }];
  return [
    ...emptySteps(plans),
    ...rotaGaps(policy, standing),
    ...unverified(policy, standing),
    ...oneWayOnly(policy),
    ...holidaysUnknown(policy, standing.at),
  ];
}

function emptySteps(plans: AskedPlan[]): Unready[] {
  const steps = plans.flatMap(({ id, steps: asked }) =>
    asked.flatMap((step, at) => (reachesSomebody(step) ? [] : [{ plan: id, step: at + 1 }])),
  );
  return steps.length > 0 ? [{ code: 'stepsEmpty', steps }] : [];
}

/**
 * Of the steps that name schedules alone, when all of these are empty together: what a person or a service in the same
 * step covers is not missed.
 */
function rotaGaps(policy: Policy, standing: Standing): Unready[] {
  const steps = plansOf(policy).flatMap((plan) => plan.steps);
  const alone = steps.filter(({ people, services }) => people.length + services.length === 0);
  const rotas = new Map(alone.map(({ schedules }) => [schedules.join(), schedules]));
  const lacking = [...rotas.values()].flatMap((schedules) => gapsOf(policy, schedules, standing));
  return lacking.length > 0 ? [{ code: 'rotaGaps', rotas: lacking }] : [];
}

function gapsOf(policy: Policy, schedules: string[], { at, overrides }: Standing): RotaGaps[] {
  const window = { from: at.getTime(), until: at.getTime() + AHEAD_DAYS * DAY_MS };
  const until = new Date(window.until);
  const spansOf = (schedule: string): Span[] =>
    gaps(policy, schedule, at, until, overrides).map((gap) => ({
      from: gap.from.getTime(),
      until: gap.until.getTime(),
    }));
  const together = schedules.reduce((spans, schedule) => intersect(spans, spansOf(schedule)), [window]);
  const [first] = together;
  if (!first) return [];
  return [{ schedules, from: new Date(first.from), until: new Date(first.until), count: together.length }];
}

/** Whoever may be asked, and the stand-in, who gets the calendar file and the sheet. */
const peopleOf = (policy: Policy): Person[] => {
  const asked = askedPeople(policy);
  return policy.people.filter((person) => asked.includes(person) || person.id === policy.standIn);
};

function unverified(policy: Policy, { isVerified }: Standing): Unready[] {
  const ways = peopleOf(policy).flatMap((person) =>
    contactMethods(person).map((method) => ({
      person: person.id,
      method: method.id,
      verified: isVerified(person.id, method),
    })),
  );
  const missing = ways.filter(({ verified }) => !verified).map(({ person, method }) => ({ person, method }));
  return missing.length > 0 ? [{ code: 'waysUnverified', ways: missing, of: ways.length }] : [];
}

/** Issue 5: each person needs two ways that do not fail together. */
function oneWayOnly(policy: Policy): Unready[] {
  const people = peopleOf(policy)
    .filter((person) => new Set(contactMethods(person).map(failsTogether)).size < 2)
    .map(({ id }) => id);
  return people.length > 0 ? [{ code: 'oneWayOnly', people }] : [];
}

/** A year that the table of bank holidays does not cover has none, as far as a rota knows. */
function holidaysUnknown(policy: Policy, at: Date): Unready[] {
  const end = new Date(at.getTime() + AHEAD_DAYS * DAY_MS);
  const known = bankHolidays(policy.holidayDivision).years;
  const years = [at, end].map((instant) => Number(localDate(instant, policy.timeZone).slice(0, 4)));
  const unknown = [...new Set(years)].filter((year) => !known.includes(year));
  const schedules = policy.schedules
    .filter(({ id }) => askedSchedules(policy).includes(id))
    .filter(({ layers }) => layers.some(({ holidays }) => holidays !== 'also'))
    .map(({ id }) => id);
  if (unknown.length === 0 || schedules.length === 0) return [];
  return [{ code: 'rotaHolidaysUnknown', schedules, years: unknown }];
}
