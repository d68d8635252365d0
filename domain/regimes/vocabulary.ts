/** The closed lists in which the duties are written. docs/regimes.md says what each word means. */

/** Who is bound. The first two are roles of a track; the others are what an organisation is. */
export const ROLES = [
  'controller',
  'processor',
  'lawEnforcementAuthority',
  'communicationsProvider',
  'essentialService',
  'digitalServiceProvider',
  'managedServiceProvider',
  'dataCentre',
  'criticalSupplier',
  'healthCareOrganisation',
  'authorisedFirm',
  'essentialEntity',
  'importantEntity',
  'financialEntity',
  'manufacturer',
  'unionInstitution',
  'coveredEntity',
  'businessAssociate',
  'publicCompany',
  'dfsCoveredEntity',
  'dataOwner',
  'dataMaintainer',
  'financialInstitution',
  'bankingOrganisation',
  'criticalInfrastructure',
  'serviceProvider',
  'intermediary',
  'bodyCorporate',
  'publicBody',
  'thirdParty',
] as const;

/** Towards whom. `controllers` are those for whom the data are processed: one clock for each of them. */
export const RECIPIENT_KINDS = [
  'authority',
  'individuals',
  'controllers',
  'register',
  'subscribers',
  'csirt',
  'customers',
  'media',
  'owner',
  'public',
  'otherOrganisations',
  'internal',
] as const;

/** What happened at the instant from which a stage counts. `previousStage` names the stage that was really done. */
export const CLOCK_EVENTS = [
  'aware',
  'discovered',
  'determined',
  'classified',
  'assessed',
  'suspicion',
  'belief',
  'occurred',
  'noticed',
  'previousStage',
  'requested',
  'paid',
  'changed',
  'measureAvailable',
  'informationAvailable',
] as const;

export const DURATION_UNITS = ['clockHours', 'calendarDays', 'businessDays', 'months'] as const;

/** Which people a threshold counts. */
export const COUNTED = ['people', 'residentsOfOneState', 'residentsOfTheState'] as const;

export const CONFIDENCES = ['high', 'medium', 'low'] as const;

export type Role = (typeof ROLES)[number];
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];
export type ClockEvent = (typeof CLOCK_EVENTS)[number];
export type DurationUnit = (typeof DURATION_UNITS)[number];
