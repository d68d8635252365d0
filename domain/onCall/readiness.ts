import type { Policy } from '../organisation.ts';
import { contactMethods, failsTogether, type Person } from '../policy/contacts.ts';
import { bankHolidays } from '../workingDays.ts';
import { askedAt, type AskedPlan, plansOf, reachesSomebody, type Standing } from './asked.ts';
import { gaps } from './index.ts';
import { localDate } from '../time/zone.ts';

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
  schedule: string;
  /** The first one. */
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

const schedulesOf = (policy: Policy): string[] => [
  ...new Set(plansOf(policy).flatMap(({ steps }) => steps.flatMap(({ schedules }) => schedules))),
];

function rotaGaps(policy: Policy, { at, overrides }: Standing): Unready[] {
  const until = new Date(at.getTime() + AHEAD_DAYS * DAY_MS);
  const rotas = schedulesOf(policy).flatMap((schedule) => {
    const found = gaps(policy, schedule, at, until, overrides);
    return found[0] ? [{ schedule, ...found[0], count: found.length }] : [];
  });
  return rotas.length > 0 ? [{ code: 'rotaGaps', rotas }] : [];
}

/** Everybody whom any step may ask at some time, and the stand-in. */
export function askedPeople(policy: Policy): Person[] {
  const onCall = policy.schedules
    .filter(({ id }) => schedulesOf(policy).includes(id))
    .flatMap(({ layers }) => layers.flatMap(({ people }) => people));
  const named = plansOf(policy).flatMap(({ steps }) => steps.flatMap(({ people }) => people));
  const ids = new Set([...named, ...onCall, policy.standIn]);
  return policy.people.filter(({ id }) => ids.has(id));
}

function unverified(policy: Policy, { isVerified }: Standing): Unready[] {
  const ways = askedPeople(policy).flatMap((person) =>
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
  const people = askedPeople(policy)
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
    .filter(({ id }) => schedulesOf(policy).includes(id))
    .filter(({ layers }) => layers.some(({ holidays }) => holidays !== 'also'))
    .map(({ id }) => id);
  if (unknown.length === 0 || schedules.length === 0) return [];
  return [{ code: 'rotaHolidaysUnknown', schedules, years: unknown }];
}
