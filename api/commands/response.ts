import { assignedRoles, assignRole } from '../../db/responseRoles.ts';
import { holdInsert, legalHoldsOf, liftHold } from '../../db/legalHolds.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { Policy } from '../../domain/organisation.ts';
import { holdOfDeclaration, isStanding, type LegalHold } from '../../domain/response/legalHold.ts';
import { mayKnow, type RestrictedTo } from '../../domain/response/restriction.ts';
import type { ResponseRole } from '../../domain/response/roles.ts';
import { Problem } from '../problems.ts';
import { requireOpen } from './obligation.ts';

/** A person of the policy, somebody else by name, or nobody any more. */
export type Holder = { person: string } | { name: string } | { nobody: true };

export async function giveRole(
  change: IncidentChange,
  role: ResponseRole,
  holder: Holder,
  by: string,
): Promise<void> {
  requireOpen(change);
  const { scope, incident, sealer } = change;
  const before = (await assignedRoles(scope, incident.id, sealer)).find((one) => one.role === role);
  const { person, name } = named(incident.organisation.policy, incident.restrictedTo, holder);
  await assignRole(scope, incident.id, { role, person, name, by, assignedAt: change.at }, sealer);
  change.record({
    kind: name === null ? 'role.cleared' : 'role.assigned',
    data: { role },
    personal: { name, before: before?.name, by },
  });
  change.announce();
}

function named(
  policy: Policy,
  restrictedTo: RestrictedTo,
  holder: Holder,
): { person: string | null; name: string | null } {
  if ('nobody' in holder) return { person: null, name: null };
  if ('name' in holder) return { person: null, name: holder.name };
  const person = knownPerson(policy, restrictedTo, holder.person, '/person');
  return { person: person.id, name: person.name };
}

/** @throws Problem for somebody whom the policy does not know, or who may not know of the incident */
export function knownPerson(
  policy: Policy,
  restrictedTo: RestrictedTo,
  id: string,
  field: string,
): Policy['people'][number] {
  const person = policy.people.find((one) => one.id === id);
  if (person && mayKnow(restrictedTo, id)) return person;
  const message = person
    ? `"${id}" may not know of this incident; add them to its list first (restrict)`
    : `"${id}" is not among the people of the policy; give a name instead, or add that person`;
  throw new Problem('invalidRequest', message, { errors: [{ field, message }] });
}

/** Declaring sets a hold on everything that shows what happened. */
export function setFirstHold(change: IncidentChange, by: string): LegalHold {
  return setHold(change, holdOfDeclaration(by, change.now));
}

function setHold(change: IncidentChange, hold: LegalHold): LegalHold {
  change.insertLast(holdInsert(change.scope, change.incident.id, hold, change.sealer));
  const { id, covers, setBy } = hold;
  change.record({ kind: 'hold.set', data: { hold: id, covers }, personal: { by: setBy } });
  return hold;
}

/** A hold once more, after one was lifted. @throws Problem while one stands */
export async function holdAgain(change: IncidentChange, by: string): Promise<LegalHold[]> {
  const before = await legalHoldsOf(change.scope, change.incident.id, change.sealer);
  if (before.some(isStanding)) throw new Problem('alreadySatisfied', 'A legal hold stands already.');
  return [...before, setHold(change, holdOfDeclaration(by, change.now, before.length + 1))];
}

/** @throws Problem while the incident is open, for an unknown hold, and for one that was lifted */
export async function endHold(
  change: IncidentChange,
  id: string,
  { by, reason }: { by: string; reason: string },
): Promise<LegalHold[]> {
  const holds = await legalHoldsOf(change.scope, change.incident.id, change.sealer);
  const hold = holds.find((one) => one.id === id);
  if (!hold) throw new Problem('notFound', `The incident has no legal hold "${id}".`);
  if (!isStanding(hold)) throw new Problem('alreadySatisfied', `"${id}" was lifted already.`);
  if (change.incident.status === 'open')
    throw new Problem('incidentOpen', 'A legal hold stands as long as the incident is open; close it first.');
  const lifted = { ...hold, liftedAt: change.now, liftedBy: by, liftedBecause: reason };
  await liftHold(change.scope, change.incident.id, lifted, change.sealer);
  change.record({ kind: 'hold.lifted', data: { hold: id }, personal: { by, reason } });
  change.announce();
  return holds.map((one) => (one.id === id ? lifted : one));
}
