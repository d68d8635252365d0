import { membershipsOf, removeMember } from '../../db/bundles.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { endPages, openPage } from '../../db/pages.ts';
import { type Restriction, restrictionInsert, restrictionsOf } from '../../db/restriction.ts';
import { EVERYTHING } from '../../db/viewer.ts';
import type { Policy } from '../../domain/organisation.ts';
import { whyNotRestrictedTo } from '../../domain/response/restriction.ts';
import { Problem } from '../problems.ts';

export interface Who {
  by: string;
  reason: string | null;
  /** The person of the key, EVERYTHING, or null. */
  viewer: string | null;
}

/** Who may know of a new incident: the first version goes out with it. */
export function restrictNew(change: IncidentChange, people: readonly string[], who: Who): void {
  const names = checked(change.incident.organisation.policy, people, change.incident.drill !== null, who);
  recordVersion(change, { version: 1, previous: null }, names, who);
}

/**
 * Changes who may know of an incident. What was open as a page goes on as a new one, to those who are named now; a
 * bundle of similar breaches, which others read, loses it.
 * @throws Problem when nobody of the list can be reached, or when the key would not see the incident any more
 */
export async function restrict(
  change: IncidentChange,
  people: readonly string[],
  who: Who & { present: Policy['people'] },
): Promise<Restriction[]> {
  const { incident } = change;
  const known = { people: knownNow(who.present, incident.organisation.policy.people) };
  const names = checked(known, people, incident.drill !== null, who);
  return newVersion(change, names, who);
}

/** Whom to page is read from the organisation as it is, so whoever came since the declaration may be named. */
const knownNow = (present: Policy['people'], then: Policy['people']): Policy['people'] => [
  ...present,
  ...then.filter(({ id }) => !present.some((person) => person.id === id)),
];

/** @throws Problem when it is not restricted */
export async function lift(change: IncidentChange, who: Who): Promise<Restriction[]> {
  if (change.incident.restrictedTo === null)
    throw new Problem('alreadySatisfied', 'The incident is not restricted.');
  return newVersion(change, null, who);
}

async function newVersion(change: IncidentChange, names: string[] | null, who: Who): Promise<Restriction[]> {
  const { scope, incident, sealer } = change;
  const before = await restrictionsOf(scope, incident.id, sealer);
  const made = recordVersion(
    change,
    { version: before.length + 1, previous: incident.restrictedTo },
    names,
    who,
  );
  change.update({ restrictedTo: names });
  if (names !== null) await leaveBundle(change, who);
  change.announce();
  if (incident.status === 'open') await pageAnew(change);
  return [...before, made];
}

function recordVersion(
  change: IncidentChange,
  { version, previous }: { version: number; previous: string[] | null },
  people: string[] | null,
  { by, reason }: Who,
): Restriction {
  const { incident, sealer, scope } = change;
  const made: Restriction = { version, people, recordedAt: change.now, by, reason };
  change.insertLast(restrictionInsert(scope.organisationId, incident.id, made, sealer));
  change.record({
    kind: people === null ? 'incident.restrictionLifted' : 'incident.restricted',
    data: { version, people: people?.length ?? null, previous: previous?.length ?? null },
    personal: { by, reason, names: people?.join(', '), before: previous?.join(', ') },
  });
  return made;
}

function checked(
  policy: Pick<Policy, 'people'>,
  people: readonly string[],
  drill: boolean,
  { viewer }: Who,
): string[] {
  const names = [...new Set(people)];
  const why = whyNotRestrictedTo(policy, names, drill) ?? whyBlind(names, viewer);
  if (why === undefined) return names;
  throw new Problem('invalidRequest', why, { errors: [{ field: '/restrictedTo', message: why }] });
}

/** Nobody shuts themselves out by mistake, and an answer is never about what its reader may not know. */
function whyBlind(names: readonly string[], viewer: string | null): string | undefined {
  if (viewer === EVERYTHING || (viewer !== null && names.includes(viewer))) return undefined;
  return 'this key would not see the incident any more: use the key of one of these people (bin/tocsin keys create NAME --person ID), or one with the scope incidents:restricted';
}

async function leaveBundle(change: IncidentChange, { by, reason }: Who): Promise<void> {
  const [member] = await membershipsOf(change.scope, [change.incident.id]);
  if (!member) return;
  await removeMember(change.scope, change.incident.id);
  change.record({ kind: 'bundle.left', data: { bundle: member.bundleId }, personal: { by, reason } });
}

/** An escalation that is under way may be about to ask somebody who may not know any more. */
async function pageAnew(change: IncidentChange): Promise<void> {
  const milestone = `restricted-${change.incident.revision}`;
  for (const { obligationId, clockVersion } of await endPages(change, 'restricted'))
    await openPage(change, { obligationId, clockVersion, milestone, reason: 'reassessed' });
}
