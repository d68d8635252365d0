import type { Organisation, Person } from './organisation.ts';

/** Stands for a signing secret that is stored: secrets go in and are never shown again. */
export const SECRET_IS_SET = '(set)';

/** True where the marker stands in the place of this person's secret. */
export const hasMarker = (person: Person): boolean => person.webhook?.secret === SECRET_IS_SET;

/** Ids of those whose secret is not in this document: it can only be sent back to where the secret is stored. */
export const peopleWithMarker = ({ policy }: Organisation): string[] =>
  policy.people.filter(hasMarker).map((person) => person.id);
