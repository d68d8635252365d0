import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Run } from '../context.ts';
import { Unreachable } from '../errors.ts';
import { findIncident } from '../findIncident.ts';
import { readWhen } from '../instants.ts';
import { cleaned } from '../output.ts';
import { table } from '../table.ts';
import { TimelineReader } from '../timelineReader.ts';
import type { TimelineEntry, Verification } from '../types.ts';
import { entryCells } from '../views.ts';

const FOLLOW_EVERY_MS = 1_000;

interface Options {
  kind?: string;
  actor?: string;
  from?: string;
  to?: string;
  follow?: boolean;
}

export const timeline: Run<Options> = async (context, [name = ''], options) => {
  const id = await findIncident(context.client, name);
  const reader = new TimelineReader(context.client, id, {
    kind: options.kind,
    actor: options.actor,
    from: options.from && readWhen(options.from, new Date()),
    to: options.to && readWhen(options.to, new Date()),
  });
  const timeZone = context.out.json ? '' : await context.timeZone();
  if (options.follow) return follow(context, reader, timeZone);
  const items = await reader.next();
  context.show({ items }, (answer) => print(context, answer.items, timeZone));
};

function print({ out }: Context, entries: readonly TimelineEntry[], timeZone: string): void {
  out.lines(table(entries.map((entry) => entryCells(entry, timeZone))));
}

/** Until Ctrl-C; a server that is away for a moment is waited for. With `--json` one entry a line. */
async function follow(context: Context, reader: TimelineReader, timeZone: string): Promise<void> {
  for (;;) {
    const news = await reader.next().catch((error: unknown) => {
      if (error instanceof Unreachable) return [];
      throw error;
    });
    if (context.out.json) context.out.lines(news.map((entry) => JSON.stringify(entry)));
    else print(context, cleaned(news), timeZone);
    await pause(FOLLOW_EVERY_MS);
  }
}

/** Exit code 1 when something does not fit. */
export const verify: Run = async (context) => {
  const answer = await context.client.get<Verification>('/v1/timeline/verification');
  if (!answer.ok) process.exitCode = 1;
  context.show(answer, (result) => context.out.lines(verificationLines(result)));
};

export function verificationLines({
  ok,
  sealed,
  unsealed,
  erasedValues,
  missingValues,
  first,
}: Verification): string[] {
  const counts = `${sealed} sealed entries, ${unsealed} not sealed yet, ${erasedValues} erased values, ${missingValues} missing values.`;
  if (ok) return [`The record fits: ${counts}`];
  const place = first?.seq === null || first?.seq === undefined ? 'not sealed' : `number ${first.seq}`;
  return [
    `The record does NOT fit. First: entry ${first?.entryId ?? '?'} (${place}): ${first?.problem ?? '?'}`,
    counts,
  ];
}
