import type { Standing } from '../domain/onCall/asked.ts';
import { type Unready, unready } from '../domain/onCall/readiness.ts';
import { personName, scheduleName } from '../domain/onCall/wording.ts';
import type { Policy } from '../domain/organisation.ts';
import { formatInstant } from '../domain/time/format.ts';
import { warningText } from './onCall.ts';

/** More than these are counted and not listed. */
const MOST_LISTED = 8;

/** @example listed(['a', 'b']) is "a, b"; of eleven the last three are "… (+3)" */
function listed(items: readonly string[]): string {
  const more = items.length - MOST_LISTED;
  return items.slice(0, MOST_LISTED).join(', ') + (more > 0 ? ` … (+${more})` : '');
}

export interface Warning {
  code: string;
  text: string;
}

/** Everything that a policy lacks to reach people, each thing once, with what to do. */
export const readinessWarnings = (policy: Policy, standing: Standing): Warning[] =>
  unready(policy, standing).map((lack) => ({ code: lack.code, text: unreadyText(policy, lack) }));

/** One lack in plain words, with what to do. */
export const unreadyText = (policy: Policy, lack: Unready): string =>
  warningText(lack.code, policy.language, valuesOf(policy, lack));

function valuesOf(policy: Policy, lack: Unready): Record<string, string | number> {
  switch (lack.code) {
    case 'nobodyToAsk':
      return {};
    case 'stepsEmpty':
      return {
        count: lack.steps.length,
        steps: listed(lack.steps.map(({ plan, step }) => `${step}${plan === null ? '' : ` (${plan})`}`)),
      };
    case 'rotaGaps':
      return { rotas: listed(lack.rotas.map((rota) => gapText(policy, rota))) };
    case 'waysUnverified':
      return { count: lack.ways.length, of: lack.of, ways: waysText(policy, lack.ways) };
    case 'oneWayOnly':
      return { people: listed(lack.people.map((id) => personName(policy, id))) };
    case 'rotaHolidaysUnknown':
      return {
        years: lack.years.join(', '),
        schedules: listed(lack.schedules.map((id) => scheduleName(policy, id))),
      };
  }
}

type Gaps = Extract<Unready, { code: 'rotaGaps' }>['rotas'][number];

function gapText(policy: Policy, { schedules, from, until, count }: Gaps): string {
  const local = (instant: Date) => formatInstant(instant, policy.timeZone, policy.language);
  const names = schedules.map((id) => scheduleName(policy, id)).join(' + ');
  return `${names}: ${local(from)} – ${local(until)}${count > 1 ? ` (×${count})` : ''}`;
}

/** By person, so that each is named once. */
function waysText(policy: Policy, ways: Extract<Unready, { code: 'waysUnverified' }>['ways']): string {
  const people = [...new Set(ways.map(({ person }) => person))];
  const methods = (id: string) => ways.filter(({ person }) => person === id).map(({ method }) => method);
  return listed(people.map((id) => `${personName(policy, id)} (${methods(id).join(', ')})`));
}
