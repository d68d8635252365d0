import { methodDigest, verifiedMethods } from '../db/contactVerifications.ts';
import type { IncidentView } from '../db/incidentChange.ts';
import { overridesAt } from '../db/onCallOverrides.ts';
import { findOwnOrganisation } from '../db/organisations.ts';
import { doubtedChannels, isFactless } from '../domain/doubt.ts';
import { everybodysPlan, type Plan, planFor, reachesSomebody, type Whom } from '../domain/escalation.ts';
import { onCallAt } from '../domain/onCall/index.ts';
import type { ObligationKind, Policy } from '../domain/organisation.ts';
import { addressOf } from '../domain/policy/contacts.ts';
import type { ActivityDeps } from './deps.ts';

type View = Pick<IncidentView, 'scope' | 'incident' | 'now'>;

/** Whom a page may ask at this instant, and in which steps. */
export interface Asked {
  whom: Whom;
  plan: Plan;
}

/**
 * People, their ways, schedules, services and steps as the organisation is now (ADR 9); where those reach nobody, as
 * they were at the declaration; where those reach nobody either, everybody at once.
 * @param kind of the page's duty; null for a page about the whole incident
 */
export async function askedNow(deps: ActivityDeps, view: View, kind: ObligationKind | null): Promise<Asked> {
  const live = await findOwnOrganisation(view.scope, deps.keys);
  const reach = await reachAt(view);
  const copy = view.incident.organisation.policy;
  const policies = live ? [live.organisation.policy, copy] : [copy];
  for (const policy of policies) {
    const asked = { whom: reach(policy), plan: planFor(policy, kind) };
    if (reachesSomebody(asked.whom, asked.plan)) return asked;
  }
  const all = policies.map((policy) => ({ whom: reach(policy), plan: everybodysPlan(policy) }));
  const [first] = policies;
  return (
    all.find(({ whom, plan }) => reachesSomebody(whom, plan)) ?? {
      whom: reach(first ?? copy),
      plan: planFor(first ?? copy, kind),
    }
  );
}

/** Rotas run on real time, in a drill as well: whoever is on duty practises. */
async function reachAt({ scope, incident, now }: View): Promise<(policy: Policy) => Whom> {
  const overrides = await overridesAt(scope, now);
  const verified = await verifiedMethods(scope);
  return (policy) => ({
    policy,
    drill: incident.drill !== null,
    mailOnly: incident.drill?.localOnly ?? false,
    onCall: (scheduleId) => onCallAt(policy, scheduleId, now, overrides),
    isVerified: (personId, method) =>
      verified.has(methodDigest(scope.organisationId, personId, method.channel, addressOf(method))),
    doubted: doubtedChannels(incident),
    twoWays: isFactless(incident),
  });
}
