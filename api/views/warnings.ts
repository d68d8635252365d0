import type { Config } from '../../config/index.ts';
import { escalationAttempt } from '../../domain/escalation.ts';
import type { Incident } from '../../domain/incident.ts';
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
  const channels = policy.escalation.flatMap((_, n) =>
    escalationAttempt(policy, n, drill).contacts.flatMap((contact) => contact.channels),
  );
  const outward =
    channels.includes('webhook') || (channels.includes('smtp') && config.TOCSIN_SMTP_URL !== undefined);
  const codes: WarningCode[] = [];
  if (channels.length === 0) codes.push(drill ? 'nobodyAgreedToDrills' : 'nobodyReachable');
  else if (!drill && !outward) codes.push('noOutwardChannel');
  if (!drill && !config.TOCSIN_PUBLIC_URL) codes.push('noPublicAddress');
  return codes.map((code) => ({ code, text: warningText(code, policy.language) }));
}
