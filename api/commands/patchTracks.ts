import { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { type Track, trackSchema, type TrackPatch } from '../../domain/facts.ts';
import { mergeTracks } from '../../domain/mergeTracks.ts';
import { readOptionalPastInstant } from '../instants.ts';
import { type FieldError, Problem } from '../problems.ts';

const MOST_TRACKS = 20;
const tracksSchema = z.array(trackSchema);

interface TrackChange {
  tracks?: readonly TrackPatch[] | undefined;
  removeTracks?: readonly string[] | undefined;
}

/**
 * The tracks of an incident after a change; none goes unless it is named in `removeTracks`.
 * @throws Problem when a track is removed that does not exist, when none would be left, or when a new one lacks its role
 */
export function patchTracks(
  { incident, at }: Pick<IncidentChange, 'incident' | 'at'>,
  change: TrackChange,
): Track[] {
  const { removeTracks = [] } = change;
  const { timeZone } = incident.organisation.policy;
  const before = incident.tracks;
  const tracks = (change.tracks ?? []).map((track, n) => withMoments(track, `/tracks/${n}`, timeZone, at));
  requireRemovable(before, tracks, removeTracks);
  const after = mergeTracks(before, tracks, removeTracks);
  if (after.length === 0) refuse('/removeTracks', 'would leave no track; an incident keeps at least one');
  if (after.length > MOST_TRACKS) refuse('/tracks', `an incident has at most ${MOST_TRACKS} tracks`);
  const read = tracksSchema.safeParse(after);
  if (read.success) return read.data;
  const known = new Set(before.map(({ id }) => id));
  const errors = read.error.issues.map(({ path: [index, ...path], message }): FieldError => {
    const { id } = after[Number(index)] as Track;
    const given = tracks.findIndex((track) => track.id === id);
    const isNew = !known.has(id) && path[0] === 'facts' && path.length <= 2;
    return {
      field: `/tracks/${given}/${path.join('/')}`,
      message: isNew ? `"${id}" is a new track: give its facts, at least the role` : message,
    };
  });
  throw new Problem('invalidRequest', `${errors[0]?.field}: ${errors[0]?.message}`, { errors });
}

/** A moment is stated as any other instant is: on the organisation's clock unless it has an offset. */
function withMoments(track: TrackPatch, pointer: string, timeZone: string, at: Date): TrackPatch {
  if (!track.moments) return track;
  const read = Object.entries(track.moments).map(([name, text]) => {
    const field = `${pointer}/moments/${name}`;
    return [name, readOptionalPastInstant(field, text, timeZone, at)?.toISOString() ?? null] as const;
  });
  return { ...track, moments: Object.fromEntries(read) };
}

function requireRemovable(
  before: readonly Track[],
  tracks: readonly TrackPatch[],
  removeTracks: readonly string[],
): void {
  const known = before.map(({ id }) => id);
  const unknown = removeTracks.find((id) => !known.includes(id));
  if (unknown !== undefined)
    refuse('/removeTracks', `there is no track "${unknown}"; there are: ${known.join(', ')}`);
  const both = tracks.find(({ id }) => removeTracks.includes(id));
  if (both) refuse('/removeTracks', `"${both.id}" is changed and removed at once; choose one`);
}

function refuse(field: string, message: string): never {
  throw new Problem('invalidRequest', `${field}: ${message}`, { errors: [{ field, message }] });
}
