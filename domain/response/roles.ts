import type { Organisation } from '../organisation.ts';
import { mayKnow, type RestrictedTo } from './restriction.ts';

/** Who does what in one incident, beside the roles of the law (controller, processor). */
export const RESPONSE_ROLES = ['lead', 'dataProtection', 'communications', 'scribe'] as const;
export type ResponseRole = (typeof RESPONSE_ROLES)[number];

/** Who has a role: a person of the policy, or a name. */
export interface RoleHolder {
  role: ResponseRole;
  /** Of the policy; null for somebody else. */
  person: string | null;
  name: string;
}

/** On the incident's clock. */
export interface AssignedRole extends RoleHolder {
  assignedAt: Date;
  by: string;
}

/** Words for a data-protection officer in the role of a contact point. */
const OFFICER = /data[ -]protection|\bDPO\b/i;

/**
 * Who has a role as long as nobody was assigned: what the organisation's document says already, and nobody else. The
 * contact point whose role says so is the data-protection officer; where the policy knows one person only, they lead.
 */
export function defaultRoles(organisation: Organisation, restrictedTo: RestrictedTo): RoleHolder[] {
  const { contactPoint, policy } = organisation;
  const [only, ...others] = policy.people;
  const lead: RoleHolder[] =
    only && others.length === 0 ? [{ role: 'lead', person: only.id, name: only.name }] : [];
  const officer =
    contactPoint && OFFICER.test(contactPoint.role) ? holderOf(contactPoint, policy) : undefined;
  const all = officer ? [...lead, officer] : lead;
  return all.filter(({ person }) =>
    person === null ? restrictedTo === null : mayKnow(restrictedTo, person),
  );
}

function holderOf(
  { name, email }: { name: string; email: string },
  { people }: Organisation['policy'],
): RoleHolder {
  const known = people.find(
    (person) => person.email?.toLowerCase() === email.toLowerCase() || person.name === name,
  );
  return { role: 'dataProtection', person: known?.id ?? null, name: known?.name ?? name };
}

/** Each role once: whoever was assigned, else the default, else nobody. */
export function rolesOf(
  assigned: readonly AssignedRole[],
  defaults: readonly RoleHolder[],
): { role: ResponseRole; holder: RoleHolder | null; assigned: AssignedRole | null }[] {
  return RESPONSE_ROLES.map((role) => {
    const given = assigned.find((one) => one.role === role) ?? null;
    return { role, holder: given ?? defaults.find((one) => one.role === role) ?? null, assigned: given };
  });
}
