import {
  describeShifts,
  type OverrideDescription,
  type ShiftsDescription,
} from '../../domain/onCall/description.ts';
import { shifts } from '../../domain/onCall/index.ts';
import { when } from '../act.ts';
import type { Context, Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { table } from '../table.ts';
import type { Items } from '../types.ts';
import { local } from '../views.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 28;
const MOST_DAYS = 400;

interface ListOptions {
  schedule?: string;
  from?: string;
  until?: string;
  organisation?: string;
}

interface Shifts {
  timeZone: string;
  schedules: ShiftsDescription[];
}

/** `schedules`: who is on call when; from the API, or from a file alone. */
export const list: Run<ListOptions> = async (context, _args, options) => {
  const { organisation, from, until, schedule } = options;
  const answer =
    organisation === undefined
      ? await context.client.get<Shifts>('/v1/on-call/shifts', {
          from: when(from),
          until: when(until),
          schedule,
        })
      : await fromFile(organisation, options);
  context.show(answer, ({ schedules, timeZone }) => {
    if (schedules.length === 0)
      return context.out.line('The policy has no schedules: its steps name people.');
    for (const one of schedules) context.out.lines(scheduleLines(context, one, timeZone));
  });
};

async function fromFile(path: string, options: ListOptions): Promise<Shifts> {
  const { readRotaFile } = await import('../rotaFile.ts');
  const { policy, instant, schedules } = await readRotaFile(path, options.schedule);
  const from = instant('from', options.from, new Date());
  const until = instant('until', options.until, new Date(from.getTime() + DEFAULT_DAYS * DAY_MS));
  const days = (until.getTime() - from.getTime()) / DAY_MS;
  if (days <= 0 || days > MOST_DAYS)
    throw badInput(`--until must be later than --from, and at most ${MOST_DAYS} days.`);
  return {
    timeZone: policy.timeZone,
    schedules: schedules.map((one) => describeShifts(policy, one, shifts(policy, one.id, from, until, []))),
  };
}

function scheduleLines(
  { out }: Context,
  { name, shifts: all }: ShiftsDescription,
  timeZone: string,
): string[] {
  const rows = all.map(({ onCall, from, until }) => [
    local(from, timeZone),
    local(until, timeZone),
    onCall?.name ?? out.style(['bold', 'red'], 'NOBODY'),
  ]);
  return [out.style('bold', name), ...table(rows, '  ')];
}

interface OverrideOptions {
  from: string;
  until: string;
  by?: string;
}

interface One {
  override: OverrideDescription;
}

/** `schedules override SCHEDULE PERSON`. */
export const override: Run<OverrideOptions> = async (context, [schedule, person], options) => {
  const body = { schedule, person, from: when(options.from), until: when(options.until), by: options.by };
  const answer = await context.client.post<One>('/v1/on-call/overrides', body);
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, (shown) => context.out.lines(overrideLines([shown.override], timeZone)));
};

/** `schedules overrides`. */
export const overrides: Run = async (context) => {
  const answer = await context.client.get<Items<OverrideDescription>>('/v1/on-call/overrides');
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    if (items.length === 0) context.out.line('Nobody takes over.');
    context.out.lines(overrideLines(items, timeZone));
  });
};

const overrideLines = (items: readonly OverrideDescription[], timeZone: string): string[] =>
  table(
    items.map(({ id, schedule, name, from, until }) => [
      name,
      schedule,
      local(from, timeZone),
      `until ${local(until, timeZone)}`,
      id,
    ]),
  );

/** `schedules withdraw ID`. */
export const withdraw: Run<{ by?: string }> = async (context, [id = ''], { by }) => {
  const path = `/v1/on-call/overrides/${encodeURIComponent(id)}`;
  const answer = await context.client.delete<One>(path, { by });
  context.show(answer, ({ override: ended }) =>
    context.out.line(`Withdrawn: ${ended.name} in ${ended.schedule}.`),
  );
};

interface MadeFeed {
  name: string;
  url: string;
  schedules: { schedule: string; url: string }[];
}

/** `schedules feed PERSON`: the only time that the address is shown. */
export const feed: Run = async (context, [person]) => {
  const answer = await context.client.post<MadeFeed>('/v1/on-call/feeds', { person });
  context.show(answer, ({ name, url, schedules }) => {
    context.out.line(
      `Whoever has one of these addresses reads the rota. They are shown this once; any earlier one of`,
    );
    context.out.line(`${name} has ended.`);
    const rows = schedules.map((one) => [`everybody in ${one.schedule}`, one.url]);
    context.out.lines(table([['own shifts', url], ...rows], '  '));
  });
};

/** `schedules feeds`. */
export const feeds: Run = async (context) => {
  type Feed = { person: string; name: string; createdAt: string };
  const answer = await context.client.get<Items<Feed>>('/v1/on-call/feeds');
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    if (items.length === 0) context.out.line('Nobody has one.');
    context.out.lines(
      table(items.map((one) => [one.name, one.person, `since ${local(one.createdAt, timeZone)}`])),
    );
  });
};

/** `schedules unfeed PERSON`. */
export const unfeed: Run = async (context, [person = '']) => {
  const path = `/v1/on-call/feeds/${encodeURIComponent(person)}`;
  const answer = await context.client.delete<{ person: string }>(path);
  context.show(answer, (shown) => context.out.line(`The calendar address of ${shown.person} has ended.`));
};
