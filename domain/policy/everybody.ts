import type { Policy } from '../organisation.ts';
import type { Person } from './contacts.ts';

type Parts = Pick<
  Policy,
  'people' | 'schedules' | 'escalation' | 'escalationPolicies' | 'standIn' | 'outOfHours'
>;

/** Everybody whom this policy would page at any time: of every step, every layer of every schedule that one names, and the stand-ins. */
export function everybodyPaged(policy: Parts): Person[] {
  const steps = [...policy.escalation, ...policy.escalationPolicies.flatMap((one) => one.steps)];
  const schedules = new Set(steps.flatMap((step) => step.schedules));
  const named = new Set<string | undefined>([
    ...steps.flatMap((step) => step.people),
    ...policy.schedules
      .filter(({ id }) => schedules.has(id))
      .flatMap(({ layers }) => layers.flatMap((layer) => layer.people)),
    policy.standIn,
    policy.outOfHours,
  ]);
  return policy.people.filter(({ id }) => named.has(id));
}
