import type { Context } from './context.ts';
import { badInput } from './errors.ts';
import { findIncident } from './findIncident.ts';
import { readWhen } from './instants.ts';
import { sendOnce } from './sendOnce.ts';
import type { Incident } from './types.ts';
import { dutyTable, headline } from './views.ts';

/** Posts one act to an incident and shows its new state. Fields that are undefined are left out. */
export async function act(...given: Parameters<typeof acted>): Promise<void> {
  await acted(...given);
}

/** The same, with the new state. */
export async function acted(
  context: Context,
  name: string,
  path: string,
  body: object,
  method: 'post' | 'patch' | 'put' = 'post',
): Promise<Incident> {
  const id = await findIncident(context.client, name);
  const answer = await sendOnce(context, (headers) =>
    context.client[method]<Incident>(`/v1/incidents/${id}/${path}`, body, headers),
  );
  context.show(answer, (incident) => {
    context.out.line(`Recorded: ${headline(context.out, incident)}`);
    context.out.line();
    context.out.lines(dutyTable(context.out, incident.obligations));
  });
  return answer;
}

/** An optional instant of a flag. */
export const when = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : readWhen(text, new Date());

/** The revision that a person saw, of a flag. */
export function revisionSeen(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw badInput(`--revision "${text}" is no revision: give the number that \`show\` printed.`);
}

/** A decision is a named person's. */
export function named(by: string | undefined): string {
  if (by) return by;
  throw badInput('Say who: --by "Name" (or TOCSIN_BY in the environment).');
}
