import type { Recipient } from '../../db/directMessages.ts';
import { recipientOf } from '../../db/directMessages.ts';
import type { ChannelName, Organisation, Policy } from '../../domain/organisation.ts';
import { contactMethods, type Person } from '../../domain/policy/contacts.ts';
import { askedPeople } from '../../domain/onCall/reach.ts';
import type { Told } from './message.ts';

/** One way of one person, or the operator's address, and what of the findings is for them. */
export interface Addressee {
  personId: string | null;
  name: string;
  methodId: string;
  channel: ChannelName;
  to: Recipient;
  told: Told[];
}

/**
 * Everybody whom the policy would page, by each of their ways that this installation can use, and the operator. What a
 * drill brought up reaches only people who agreed to drills; of one that stays local, only the operator hears.
 */
export function addressees(
  organisation: Organisation,
  told: Told[],
  options: { channels: readonly ChannelName[]; operator?: string | undefined },
): Addressee[] {
  const people = everybody(organisation.policy).flatMap((person) =>
    waysOf(
      person,
      told.filter((one) => isFor(person, one)),
    ),
  );
  const all = [...people, ...operatorOf(options.operator, told)];
  return all.filter(({ channel, told: some }) => options.channels.includes(channel) && some.length > 0);
}

/** Whom any step asks at some time, and the stand-in, who hears of a new incident too. */
function everybody(policy: Policy): Person[] {
  const ids = new Set([...askedPeople(policy).map(({ id }) => id), policy.standIn]);
  return policy.people.filter(({ id }) => ids.has(id));
}

const isFor = (person: Person, { drill, localOnly }: Told): boolean =>
  !drill || (person.agreesToDrills && !localOnly);

const waysOf = (person: Person, told: Told[]): Addressee[] =>
  contactMethods(person).map((method) => ({
    personId: person.id,
    name: person.name,
    methodId: method.id,
    channel: method.channel,
    to: recipientOf(person.name, method),
    told,
  }));

const operatorOf = (address: string | undefined, told: Told[]): Addressee[] =>
  address === undefined
    ? []
    : [
        {
          personId: null,
          name: 'operator',
          methodId: 'operator',
          channel: 'smtp',
          to: { name: 'Operator', address },
          told,
        },
      ];
