import type { Organisation } from '../../domain/organisation.ts';
import { hasMarker, markerOf, type SecretPlace, secretPlaces } from '../../domain/secretMarker.ts';
import { Problem } from '../problems.ts';

/** A copy in which each secret is what `change` makes of it. */
function mapSecrets(organisation: Organisation, change: (place: SecretPlace) => string): Organisation {
  const copy = structuredClone(organisation);
  for (const place of secretPlaces(copy)) place.set(change(place));
  return copy;
}

/** The organisation as it may be shown to everybody who may read it. */
export const withoutSecrets = (organisation: Organisation): Organisation =>
  mapSecrets(organisation, markerOf);

/**
 * The organisation as it is kept: a marker that comes back keeps the secret of that place.
 * @throws Problem naming the marker of a place without a stored secret
 */
export function withStoredSecrets(organisation: Organisation, stored: Organisation): Organisation {
  const before = new Map(secretPlaces(stored).map((place) => [place.name, place]));
  return mapSecrets(organisation, (place) => {
    if (!hasMarker(place)) return place.value;
    const known = before.get(place.name);
    if (!known) throw noSecret(place, 'is stored');
    if (known.sentTo !== place.sentTo)
      throw noSecret(place, 'is kept for another address than the stored one');
    return known.value;
  });
}

function noSecret({ path, name }: SecretPlace, why: string): Problem {
  const message = `no secret of "${name}" ${why}; give the secret itself, or leave it out`;
  const field = `/organisation/${path.join('/')}`;
  return new Problem('invalidRequest', message, { errors: [{ field, message }] });
}
