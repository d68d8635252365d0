import type { Press } from '../channels/slackPress.ts';
import { KeyErasedError } from '../db/dataKeys.ts';
import { changeIncident, type IncidentChange, IncidentNotFound, type Store } from '../db/incidentChange.ts';
import { findOwnOrganisation } from '../db/organisations.ts';
import { acknowledgePage, findPage } from '../db/pages.ts';
import { type AcknowledgeClaims, checkAcknowledgeToken } from '../domain/links.ts';
import type { Person, Policy } from '../domain/organisation.ts';
import { contactMethods } from '../domain/policy/contacts.ts';

export interface SlackAnswer {
  outcome: 'answered' | 'notOpen' | 'doubted' | 'unknown' | 'expired';
  /** Who answered, where somebody did. */
  by?: string;
  language: string;
}

/**
 * A press of the button in Slack, through the same door as the link. Whose token the button carries does not matter to
 * who answered: Slack says who pressed, and the policy, as it stands now, says which person that is.
 */
export async function answerFromSlack(store: Store, linkKey: Uint8Array, press: Press): Promise<SlackAnswer> {
  const check = checkAcknowledgeToken(linkKey, press.token, store.clock.now());
  if (!check.ok) return { outcome: 'expired', language: 'en' };
  const { claims } = check;
  const target = { ...claims, actor: { kind: 'slack' as const, id: claims.personId } };
  try {
    return await changeIncident(store, target, (change) => take(store, change, claims, press.member));
  } catch (error) {
    if (error instanceof IncidentNotFound || error instanceof KeyErasedError)
      return { outcome: 'notOpen', language: 'en' };
    throw error;
  }
}

async function take(
  store: Store,
  change: IncidentChange,
  { pageId }: AcknowledgeClaims,
  member: string,
): Promise<SlackAnswer> {
  const stored = await findOwnOrganisation(change.scope, store.keys);
  const policy = stored?.organisation.policy ?? change.incident.organisation.policy;
  const person = memberIn(policy, member);
  if (!person) return { outcome: 'unknown', language: policy.language };
  const language = person.language ?? policy.language;
  const actor = { kind: 'slack' as const, id: person.id };
  const done = await acknowledgePage(change, pageId, { by: person.name, through: 'slack', actor });
  if (done) return { outcome: 'answered', by: person.name, language };
  const page = await findPage(change.scope, pageId);
  return { outcome: page?.state === 'open' ? 'doubted' : 'notOpen', language };
}

/** The person of the policy who has this Slack account. */
const memberIn = (policy: Policy, member: string): Person | undefined =>
  policy.people.find((person) =>
    contactMethods(person).some((method) => method.channel === 'slack' && method.member === member),
  );
