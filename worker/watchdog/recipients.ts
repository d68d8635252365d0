import type { Recipient } from '../../db/directMessages.ts';
import { recipientOf } from '../../db/directMessages.ts';
import type { ChannelName, Organisation, Policy } from '../../domain/organisation.ts';
import { contactMethods, type Person } from '../../domain/policy/contacts.ts';
import { askedPeople } from '../../domain/onCall/reach.ts';
import { mayKnow } from '../../domain/response/restriction.ts';
import type { Told } from './message.ts';

/** One way of one person, or the operator's address, and what of the findings is for them. */
export interface Addressee {
  personId: string | null;
  name: string;
  methodId: string;
  channel: ChannelName;
  to: Recipient;
  told: Told[];
  /** What of the other findings that last is for them as well. */
  left: number;
}

/**
 * Everybody whom the policy would page, by each of their ways that this installation can use, and the operator. What a
 * drill brought up reaches only people who agreed to drills; of one that stays local, only the operator hears. Of a
 * restricted incident only those who are named in it hear, and the operator does not.
 */
export function addressees(
  organisation: Organisation,
  { told, lasting }: { told: Told[]; lasting: Told[] },
  options: { channels: readonly ChannelName[]; operator?: string | undefined },
): Addressee[] {
  const { policy } = organisation;
  const asked = everybody(policy);
  const all = [
    ...policy.people.flatMap((person) => {
      const isFor = (one: Told) => isForPerson(person, asked, one);
      return waysOf(person, { told: told.filter(isFor), left: lasting.filter(isFor).length });
    }),
    ...operatorOf(options.operator, {
      told: told.filter(isForOperator),
      left: lasting.filter(isForOperator).length,
    }),
  ];
  return all.filter(({ channel, told: some }) => options.channels.includes(channel) && some.length > 0);
}

/** Whom any step asks at some time, and the stand-in, who hears of a new incident too. */
const everybody = (policy: Policy): ReadonlySet<string | undefined> =>
  new Set([...askedPeople(policy).map(({ id }) => id), policy.standIn]);

function isForPerson(
  person: Person,
  asked: ReadonlySet<string | undefined>,
  { drill, localOnly, restrictedTo }: Told,
): boolean {
  if (drill && (localOnly || !person.agreesToDrills)) return false;
  return restrictedTo ? mayKnow(restrictedTo, person.id) : asked.has(person.id);
}

const isForOperator = ({ restrictedTo }: Told): boolean => restrictedTo === null;

type Share = Pick<Addressee, 'told' | 'left'>;

const waysOf = (person: Person, share: Share): Addressee[] =>
  contactMethods(person).map((method) => ({
    personId: person.id,
    name: person.name,
    methodId: method.id,
    channel: method.channel,
    to: recipientOf(person.name, method),
    ...share,
  }));

const operatorOf = (address: string | undefined, share: Share): Addressee[] =>
  address === undefined
    ? []
    : [
        {
          personId: null,
          name: 'operator',
          methodId: 'operator',
          channel: 'smtp',
          to: { name: 'Operator', address },
          ...share,
        },
      ];
