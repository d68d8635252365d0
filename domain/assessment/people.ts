import type { Facts } from '../facts.ts';

const CHILDREN = ['child', 'pupil', 'minor', 'infant', 'baby', 'babies', 'toddler', 'teen', 'schoolchild'];
const IN_CARE = ['patient', 'resident', 'carereceiver', 'serviceuser'];
const PROTECTED = [
  'domesticabuse', 'domesticviolence', 'survivor', 'victim', 'witness', 'refuge', 'asylum', 'adopti', 'adopte', 'foster',
  'undercover', 'informant', 'whistleblower', 'policeofficer', 'prisonofficer', 'protected',
]; // prettier-ignore
/** People whom strangers seek out because of what they do or are known for. */
const IN_PUBLIC_EYE = [
  'publicfigure', 'politician', 'councillor', 'celebrit', 'judge', 'magistrate', 'journalist',
]; // prettier-ignore
/** Whole names of kinds, never beginnings: "employment tribunal claimants" and "applicants for refuge" are no staff. */
const STAFF: ReadonlySet<string> = new Set([
  'employee', 'formeremployee', 'staff', 'staffmember', 'memberofstaff', 'worker', 'colleague', 'contractor', 'volunteer',
  'supplier', 'leaver', 'jobapplicant',
]); // prettier-ignore

/** The words of a kind as people write it: "policeOfficers", "NHS patients", "care-home residents". */
const wordsOf = (kind: string): string[] =>
  kind
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');

/** Does a kind, or what it ends in, begin with one of these? "care home residents" are residents. */
const means = (kind: string, beginnings: readonly string[]): boolean =>
  wordsOf(kind)
    .map((_, at, words) => words.slice(at).join(''))
    .some((rest) => beginnings.some((start) => rest.startsWith(start)));

const anyKind = ({ individuals }: Facts, beginnings: readonly string[]): boolean =>
  (individuals?.kinds ?? []).some((kind) => means(kind, beginnings));

/** Children among them; the kinds of people answer where the fact is not answered. */
export const hasChildren = (facts: Facts): boolean | null =>
  facts.individuals?.children ?? (anyKind(facts, CHILDREN) ? true : null);

/** People who need more protection among them (Recital 75). */
export const hasVulnerable = (facts: Facts): boolean | null =>
  anyKind(facts, PROTECTED) ? true : (facts.individuals?.vulnerable ?? null);

/** People whose whereabouts keep them safe. */
export const hasProtected = (facts: Facts): boolean => anyKind(facts, PROTECTED);

export const hasPatients = (facts: Facts): boolean => anyKind(facts, IN_CARE);

export const hasPublicFigures = (facts: Facts): boolean => anyKind(facts, IN_PUBLIC_EYE);

/** Nobody but staff and the like: what a body does for others tells nothing about them. */
export function isStaffOnly({ individuals }: Facts): boolean {
  const kinds = individuals?.kinds ?? [];
  return kinds.length > 0 && kinds.every((kind) => STAFF.has(wordsOf(kind).join('').replace(/s$/, '')));
}
