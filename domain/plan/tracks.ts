import type { Track } from '../facts.ts';
import type { Happened } from './happened.ts';

/**
 * The ids of one duty over its tracks: the short one ("authority") for the first track, "authority:staff" for each
 * other. A track keeps the id that it was opened under. When the track of the short id goes and nothing was done for
 * it yet, the next one takes it over, so that naming a track better starts no second clock.
 */
export function idsByTrack(
  base: string,
  tracks: readonly Track[],
  { tracks: opened, done }: Happened,
): { track: Track; id: string }[] {
  const holder = tracks.find(({ id }) => id === opened.get(base)) ?? heir(base, tracks, opened, done);
  return tracks.map((track) => ({ track, id: track === holder ? base : `${base}:${track.id}` }));
}

function heir(
  base: string,
  tracks: readonly Track[],
  opened: Happened['tracks'],
  done: Happened['done'],
): Track | undefined {
  if (opened.has(base) && done.has(base)) return undefined;
  return tracks.find(({ id }) => !opened.has(`${base}:${id}`));
}
