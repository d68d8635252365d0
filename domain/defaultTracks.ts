import type { Track } from './facts.ts';
import type { Organisation } from './organisation.ts';

/** Silence is never the absence of a duty: without tracks, one for each role, with nothing known. */
export const defaultTracks = ({ policy }: Organisation): Track[] =>
  [...new Set(policy.roles)].map((role) => ({ id: role, facts: { role } }));
