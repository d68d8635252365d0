import { methodDigest, verifiedMethods } from '../db/contactVerifications.ts';
import type { Scope } from '../db/database.ts';
import { overridesBetween } from '../db/onCallOverrides.ts';
import { findOwnOrganisation, type StoredOrganisation } from '../db/organisations.ts';
import type { Standing } from '../domain/onCall/asked.ts';
import { LOOK_DAYS } from '../domain/onCall/description.ts';
import type { Organisation, Policy } from '../domain/organisation.ts';
import { addressOf } from '../domain/policy/contacts.ts';
import type { ApiContext } from './context.ts';
import { readInstant } from './instants.ts';
import { Problem } from './problems.ts';

const DAY_MS = 86_400_000;

/** The organisation of this key. @throws Problem when it does not exist */
export async function ownOrganisation(context: ApiContext, scope: Scope): Promise<StoredOrganisation> {
  const stored = await findOwnOrganisation(scope, context.keys);
  if (!stored) throw new Problem('notFound', 'The organisation of this key does not exist.');
  return stored;
}

/** A rota is asked for years that people plan in; further out, and a date would not be one any more. */
export function readRotaInstant(field: string, text: string, timeZone: string): Date {
  const instant = readInstant(field, text, timeZone);
  const year = instant.getUTCFullYear();
  if (year >= 1970 && year < 2200) return instant;
  throw badField(field, 'lies outside the years 1970 to 2199');
}

/** An organisation's people and rota, and how things stand with them at an instant. */
export interface Rota {
  organisation: Organisation;
  policy: Policy;
  standing: Standing;
}

/** Everything from which it follows who is on call around an instant, and what is lacking in the coming 30 days. */
export async function rotaAt(scope: Scope, organisation: Organisation, at: Date): Promise<Rota> {
  const span = LOOK_DAYS * DAY_MS;
  const overrides = await overridesBetween(
    scope,
    new Date(at.getTime() - span),
    new Date(at.getTime() + span),
  );
  const verified = await verifiedMethods(scope);
  const isVerified: Standing['isVerified'] = (personId, method) =>
    verified.has(methodDigest(scope.organisationId, personId, method.channel, addressOf(method)));
  return { organisation, policy: organisation.policy, standing: { at, overrides, isVerified } };
}

/** @throws Problem naming the field, when the policy has no such schedule */
export function requireSchedule(policy: Policy, schedule: string, field: string) {
  const found = policy.schedules.find(({ id }) => id === schedule);
  if (found) return found;
  throw badField(field, `there is no schedule "${schedule}" in the policy`);
}

/** @throws Problem naming the field, when the policy has no such person */
export function requirePerson(policy: Policy, id: string, field: string) {
  const found = policy.people.find((person) => person.id === id);
  if (found) return found;
  throw badField(field, `there is no person "${id}" in the policy`);
}

const badField = (field: string, message: string): Problem =>
  new Problem('invalidRequest', message, { errors: [{ field, message }] });
