import type { Track, TrackPatch } from './facts.ts';

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is given counts, member by member; a list is given whole, and what is left out stays. */
function merged(before: unknown, given: unknown): unknown {
  if (given === undefined) return before;
  if (!isTree(before) || !isTree(given)) return given;
  return Object.entries(given).reduce<Tree>(
    (whole, [name, value]) => ({ ...whole, [name]: merged(before[name], value) }),
    before,
  );
}

/**
 * The tracks after a change. A track that is given is merged into the one of its id: facts and moments member by member,
 * every other part as a whole; one with a new id is added. No track goes because it was left out, but one that was only
 * assumed, and of which nobody has said anything, makes room for the first that is named for its role.
 * @returns tracks whose shape is still to be checked: a new one may lack what every track needs
 */
export function mergeTracks(
  before: readonly Track[],
  given: readonly TrackPatch[],
  removed: readonly string[] = [],
): unknown[] {
  const known = new Set(before.map(({ id }) => id));
  const named = given.filter(({ id }) => !known.has(id)).map(({ facts }) => facts?.role);
  const kept = before.filter(
    (track) =>
      !removed.includes(track.id) &&
      !(isAssumed(track) && named.includes(track.facts.role) && !given.some(({ id }) => id === track.id)),
  );
  const changed = kept.map((track) => {
    const patch = given.find(({ id }) => id === track.id);
    return patch ? withParts(track, patch) : track;
  });
  return [...changed, ...given.filter(({ id }) => !known.has(id))];
}

function withParts(track: Track, { facts, moments, ...parts }: TrackPatch): unknown {
  const whole = Object.entries(parts).filter(([, value]) => value !== undefined);
  return {
    ...track,
    ...Object.fromEntries(whole),
    facts: merged(track.facts, facts),
    ...(moments || track.moments ? { moments: merged(track.moments ?? {}, moments) } : {}),
  };
}

/** As a declaration makes it that names no track: called like its role, and empty. */
const isAssumed = ({ id, facts, moments, controllers, joint, crossBorder }: Track): boolean =>
  id === facts.role && Object.keys(facts).length === 1 && !moments && !controllers && !joint && !crossBorder;
