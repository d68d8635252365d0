import type { OnCallDescription } from '../domain/onCall/description.ts';
import type { Output } from './output.ts';
import { table } from './table.ts';
import { local } from './views.ts';

type Plan = OnCallDescription['escalation'][number];
type Step = Plan['steps'][number];
type Person = Step['people'][number];
/** Null: a file alone does not tell which ways are verified. */
type Way = Omit<Person['ways'][number], 'verified'> & { verified: boolean | null };
type AnyStep = Omit<Step, 'people'> & { people: (Omit<Person, 'ways'> & { ways: Way[] })[] };

export type OnCallAnswer = Omit<OnCallDescription, 'escalation'> & {
  escalation: (Omit<Plan, 'steps'> & { steps: AnyStep[] })[];
  warnings: { code: string; text: string }[];
};

/** Who is on call and whom a page would ask, for people. */
export function onCallLines(out: Output, answer: OnCallAnswer): string[] {
  const { timeZone, schedules, escalation } = answer;
  return [
    out.style('bold', local(answer.at, timeZone)),
    ...table(
      schedules.map((schedule) => scheduleRow(out, schedule, timeZone)),
      '  ',
    ),
    ...escalation.flatMap((plan) => ['', out.style('bold', planTitle(plan)), ...planLines(plan.steps)]),
  ];
}

function scheduleRow(
  out: Output,
  { schedule, name, onCall, until, next }: OnCallAnswer['schedules'][number],
  timeZone: string,
): string[] {
  const who = onCall.map((one) => one.name).join(', ') || out.style(['bold', 'red'], 'NOBODY');
  const then = next ? `then ${next.name}` : '';
  const title = name === schedule ? name : `${name} (${schedule})`;
  return [title, who, `until ${local(until, timeZone)}`, then];
}

const planTitle = ({ id, kinds }: Pick<Plan, 'id' | 'kinds'>): string =>
  id === null
    ? 'A page would ask'
    : `A page about ${kinds.join(', ') || 'nothing that is set'} would ask (${id})`;

const planLines = (steps: readonly AnyStep[]): string[] =>
  steps.flatMap((step, at) => {
    const rows = [...step.people.map(personRow), ...step.services.map(serviceRow)];
    const head = `  ${at + 1}  ${waitText(step, rows.length > 0)}`;
    const empty = step.emptySchedules.map((id) => `     nobody is on call in "${id}"`);
    return [head, ...table(rows, '     '), ...empty];
  });

function waitText({ people, services, delayMinutes }: AnyStep, asks: boolean): string {
  const reaches = services.length > 0 || people.some(({ ways }) => ways.length > 0);
  if (!asks || !reaches) return 'reaches nobody, and is skipped';
  if (delayMinutes === 0) return 'tried, and not waited on: nothing in it is verified';
  return `waited on for ${delayMinutes} min`;
}

function personRow({ name, schedules, ways }: AnyStep['people'][number]): string[] {
  const title = schedules.length > 0 ? `${name} (${schedules.join(', ')})` : name;
  return [title, ways.map(wayText).join(', ') || 'no way to be reached'];
}

const wayText = ({ method, verified }: Way): string =>
  verified === false ? `${method} (not verified)` : method;

const serviceRow = ({ service, channel }: Step['services'][number]): string[] => [service, channel];
