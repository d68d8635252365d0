import type { Organisation } from './organisation.ts';
import { SECRET_IS_SET } from './policy/secret.ts';

export { SECRET_IS_SET } from './policy/secret.ts';

/** One secret of an organisation, where it stands. */
export interface SecretPlace {
  /** The same in every version of the organisation: "people/ada/webhook/secret". */
  name: string;
  /** From the organisation down. */
  path: (string | number)[];
  value: string;
  /** Where the secret is sent to, if it is sent at all: kept only for that same place. */
  sentTo: string | undefined;
  set: (value: string) => void;
}

type Holder = Record<string, unknown>;

/** Fields that are secrets wherever they stand in one of the lists below. */
const SECRET_FIELDS = ['secret', 'routingKey', 'apiKey', 'webhookSecret'];
/** What leaves in the clear: whoever could change its address while keeping it would be told it. */
const SENT_FIELDS = ['routingKey', 'apiKey'];

/** Every secret in an organisation; `set` changes that very object. */
export function secretPlaces(organisation: Organisation): SecretPlace[] {
  const { people, services, inbound } = organisation.policy;
  return [
    ...people.flatMap((person, at) => {
      const path = ['policy', 'people', at];
      const name = `people/${person.id}`;
      return [
        ...placesIn(person.webhook, [...path, 'webhook'], `${name}/webhook`),
        ...person.contacts.flatMap((method, index) =>
          placesIn(method, [...path, 'contacts', index], `${name}/contacts/${method.id ?? method.channel}`),
        ),
      ];
    }),
    ...services.flatMap((one, at) => placesIn(one, ['policy', 'services', at], `services/${one.id}`)),
    ...inbound.flatMap((one, at) => placesIn(one, ['policy', 'inbound', at], `inbound/${one.id}`)),
  ];
}

function placesIn(thing: object | undefined, path: SecretPlace['path'], name: string): SecretPlace[] {
  if (!thing) return [];
  const holder = thing as Holder;
  // The address of a Teams workflow carries its signature.
  const fields = holder.channel === 'teams' ? ['url'] : SECRET_FIELDS;
  return fields.flatMap((field) => {
    const value = holder[field];
    if (typeof value !== 'string' || value === '') return [];
    return {
      name: `${name}/${typeof holder.channel === 'string' ? `${holder.channel}/` : ''}${field}`,
      path: [...path, field],
      value,
      sentTo: sentTo(field, holder),
      set: (other: string) => void (holder[field] = other),
    };
  });
}

const sentTo = (field: string, { url }: Holder): string | undefined =>
  (field === 'url' || SENT_FIELDS.includes(field)) && typeof url === 'string'
    ? URL.parse(url)?.origin
    : undefined;

const isUrl = (place: SecretPlace): boolean => place.path.at(-1) === 'url';

/** What is shown in the place of a secret: of an address, where it leads is left. */
export const markerOf = (place: SecretPlace): string =>
  isUrl(place) ? `${place.sentTo ?? ''}/${SECRET_IS_SET}` : SECRET_IS_SET;

export const hasMarker = (place: SecretPlace): boolean => place.value === markerOf(place);

/** Names of the secrets that are not in this document: it can only be sent back to where they are stored. */
export const placesWithMarker = (organisation: Organisation): string[] =>
  secretPlaces(organisation)
    .filter(hasMarker)
    .map(({ name }) => name);
