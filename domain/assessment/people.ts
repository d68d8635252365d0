import type { Facts } from '../facts.ts';

const CHILDREN = ['child', 'pupil', 'minor', 'infant', 'baby', 'babies', 'toddler', 'teen', 'schoolchild'];
const IN_CARE = ['patient', 'resident', 'carereceiver', 'serviceuser'];
const PROTECTED = [
  'domestic', 'survivor', 'victim', 'witness', 'refuge', 'asylum', 'adopt', 'foster', 'undercover', 'informant',
  'whistleblower', 'policeofficer', 'prisonofficer', 'protected',
]; // prettier-ignore
const STAFF = ['employ', 'staff', 'applicant', 'contractor', 'volunteer', 'supplier', 'leaver'];

const anyKind = ({ individuals }: Facts, beginnings: readonly string[]): boolean =>
  (individuals?.kinds ?? []).some((kind) => beginnings.some((start) => kind.toLowerCase().startsWith(start)));

/** Children among them; the kinds of people answer where the fact is not answered. */
export const hasChildren = (facts: Facts): boolean | null =>
  facts.individuals?.children ?? (anyKind(facts, CHILDREN) ? true : null);

/** People who need more protection among them (Recital 75). */
export const hasVulnerable = (facts: Facts): boolean | null =>
  anyKind(facts, PROTECTED) ? true : (facts.individuals?.vulnerable ?? null);

/** People whose whereabouts keep them safe. */
export const hasProtected = (facts: Facts): boolean => anyKind(facts, PROTECTED);

export const hasPatients = (facts: Facts): boolean => anyKind(facts, IN_CARE);

/** Nobody but staff and the like: what a body does for others tells nothing about them. */
export function isStaffOnly({ individuals }: Facts): boolean {
  const kinds = individuals?.kinds ?? [];
  return (
    kinds.length > 0 && kinds.every((kind) => STAFF.some((start) => kind.toLowerCase().startsWith(start)))
  );
}
