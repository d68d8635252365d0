import type { Facts } from '../facts.ts';

/** Tick boxes of the ICO's form for kinds of personal data, in its order. */
export const DATA_TICKS = [
  'racialOrEthnic', 'politicalOpinions', 'religiousBeliefs', 'tradeUnion', 'sexLife', 'sexualOrientation',
  'genderReassignment', 'health', 'basicIdentifiers', 'identificationData', 'economicAndFinancial',
  'officialDocuments', 'location', 'geneticOrBiometric', 'criminal', 'notYetKnown', 'other',
] as const; // prettier-ignore
export type DataTick = (typeof DATA_TICKS)[number];

/** Tick boxes of the ICO's form for kinds of people, in its order. */
export const PEOPLE_TICKS = [
  'employees', 'users', 'subscribers', 'students', 'customers', 'patients', 'children', 'vulnerableAdults',
  'notYetKnown', 'other',
] as const; // prettier-ignore
export type PeopleTick = (typeof PEOPLE_TICKS)[number];

/** Terms of the fact vocabulary by the box they are ticked under. `other` terms are known, but have no box. */
const DATA_TERMS: Partial<Record<DataTick, readonly string[]>> = {
  racialOrEthnic: ['ethnicity', 'racialOrigin', 'racialOrEthnic'],
  politicalOpinions: ['politicalOpinions'],
  religiousBeliefs: ['religion', 'religiousBeliefs'],
  tradeUnion: ['tradeUnion', 'tradeUnionMembership'],
  sexLife: ['sexLife'],
  sexualOrientation: ['sexualOrientation'],
  genderReassignment: ['genderReassignment'],
  health: ['diagnosis', 'health', 'healthByInference', 'healthRemarks', 'medicalNotes'],
  basicIdentifiers: [
    'address', 'civilStatus', 'contact', 'dateOfBirth', 'email', 'identity', 'name', 'oldAddress', 'sex', 'workEmail',
  ], // prettier-ignore
  identificationData: ['accountAccess', 'password', 'passwordHash', 'userId', 'username'],
  economicAndFinancial: [
    'amount', 'bankDetails', 'bankStatement', 'billing', 'creditCard', 'invoices', 'payRate', 'premium', 'salary',
    'wage',
  ], // prettier-ignore
  officialDocuments: [
    'fiscalCode', 'idCardNumber', 'nationalInsuranceNumber', 'nhsNumber', 'passport', 'socialSecurityNumber',
    'drivingLicence',
  ], // prettier-ignore
  location: ['locationHistory', 'workLocation'],
  geneticOrBiometric: ['biometric', 'genetic'],
  criminal: ['criminalConvictions', 'criminalOffence'],
  other: [
    'absenceCode', 'aggregate', 'bookingHistory', 'children', 'clientData', 'deceasedOnly', 'educationData',
    'employeeData', 'employmentHistory', 'familyCircumstances', 'foodPreference', 'hoursWorked', 'insuranceData',
    'jobTitle', 'lessonDates', 'lessonNotes', 'lessonSlot', 'lessonTimes', 'orderHistory', 'pseudonym', 'purchase',
    'purchaseHistory', 'safeguarding', 'shiftTimes', 'trafficData', 'vehiclePlate', 'workingHours',
  ], // prettier-ignore
};

const PEOPLE_TERMS: Partial<Record<PeopleTick, readonly string[]>> = {
  employees: ['employees', 'formerEmployees', 'staff', 'volunteers', 'workers'],
  users: ['users'],
  subscribers: ['subscribers', 'members'],
  students: ['students', 'pupils', 'learners'],
  customers: ['clients', 'customers', 'prospects', 'prospectiveCustomers'],
  patients: ['patients'],
  children: ['children', 'minors'],
  vulnerableAdults: ['vulnerableAdults'],
  other: ['applicants', 'jobSeekers', 'parents', 'participants', 'suppliers', 'visitors'],
};

const invert = <T extends string>(terms: Partial<Record<T, readonly string[]>>): ReadonlyMap<string, T> =>
  new Map(
    (Object.entries(terms) as [T, readonly string[]][]).flatMap(([tick, list]) =>
      list.map((term) => [term, tick] as const),
    ),
  );

const DATA_TICK_OF = invert<DataTick>(DATA_TERMS);
const PEOPLE_TICK_OF = invert<PeopleTick>(PEOPLE_TERMS);

/** Every data term that the table knows. */
export const KNOWN_DATA_TERMS: readonly string[] = [...DATA_TICK_OF.keys()];

export interface Ticks<T extends string> {
  /** In the order of the form. */
  ticks: T[];
  /** What to write beside "other": terms without a box of their own. */
  other: string[];
  /** Terms outside the vocabulary, for a person to classify; they are among `other` too. */
  unclassified: string[];
}

function tick<T extends string>(
  terms: readonly string[],
  table: ReadonlyMap<string, T>,
  order: readonly T[],
  implied: readonly T[],
): Ticks<T> {
  const other = [...new Set(terms.filter((term) => (table.get(term) ?? 'other') === 'other'))];
  const set = new Set<string>([...terms.map((term) => table.get(term) ?? 'other'), ...implied]);
  return {
    ticks: order.filter((box) => set.has(box)),
    other,
    unclassified: other.filter((term) => !table.has(term)),
  };
}

/** The data boxes for the named categories, and those that other facts imply (credentials, criminal offences). */
export function dataTicks(facts: readonly Facts[]): Ticks<DataTick> {
  const implied: DataTick[] = [];
  if (facts.some((f) => f.criminalOffence)) implied.push('criminal');
  if (facts.some((f) => f.financial)) implied.push('economicAndFinancial');
  if (facts.some((f) => f.governmentId)) implied.push('officialDocuments');
  if (facts.some((f) => f.credentials && f.credentials !== 'none')) implied.push('identificationData');
  return tick(
    facts.flatMap((f) => f.dataCategories ?? []),
    DATA_TICK_OF,
    DATA_TICKS,
    implied,
  );
}

/** The people boxes for the named kinds, with children where the facts say that children are among them. */
export function peopleTicks(facts: readonly Facts[]): Ticks<PeopleTick> {
  const implied: PeopleTick[] = facts.some((f) => f.individuals?.children) ? ['children'] : [];
  return tick(
    facts.flatMap((f) => f.individuals?.kinds ?? []),
    PEOPLE_TICK_OF,
    PEOPLE_TICKS,
    implied,
  );
}

/** The boxes that stand for data of Art. 9 UK GDPR. */
export const SPECIAL_TICKS: readonly DataTick[] = [
  'racialOrEthnic', 'politicalOpinions', 'religiousBeliefs', 'tradeUnion', 'sexLife', 'sexualOrientation',
  'genderReassignment', 'health', 'geneticOrBiometric',
]; // prettier-ignore
