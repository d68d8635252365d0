/** What the organisation does, where that tells something about the people or their care hangs on it. */
export const SECTORS = [
  'healthcare', 'socialCare', 'counselling', 'religion', 'tradeUnion', 'politics', 'education', 'finance', 'retail',
  'charity', 'publicAdministration', 'other',
] as const; // prettier-ignore

/** Kinds of people, near the boxes of the ICO's form. */
export const PEOPLE = [
  'employees', 'applicants', 'customers', 'users', 'subscribers', 'members', 'students', 'pupils', 'patients',
  'residents', 'victims', 'suppliers',
] as const; // prettier-ignore

/** Kinds of data: words that the assessment knows (domain/assessment/categories.ts), the everyday ones first. */
export const TERMS = [
  'name', 'contactDetails', 'homeAddress', 'dateOfBirth', 'username', 'customerNumber', 'pseudonym', 'aggregate', 'photo',
  'ipAddress', 'orderHistory', 'invoices', 'educationData', 'locationHistory', 'password', 'passwordHash', 'bankDetails',
  'creditCard', 'salary', 'passport', 'nationalInsuranceNumber', 'health', 'biometric', 'ethnicity', 'religion',
  'politicalOpinion', 'tradeUnion', 'sexualOrientation', 'conviction', 'safeguarding',
] as const; // prettier-ignore
