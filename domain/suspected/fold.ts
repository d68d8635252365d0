import type { IncidentStatus } from '../incident.ts';
import type { Signal } from './received.ts';

/**
 * What becomes of a message: a new suspicion; a repeat of one that is open or was accepted and whose incident is still
 * open; a note on one that is over; or nothing.
 */
export type Fold = 'new' | 'repeat' | 'note' | 'nothing';

/**
 * Where a message goes whose key was seen before (`known`: what became of that one), or was not (`undefined`). What was
 * dismissed, or is closed, and happens again is new and pages again: the person who dismissed it judged what was known
 * then. That something is over never closes anything.
 */
export function foldOf(known: { status: IncidentStatus } | undefined, signal: Signal): Fold {
  if (!known) return signal === 'aside' ? 'nothing' : 'new';
  if (known.status === 'open' || known.status === 'suspected') return signal === 'firing' ? 'repeat' : 'note';
  return signal === 'firing' ? 'new' : 'note';
}
