import type { Press } from '../channels/slackPress.ts';
import { DEFAULT_LANGUAGE } from '../channels/texts.ts';
import { inOrganisation } from '../db/database.ts';
import { KeyErasedError } from '../db/dataKeys.ts';
import { changeIncident, IncidentNotFound, type Store } from '../db/incidentChange.ts';
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
  if (!check.ok) return { outcome: 'expired', language: DEFAULT_LANGUAGE };
  const policy = await policyOf(store, check.claims.organisationId);
  const person = policy && memberIn(policy, press.member);
  const language = person?.language ?? policy?.language ?? DEFAULT_LANGUAGE;
  if (!person) return { outcome: 'unknown', language };
  return { ...(await acknowledgeAs(store, check.claims, person)), language };
}

const policyOf = (store: Store, organisationId: string): Promise<Policy | undefined> =>
  inOrganisation(store.db, organisationId, async (scope) => {
    const stored = await findOwnOrganisation(scope, store.keys);
    return stored?.organisation.policy;
  });

async function acknowledgeAs(
  store: Store,
  claims: AcknowledgeClaims,
  person: Person,
): Promise<Pick<SlackAnswer, 'outcome' | 'by'>> {
  const actor = { kind: 'slack' as const, id: person.id };
  try {
    return await changeIncident(store, { ...claims, actor }, async (change) => {
      const answer = { by: person.name, through: 'slack' as const, actor };
      if (await acknowledgePage(change, claims.pageId, answer))
        return { outcome: 'answered', by: person.name };
      const page = await findPage(change.scope, claims.pageId);
      return { outcome: page?.state === 'open' ? 'doubted' : 'notOpen' };
    });
  } catch (error) {
    if (error instanceof IncidentNotFound || error instanceof KeyErasedError) return { outcome: 'notOpen' };
    throw error;
  }
}

/** The person of the policy who has this Slack account. */
const memberIn = (policy: Policy, member: string): Person | undefined =>
  policy.people.find((person) =>
    contactMethods(person).some((method) => method.channel === 'slack' && method.member === member),
  );
