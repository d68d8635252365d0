import type { Policy } from '../organisation.ts';
import { type ContactMethod, contactMethods, type Person, type Service } from '../policy/contacts.ts';
import { plansOf } from './asked.ts';

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Schedules that any step asks. */
export const askedSchedules = (policy: Policy): string[] =>
  unique(plansOf(policy).flatMap(({ steps }) => steps.flatMap(({ schedules }) => schedules)));

/** Everybody whom any step may ask at some time. */
export function askedPeople(policy: Policy): Person[] {
  const schedules = askedSchedules(policy);
  const onCall = policy.schedules
    .filter(({ id }) => schedules.includes(id))
    .flatMap(({ layers }) => layers.flatMap(({ people }) => people));
  const named = plansOf(policy).flatMap(({ steps }) => steps.flatMap(({ people }) => people));
  const ids = new Set([...named, ...onCall]);
  return policy.people.filter(({ id }) => ids.has(id));
}

/** Every way to a person or a service that a page may take at some time; in a drill only to people who agreed. */
export function everyWay(policy: Policy, drill: boolean): (ContactMethod | Service)[] {
  const people = askedPeople(policy).filter(({ agreesToDrills }) => agreesToDrills || !drill);
  const asked = plansOf(policy).flatMap(({ steps }) => steps.flatMap(({ services }) => services));
  const services = drill ? [] : policy.services.filter(({ id }) => asked.includes(id));
  return [...people.flatMap(contactMethods), ...services];
}
