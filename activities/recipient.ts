import { contactMethods, addressOf, type ContactMethod, type Service } from '../domain/policy/contacts.ts';
import type { Whom } from '../domain/escalation.ts';
import type { ChannelName, Policy } from '../domain/organisation.ts';

/** Where one message goes, and with what the channel proves who sends it. */
export interface Recipient {
  /** A person's id, or "service:<id>". */
  id: string;
  name: string;
  channel: ChannelName;
  method: string;
  address: string;
  language?: string | undefined;
  secret?: string | undefined;
  endpoint?: string | undefined;
}

const SERVICE = 'service:';

/**
 * One way to a person or service as it is now; undefined where it is not there any more, or in a drill to which the
 * person does not agree any more.
 */
export function recipientOf(
  whom: Pick<Whom, 'policy' | 'drill'>,
  contactId: string,
  methodId: string,
): Recipient | undefined {
  const { policy, drill } = whom;
  const person = policy.people.find(({ id }) => id === contactId);
  if (drill && !person?.agreesToDrills) return undefined;
  return find(policy, contactId, methodId);
}

function find(policy: Policy, contactId: string, methodId: string): Recipient | undefined {
  if (contactId.startsWith(SERVICE)) {
    const service = policy.services.find(({ id }) => SERVICE + id === contactId);
    return service?.channel === methodId ? serviceRecipient(service) : undefined;
  }
  const person = policy.people.find(({ id }) => id === contactId);
  const method = person && contactMethods(person).find(({ id }) => id === methodId);
  if (!method) return undefined;
  const { id, name, language } = person;
  return { id, name, language, ...way(method) };
}

const way = (method: ContactMethod) => ({
  channel: method.channel,
  method: method.id,
  address: addressOf(method),
  secret: method.channel === 'webhook' ? method.secret : undefined,
});

function serviceRecipient(service: Service): Recipient {
  const { id, channel } = service;
  const base = { id: SERVICE + id, name: id, channel, method: channel };
  switch (service.channel) {
    case 'webhook':
      return { ...base, address: service.url, secret: service.secret };
    case 'teams':
      return { ...base, address: service.url };
    case 'slack':
      return { ...base, address: service.conversation };
    case 'pagerduty':
      return { ...base, address: '', secret: service.routingKey, endpoint: service.url };
    case 'opsgenie':
      return { ...base, address: '', secret: service.apiKey, endpoint: service.url };
  }
}
