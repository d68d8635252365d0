import { type Config, isLoopbackUrl } from '../../config/index.ts';
import { couldReach, everybody, planFor, type Way } from '../../domain/escalation.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Policy } from '../../domain/organisation.ts';
import { addressOf, contactMethods } from '../../domain/policy/contacts.ts';
import { warningText } from '../../templates/catalogue.ts';

export const WARNINGS = [
  'noOutwardChannel',
  'noPublicAddress',
  'nobodyReachable',
  'nobodyAgreedToDrills',
] as const;
export type WarningCode = (typeof WARNINGS)[number];

/** What would keep a page from reaching a person, said before anybody relies on it. */
export function warningsFor(config: Config, incident: Incident): { code: WarningCode; text: string }[] {
  const { policy } = incident.organisation;
  const drill = incident.drill !== null;
  const whom = couldReach(policy, drill);
  const contacts = everybody(whom, planFor(policy, null));
  const outward = contacts.some(({ id, ways }) => ways.some((way) => isOutward(config, policy, id, way)));
  const codes: WarningCode[] = [];
  if (contacts.length === 0) codes.push(drill ? 'nobodyAgreedToDrills' : 'nobodyReachable');
  else if (!drill && !outward) codes.push('noOutwardChannel');
  if (!drill && !isElsewhere(config.TOCSIN_PUBLIC_URL)) codes.push('noPublicAddress');
  return codes.map((code) => ({ code, text: warningText(code, policy.language) }));
}

/** Does this way leave the machine? */
function isOutward(config: Config, policy: Policy, contactId: string, way: Way): boolean {
  if (way.channel === 'smtp') return config.TOCSIN_SMTP_URL !== undefined;
  if (way.channel !== 'webhook' && way.channel !== 'teams') return true;
  const person = policy.people.find(({ id }) => id === contactId);
  const method = person && contactMethods(person).find(({ id }) => id === way.id);
  const service = policy.services.find(({ id }) => `service:${id}` === contactId);
  const url = method ? addressOf(method) : service && 'url' in service ? service.url : undefined;
  return isElsewhere(url);
}

const isElsewhere = (address: string | undefined): boolean =>
  address !== undefined && !isLoopbackUrl(address);
