import type { DirectContent } from '../../db/directMessages.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { formatInstant } from '../../domain/time/format.ts';
import type { CandidateKind } from '../../domain/watchdog/candidate.ts';
import { renderMessage } from '../../templates/catalogue.ts';

/** One finding as far as a message may tell of it: which incident, and no facts, for somebody else may read along. */
export interface Told {
  kind: CandidateKind;
  dueAt: Date;
  /** Null where it concerns the whole organisation. */
  reference: string | null;
  drill: boolean;
  /** A drill that stays on this machine. */
  localOnly: boolean;
  /** The people who may know of it, and nobody else; null: not restricted. */
  restrictedTo: string[] | null;
}

export interface Telling {
  name: 'watchdog-alarm' | 'watchdog-all-clear';
  organisation: Organisation;
  told: Told[];
  /** Said before. */
  again: boolean;
  /** How many other findings last on. */
  left: number;
  now: Date;
}

/** The alarm, or its end, for one person. */
export function watchdogMessage(telling: Telling, recipient: string): DirectContent {
  const { name, organisation, told, again, left, now } = telling;
  const { language, timeZone } = organisation.policy;
  const references = [...new Set(told.map(({ reference }) => reference))];
  const vars = {
    drill: told.every(({ drill }) => drill),
    organisation: organisation.name,
    recipient,
    again,
    left,
    reference: references.length === 1 ? (references[0] ?? null) : null,
    foundLocal: formatInstant(now, timeZone, language),
    items: told.map(({ kind, dueAt, reference, drill }) => ({
      what: `watchdog-${kind}`,
      reference,
      drill,
      dueLocal: formatInstant(dueAt, timeZone, language),
    })),
  };
  const { subject, text, html } = renderMessage(name, language, vars);
  return { subject, text, html, short: subject, data: payload(telling) };
}

const payload = ({ name, told, again }: Telling): Record<string, unknown> => ({
  type: name === 'watchdog-alarm' ? 'alarm' : 'allClear',
  again,
  findings: told.map(({ kind, dueAt, reference, drill }) => ({
    kind,
    dueAt: dueAt.toISOString(),
    incident: reference,
    drill,
  })),
});
