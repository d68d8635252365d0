import type { Organisation, Person } from '../../domain/organisation.ts';
import { hasMarker, SECRET_IS_SET } from '../../domain/secretMarker.ts';
import { Problem } from '../problems.ts';

const mapPeople = (organisation: Organisation, change: (person: Person, index: number) => Person) => ({
  ...organisation,
  policy: { ...organisation.policy, people: organisation.policy.people.map(change) },
});

const withSecret = (person: Person, secret: string): Person =>
  person.webhook ? { ...person, webhook: { ...person.webhook, secret } } : person;

/** The organisation as it may be shown to everybody who may read it. */
export const withoutSecrets = (organisation: Organisation): Organisation =>
  mapPeople(organisation, (person) => (person.webhook?.secret ? withSecret(person, SECRET_IS_SET) : person));

/**
 * The organisation as it is kept: a marker that comes back keeps that person's secret.
 * @throws Problem naming the marker of a person without a stored secret
 */
export const withStoredSecrets = (organisation: Organisation, stored: Organisation): Organisation =>
  mapPeople(organisation, (person, index) => {
    if (!hasMarker(person)) return person;
    const before = stored.policy.people.find((one) => one.id === person.id)?.webhook?.secret;
    if (!before) throw noSecret(person.id, index);
    return withSecret(person, before);
  });

function noSecret(personId: string, index: number): Problem {
  const message = `no secret of "${personId}" is stored; give the secret itself, or leave it out`;
  const field = `/organisation/policy/people/${index}/webhook/secret`;
  return new Problem('invalidRequest', message, { errors: [{ field, message }] });
}
