/** Who tells of it: a kind of the policy's sources, the API, or a person who types it in. */
export const SUSPICION_KINDS = ['mail', 'alertmanager', 'sentry', 'json', 'api', 'manual'] as const;
export type SuspicionKind = (typeof SUSPICION_KINDS)[number];

export const SUSPICION_STATES = ['open', 'accepted', 'dismissed'] as const;
export type SuspicionState = (typeof SUSPICION_STATES)[number];

/**
 * firing: it happens; ended: the monitoring says that it is over, which closes nothing here; aside: about something that
 * is known or nothing at all (assigned, archived).
 */
export type Signal = 'firing' | 'ended' | 'aside';

/** What is equal in repeats of one event. */
export interface FoldKey {
  value: string;
  /** Only within so many hours of the last one; left out: always. */
  withinHours?: number;
}

/** One message about something that may be an incident, as it was understood. */
export interface Understood {
  title: string;
  details: string | null;
  keys: FoldKey[];
  signal: Signal;
  /** When it happened, as the sender says. Never used as discovery: that is the receipt. */
  occurredAt: Date | null;
}

export const LONGEST_TITLE = 200;
export const LONGEST_DETAILS = 20_000;

/** Text from outside made fit to keep: one line for a title, no characters that are no text. */
export const oneLine = (text: string): string =>
  clean(text).replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
export const manyLines = (text: string): string => clean(text).trim().slice(0, LONGEST_DETAILS);

const clean = (text: string): string =>
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ''); // eslint-disable-line no-control-regex
