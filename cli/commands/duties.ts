import { act, named, revisionSeen, when } from '../act.ts';
import type { Run } from '../context.ts';
import { badInput } from '../errors.ts';

interface By {
  by?: string;
}
interface Decision extends By {
  reason: string;
  evidence?: string;
  second?: string;
  revision?: string;
}
const path = (obligation: string, what: string): string =>
  `obligations/${encodeURIComponent(obligation)}/${what}`;

export const decide: Run<Decision> = async (context, args, options) => {
  const [incident = '', obligation = '', decision = ''] = args;
  if (decision !== 'required' && decision !== 'notRequired') {
    throw badInput(`"${decision}" is no decision: say required or notRequired.`);
  }
  await act(context, incident, path(obligation, 'decision'), {
    decision,
    reason: options.reason,
    by: named(options.by),
    evidence: options.evidence,
    secondBy: options.second,
    revision: revisionSeen(options.revision),
  });
};

/** A plan ends in the future, so its time is passed on as it is written. */
export const plan: Run<By & { plan: string; until: string }> = (context, args, options) => {
  const [incident = '', obligation = ''] = args;
  const body = { plan: options.plan, until: options.until, by: options.by };
  return act(context, incident, path(obligation, 'plan'), body);
};

export const satisfy: Run<By & { how: string; at?: string; notReached?: boolean }> = async (
  context,
  args,
  { how, at, by, notReached },
) => {
  const [incident = '', obligation = ''] = args;
  const body = { how, at: when(at), by, ...(notReached ? { reached: false } : {}) };
  await act(context, incident, path(obligation, 'satisfaction'), body);
};
