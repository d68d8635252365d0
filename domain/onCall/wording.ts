import type { Policy } from '../organisation.ts';

/** A schedule as people call it. */
export const scheduleName = (policy: Pick<Policy, 'schedules'>, id: string): string =>
  policy.schedules.find((schedule) => schedule.id === id)?.name ?? id;

/** A person as people call them; the id of somebody who is not in the policy any more. */
export const personName = (policy: Pick<Policy, 'people'>, id: string): string =>
  policy.people.find((person) => person.id === id)?.name ?? id;
