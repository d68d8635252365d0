import { describeOnCall, type OnCallDescription } from '../../domain/onCall/description.ts';
import type { Warning } from '../../templates/catalogue.ts';
import type { Context, Run } from '../context.ts';
import { when } from '../act.ts';
import { onCallLines, type OnCallAnswer } from '../onCallLines.ts';

interface Options {
  at?: string;
  schedule?: string;
  organisation?: string;
}

/** `on-call`: who is on call at an instant, and whom a page would ask; from the API, or from a file alone. */
export const onCall: Run<Options> = async (context, _args, options) => {
  const answer =
    options.organisation === undefined
      ? await context.client.get<OnCallDescription & { warnings: Warning[] }>('/v1/on-call', {
          at: when(options.at),
          schedule: options.schedule,
        })
      : await fromFile(options.organisation, options);
  show(context, answer);
};

function show(context: Context, answer: OnCallAnswer): void {
  context.show(answer, (shown) => {
    context.out.lines(onCallLines(context.out, shown));
    for (const { text } of shown.warnings) context.out.note(`\nNote: ${text}`);
  });
}

async function fromFile(path: string, options: Options): Promise<OnCallAnswer> {
  const { readRotaFile, standingOfFile } = await import('../rotaFile.ts');
  const { readinessWarnings } = await import('../../templates/catalogue.ts');
  const { policy, instant, schedules } = await readRotaFile(path, options.schedule);
  const standing = standingOfFile(instant('at', options.at, new Date()));
  const described = describeOnCall(policy, standing, schedules);
  const unknown = { verified: null };
  const escalation = described.escalation.map((plan) => ({
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      people: step.people.map((one) => ({ ...one, ways: one.ways.map((way) => ({ ...way, ...unknown })) })),
    })),
  }));
  return { ...described, escalation, warnings: readinessWarnings(policy, standing) };
}
