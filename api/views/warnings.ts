import { type Config, isLoopbackUrl } from '../../config/index.ts';
import { escalationAttempt } from '../../domain/escalation.ts';
import type { Incident } from '../../domain/incident.ts';
import type { ChannelName, Policy } from '../../domain/organisation.ts';
import { restrictTo } from '../../domain/response/restriction.ts';
import { warningText } from '../../templates/catalogue.ts';

export const WARNINGS = [
  'noOutwardChannel',
  'noPublicAddress',
  'nobodyReachable',
  'nobodyAgreedToDrills',
  'insiderNotRestricted',
] as const;
export type WarningCode = (typeof WARNINGS)[number];

/** What would keep a page from reaching a person, said before anybody relies on it. */
export function warningsFor(config: Config, incident: Incident): { code: WarningCode; text: string }[] {
  const policy = restrictTo(incident.organisation.policy, incident.restrictedTo);
  const drill = incident.drill !== null;
  const contacts = policy.escalation.flatMap((_, n) => escalationAttempt(policy, n, drill).contacts);
  const outward = contacts.some(({ personId, channels }) =>
    channels.some((channel) => isOutward(config, policy, personId, channel)),
  );
  const codes: WarningCode[] = [];
  if (contacts.length === 0) codes.push(drill ? 'nobodyAgreedToDrills' : 'nobodyReachable');
  else if (!drill && !outward) codes.push('noOutwardChannel');
  if (!drill && !isElsewhere(config.TOCSIN_PUBLIC_URL)) codes.push('noPublicAddress');
  if (incident.questions.insiderInvolved === 'yes' && incident.restrictedTo === null)
    codes.push('insiderNotRestricted');
  return codes.map((code) => ({ code, text: warningText(code, policy.language) }));
}

/** Does this channel leave the machine? */
function isOutward(config: Config, policy: Policy, personId: string, channel: ChannelName): boolean {
  if (channel === 'smtp') return config.TOCSIN_SMTP_URL !== undefined;
  return isElsewhere(policy.people.find((person) => person.id === personId)?.webhook?.url);
}

const isElsewhere = (address: string | undefined): boolean =>
  address !== undefined && !isLoopbackUrl(address);
