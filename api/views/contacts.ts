import type { ContactVerificationRow } from '../../db/contactVerifications.ts';
import type { DirectStatus } from '../../db/directMessages.ts';
import type { Policy } from '../../domain/organisation.ts';
import { askedPeople } from '../../domain/onCall/reach.ts';
import {
  type ContactMethod,
  contactMethods,
  failsTogether,
  type Person,
} from '../../domain/policy/contacts.ts';
import { iso } from './incident.ts';

/** What is known of one way's verification. */
export type VerificationOf = (personId: string, method: ContactMethod) => ContactVerificationRow | undefined;
/** What became of the newest code's message. */
export type SendingOf = (messageId: string | null) => DirectStatus | null;

/** Where a way leads, without what is secret in it. */
function shownAddress(method: ContactMethod): string {
  switch (method.channel) {
    case 'smtp':
      return method.address;
    case 'slack':
      return method.member;
    case 'sms':
    case 'voice':
      return method.number;
    case 'webhook':
    case 'teams':
      return URL.parse(method.url)?.origin ?? '';
  }
}

/** Every person with their ways: which are verified, and whether two of them are independent of each other. */
export function contactsJson(
  policy: Policy,
  verificationOf: VerificationOf,
  sendingOf: SendingOf,
  now: Date,
) {
  const asked = askedPeople(policy);
  return policy.people.map((person) => ({
    person: person.id,
    name: person.name,
    asked: asked.includes(person) || person.id === policy.standIn,
    independentWays: new Set(contactMethods(person).map(failsTogether)).size,
    ways: contactMethods(person).map((method) => wayJson(person, method)),
  }));

  function wayJson(person: Person, method: ContactMethod) {
    const row = verificationOf(person.id, method);
    const waits = row?.codeExpiresAt && row.codeExpiresAt > now ? row.codeExpiresAt : null;
    return {
      method: method.id,
      channel: method.channel,
      address: shownAddress(method),
      verifiedAt: iso(row?.verifiedAt ?? null),
      codeValidUntil: iso(waits),
      codeMessage: waits ? sendingOf(row?.messageId ?? null) : null,
    };
  }
}
