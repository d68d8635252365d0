import type { EscalationPolicy, EscalationStep } from '../policy/escalation.ts';
import { CHANNELS, contactMethods } from '../policy/contacts.ts';
import type { Policy } from '../organisation.ts';

/** People of the policy who may know of an incident; null: it is not restricted. */
export type RestrictedTo = readonly string[] | null;

/** May this person of the policy know? */
export const mayKnow = (restrictedTo: RestrictedTo, personId: string): boolean =>
  restrictedTo === null || restrictedTo.includes(personId);

/** After the last step of the policy, all who are named are asked by every way that they have. */
const LAST_DELAY_MINUTES = 5;

/**
 * The policy as a restricted incident may use it: it knows nobody else. Steps ask those of their people who are named,
 * whoever of their schedules is named, on call or not, and no pager or room, which belong to nobody; steps that ask
 * nobody go. Whoever is named and in no step is asked in one more at the end, so that the named are reached even where
 * no step names them. Pure; for `null` the same policy.
 */
export function restrictTo(policy: Policy, restrictedTo: RestrictedTo): Policy {
  if (restrictedTo === null) return policy;
  const named = policy.people.filter(({ id }) => restrictedTo.includes(id));
  const { standIn, outOfHours, ...rest } = policy;
  return {
    ...rest,
    people: named,
    schedules: [],
    services: [],
    escalation: steps(policy, policy.escalation, restrictedTo),
    escalationPolicies: policy.escalationPolicies.map((one): EscalationPolicy => ({
      ...one,
      steps: steps(policy, one.steps, restrictedTo),
    })),
    ...(standIn && restrictedTo.includes(standIn) ? { standIn } : {}),
    ...(outOfHours && restrictedTo.includes(outOfHours) ? { outOfHours } : {}),
  };
}

function steps(policy: Policy, given: readonly EscalationStep[], names: readonly string[]): EscalationStep[] {
  const kept = given
    .map((step) => ({ ...step, people: namedIn(policy, step, names), schedules: [], services: [] }))
    .filter(({ people }) => people.length > 0);
  const asked = new Set(kept.filter(asksByAllWays).flatMap(({ people }) => people));
  const left = policy.people.map(({ id }) => id).filter((id) => names.includes(id) && !asked.has(id));
  if (left.length === 0) return kept;
  return [
    ...kept,
    { people: left, schedules: [], services: [], channels: [...CHANNELS], delayMinutes: LAST_DELAY_MINUTES },
  ];
}

const asksByAllWays = ({ channels }: EscalationStep): boolean =>
  CHANNELS.every((channel) => channels.includes(channel));

function namedIn(policy: Policy, step: EscalationStep, names: readonly string[]): string[] {
  const taking = policy.schedules
    .filter(({ id }) => step.schedules.includes(id))
    .flatMap(({ layers }) => layers.flatMap(({ people }) => people));
  return [...new Set([...step.people, ...taking])].filter((id) => names.includes(id));
}

/** Why a list of people cannot be the one that an incident is restricted to; undefined where it can. */
export function whyNotRestrictedTo(
  policy: Pick<Policy, 'people'>,
  names: readonly string[],
  drill: boolean,
): string | undefined {
  const unknown = names.find((id) => !policy.people.some((person) => person.id === id));
  if (unknown !== undefined)
    return `"${unknown}" is not among the people of the policy; add that person (bin/tocsin organisation set) or correct the name`;
  const reachable = policy.people.some(
    (person) =>
      names.includes(person.id) && contactMethods(person).length > 0 && (!drill || person.agreesToDrills),
  );
  if (reachable) return undefined;
  return drill
    ? 'none of these people would be reached in a drill; name somebody who has a way to be reached and agreed to drills'
    : 'none of these people can be reached; give one of them a mail address or another way in the policy (bin/tocsin organisation set), or name somebody else as well';
}
