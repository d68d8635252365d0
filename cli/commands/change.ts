import { act, named, when } from '../act.ts';
import type { Run } from '../context.ts';
import { badInput } from '../errors.ts';

interface By {
  by?: string;
}
interface Contain extends By {
  how?: string;
  notYet?: boolean;
  because?: string;
  at?: string;
}

export const contain: Run<Contain> = async (context, [incident = ''], { how, notYet, because, at, by }) => {
  if ((notYet === true) === (how !== undefined)) {
    throw badInput('Say --how it was contained, or --not-yet --because why not.');
  }
  if (notYet && !because) throw badInput('Say --because why it is not contained yet.');
  const body =
    notYet === true ? { contained: false, because, by } : { contained: true, how, at: when(at), by };
  await act(context, incident, 'containment', body);
};

export const scope: Run<By & { findings: string; at?: string }> = (context, [incident = ''], options) =>
  act(context, incident, 'scope', { findings: options.findings, at: when(options.at), by: options.by });

export const note: Run<By> = (context, [incident = '', text], { by }) =>
  act(context, incident, 'notes', { text, by });

export const close: Run<By & { reason: string }> = (context, [incident = ''], { reason, by }) =>
  act(context, incident, 'closure', { reason, by });

export const reopen: Run<By & { reason: string }> = (context, [incident = ''], { reason, by }) =>
  act(context, incident, 'reopening', { reason, by });

export const real: Run<By & { reason: string }> = async (context, [incident = ''], { reason, by }) =>
  act(context, incident, 'real', { reason, by: named(by) });
