/** Beginnings of words in a sector's name that tell what its customers, patients or members live with. */
const REVEALING = [
  'psycho', 'counsel', 'therap', 'mental', 'hiv', 'sexual', 'fertil', 'abortion', 'addict', 'rehab', 'substance', 'refuge',
  'abuse', 'relig', 'church', 'mosque', 'synagog', 'temple', 'faith', 'union', 'politic', 'lgbt', 'gender', 'dating',
  'oncolog', 'hospice', 'prison', 'probation', 'offender', 'asylum', 'safeguard', 'erotic',
]; // prettier-ignore

const CARE = [
  'health', 'hospital', 'clinic', 'medic', 'surger', 'nhs', 'dental', 'dentist', 'pharmac', 'nursing', 'ambulance', 'hospice',
  'homecare', 'socialcare', 'eldercare', 'midwi', 'emergency', 'doctor', 'patient', 'physio', 'optom',
]; // prettier-ignore

const CARE_WORDS = ['gp', 'care'];

/** Words of a sector as people write it: "publicAdministration", "GP practice", "social care". A credit union is a bank. */
const words = (sector: string): string[] =>
  sector
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/credit[^a-z]*union/, 'bank')
    .split(/[^a-z\d]+/);

const begins = (sector: string, beginnings: readonly string[]): boolean =>
  words(sector).some((word) => beginnings.some((beginning) => word.startsWith(beginning)));

/**
 * To be known to such a body tells about a person's health, sex life, beliefs or safety (EDPB Guidelines 9/2022, section
 * IV.B, special characteristics of the controller; Annex B: a psychotherapist's list of patients).
 */
export const isRevealing = (sector: string): boolean => begins(sector, REVEALING);

/** People's health or safety depends on its records being there (EDPB Guidelines 9/2022, section I.B.3 and Annex B). */
export const isCare = (sector: string): boolean =>
  begins(sector, CARE) || words(sector).some((word) => CARE_WORDS.includes(word));
