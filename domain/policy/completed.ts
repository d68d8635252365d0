import type { Organisation, Policy } from '../organisation.ts';

const LISTS = {
  schedules: [],
  services: [],
  escalationPolicies: [],
  escalationFor: {},
  followThrough: { actionWithinMinutes: 240, mostSnoozeMinutes: 120 },
  triageHours: 4,
  inbound: [],
  contactCard: [],
};

/**
 * An organisation as a release stored it that did not know schedules, services and further contacts yet: what is
 * missing gets the schema's defaults. The copy on an incident may be years old.
 */
export const completed = (organisation: Organisation): Organisation => ({
  ...organisation,
  policy: completedPolicy(organisation.policy),
});

const completedPolicy = (policy: Policy): Policy => ({
  ...LISTS,
  ...policy,
  people: policy.people.map((person) => ({ ...person, contacts: stored(person.contacts) ?? [] })),
  escalation: policy.escalation.map((step) => ({
    ...step,
    people: stored(step.people) ?? [],
    schedules: stored(step.schedules) ?? [],
    services: stored(step.services) ?? [],
  })),
});

/** What the type calls certain, an older document may lack. */
const stored = <T>(value: T): T | undefined => value;
