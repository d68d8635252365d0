import { createFeed, revokeFeed } from '../../db/onCallFeeds.ts';
import type { Scope } from '../../db/database.ts';
import { appendEntries } from '../../db/timeline.ts';
import { personName } from '../../domain/onCall/wording.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { ownOrganisation, requirePerson } from '../rota.ts';

/** Makes a person's calendar address, which ends an earlier one. @returns its token, shown this once */
export async function makeFeed(
  context: ApiContext,
  scope: Scope,
  personId: string,
  actor: Actor,
): Promise<{ token: string; name: string }> {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const { name } = requirePerson(policy, personId, '/person');
  const token = await createFeed(scope, personId, context.clock.now());
  await record(context, scope, { kind: 'onCall.feedMade', personId, name, actor });
  return { token, name };
}

/** Ends a person's calendar address. @throws Problem when there is none */
export async function endFeed(
  context: ApiContext,
  scope: Scope,
  personId: string,
  actor: Actor,
): Promise<void> {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const ended = await revokeFeed(scope, personId, context.clock.now());
  if (!ended) throw new Problem('notFound', `"${personId}" has no calendar address.`);
  const name = personName(policy, personId);
  await record(context, scope, { kind: 'onCall.feedRevoked', personId, name, actor });
}

interface Change {
  kind: 'onCall.feedMade' | 'onCall.feedRevoked';
  personId: string;
  name: string;
  actor: Actor;
}

async function record(context: ApiContext, scope: Scope, { kind, personId, name, actor }: Change) {
  const now = context.clock.now();
  const sealer = await context.keys.of(scope, scope.organisationId);
  const entry = { kind, actor, occurredAt: now, data: { contact: sealer.pseudonym(personId) } };
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [
    { ...entry, personal: { person: name } },
  ]);
}
