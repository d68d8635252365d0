import { realDelayMs } from './drillClock.ts';
import type { Drill } from './incident.ts';
import type { ChannelName, Policy } from './organisation.ts';

/** One attempt to reach somebody: attempt n is step (n mod steps) of round (n div steps), round and round. */
export interface EscalationAttempt {
  round: number;
  step: number;
  contacts: { personId: string; channels: ChannelName[] }[];
  delayMinutes: number;
}

/** Can this person be reached by this channel at all? */
const hasAddress = (policy: Policy, personId: string, channel: ChannelName): boolean => {
  const person = policy.people.find((candidate) => candidate.id === personId);
  return Boolean(channel === 'smtp' ? person?.email : person?.webhook);
};

const mayReach = (policy: Policy, personId: string, drill: boolean): boolean =>
  !drill || policy.people.some((person) => person.id === personId && person.agreesToDrills);

/**
 * Whom attempt `n` (0-based) reaches. In a drill only people who agreed. A step that reaches nobody has no
 * contacts and is skipped by the caller, never waited on.
 */
export function escalationAttempt(policy: Policy, n: number, drill: boolean): EscalationAttempt {
  const steps = policy.escalation;
  const step = n % steps.length;
  const definition = steps[step];
  if (!definition) throw new RangeError(`escalation policy has no step ${step}`);
  const contacts = definition.people
    .filter((personId) => mayReach(policy, personId, drill))
    .map((personId) => ({
      personId,
      channels: definition.channels.filter((channel) => hasAddress(policy, personId, channel)),
    }))
    .filter((contact) => contact.channels.length > 0);
  return { round: Math.floor(n / steps.length), step, contacts, delayMinutes: definition.delayMinutes };
}

/**
 * The first attempt of the page that opens an incident also reaches the stand-in decision maker, by mail, so that the
 * calendar file and the sheet are in a second person's hands from the start.
 */
export function withStandIn(attempt: EscalationAttempt, policy: Policy, drill: boolean): EscalationAttempt {
  const { standIn } = policy;
  if (!standIn || !mayReach(policy, standIn, drill) || !hasAddress(policy, standIn, 'smtp')) return attempt;
  if (attempt.contacts.some((contact) => contact.personId === standIn)) return attempt;
  return { ...attempt, contacts: [...attempt.contacts, { personId: standIn, channels: ['smtp'] }] };
}

/** True where the policy reaches at least one person; a page to nobody must be said loudly. */
export const reachesSomebody = (policy: Policy, drill: boolean): boolean =>
  policy.escalation.some((_, n) => escalationAttempt(policy, n, drill).contacts.length > 0);

/**
 * How long one whole round takes in real milliseconds: more frequent nudges would only repeat the first steps. In a
 * drill, whose waits are never shorter than five real seconds, this is what keeps an overdue duty from flooding people.
 */
export const roundMs = (policy: Policy, drill: Pick<Drill, 'scale' | 'startedAt'> | null): number =>
  policy.escalation.reduce((sum, step) => sum + realDelayMs(drill, step.delayMinutes), 0);

/** The key of one outward act: kept by technical retries, so a receiver can drop a repeat. */
export function deliveryKey(parts: {
  incidentId: string;
  obligationId: string | null;
  clockVersion: number;
  milestone: string;
  round: number;
  step: number;
  contact: string;
  channel: string;
}): string {
  return [
    parts.incidentId, parts.obligationId ?? '-', parts.clockVersion, parts.milestone,
    parts.round, parts.step, parts.contact, parts.channel,
  ].join('/'); // prettier-ignore
}
