import type { Incident } from './incident.ts';
import type { Obligation } from './obligations.ts';

export interface Recipient {
  name: string;
  /** Whom to tell there, and how, as the policy says; null where it does not. */
  contact: string | null;
}

/** Whom a duty tells, where one is owed to several: a controller by name, with its contact; else null. */
export function recipientOf(
  { recipient, track }: Pick<Obligation, 'recipient' | 'track'>,
  { tracks, organisation }: Pick<Incident, 'tracks' | 'organisation'>,
): Recipient | null {
  if (recipient === null) return null;
  const named = tracks.find(({ id }) => id === track)?.controllers?.find(({ id }) => id === recipient)?.name;
  const known = organisation.policy.controllers.find(({ id }) => id === recipient);
  return { name: named ?? known?.name ?? recipient, contact: known?.contact ?? null };
}
