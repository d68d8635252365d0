import type { Organisation, Policy } from '../organisation.ts';

/** As the schema fills them in. */
const ABSENT = {
  schedules: [],
  services: [],
  escalationPolicies: [],
  escalationFor: {},
  followThrough: { actionWithinMinutes: 240, mostSnoozeMinutes: 120 },
  triageHours: 4,
  inbound: [],
  contactCard: [],
} satisfies Partial<Policy>;

/**
 * An organisation that an earlier release stored, with what it could not say yet: organisations and the copies on
 * incidents are read as they were written, and not parsed again.
 */
export function completed(organisation: Organisation): Organisation {
  const { policy } = organisation;
  if ((policy.schedules as Policy['schedules'] | undefined) !== undefined) return organisation;
  return {
    ...organisation,
    policy: {
      ...ABSENT,
      ...policy,
      people: policy.people.map((person) => ({ ...person, contacts: [] })),
      escalation: policy.escalation.map((step) => ({ ...step, schedules: [], services: [] })),
    },
  };
}
