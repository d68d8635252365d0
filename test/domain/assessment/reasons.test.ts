import { describe, expect, it } from '@jest/globals';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { ASSESSMENT_REASON_CODES, REASON_RULES } from '../../../domain/assessment/codes.ts';
import {
  type Changes,
  ENCRYPTED,
  facts,
  HACKED,
  LOST,
  READ_BY_STRANGERS,
  RELIABLE,
  toOne,
} from '../../fixtures/law/realisticFacts.ts';

/** Each reason as "code(facts it used)". */
const reasonsOf = (changes: Changes): string[] =>
  assessFacts(facts(changes)).reasons.map(({ code, facts: used }) =>
    used.length > 0 ? `${code}(${used.join(' ')})` : code,
  );
const ESTABLISHED = 'breachEstablished(personalData livingIndividuals securityFailure)';

const SHORT_OUTAGE: Changes = { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 1 } };
const OUTAGE_SHORT = 'outageShort(cia.availability backup.restoredWithinHours)';

const NONE_OR_OPEN: [string, Changes, string[]][] = [
  ['no personal data', { personalData: false }, ['notPersonalData(personalData)', 'writeDownWhy']],
  ['nobody living', { livingIndividuals: false }, ['notLivingPeople(livingIndividuals)', 'writeDownWhy']],
  ['no failure of security', { securityFailure: false }, ['noSecurityFailure(securityFailure)', 'writeDownWhy']],
  ['a near miss', { cause: 'nearMiss' }, ['nearMiss(cause cia exfiltration)', 'writeDownWhy']],
  ['no breach, says a processor', { role: 'processor', personalData: false }, ['notPersonalData(personalData)', 'writeDownWhy']],
  ['nobody read it, nothing else happened', {}, ['nearMiss(cause cia exfiltration)', 'writeDownWhy']],
  ['one answer is open', { ...SHORT_OUTAGE, personalData: null }, ['breachNotEstablished(personalData)', 'riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', OUTAGE_SHORT]],
]; // prettier-ignore

const A_BREACH: [string, Changes, string[]][] = [
  ['lost, and unreadable', { ...LOST, protection:  ENCRYPTED }, ['riskUnlikely', 'recordAnyway', 'exceptionUnintelligible(protection)', 'riskUnlikelyUnintelligible(protection)']],
  ['lost, and the encryption was open', { ...LOST, protection: { ...ENCRYPTED, atRestOnly: true } }, ['riskLikely', 'riskNotHigh', 'recipientsUnknown(recipients.known cia.confidentiality)', 'encryptionReadThrough(protection.atRestOnly)', 'basicDetails(dataCategories)']],
  ['lost with its key', { ...LOST, protection: { ...ENCRYPTED, keyCompromised: true } }, ['riskLikely', 'riskNotHigh', 'recipientsUnknown(recipients.known cia.confidentiality)', 'keyNotSafe(protection.keyCompromised)', 'basicDetails(dataCategories)']],
  ['nobody read it', SHORT_OUTAGE, ['riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', OUTAGE_SHORT]],
  ['forensic work excludes outflow', { exfiltration: 'excludedByForensics' }, ['riskUnlikely', 'recordAnyway', 'outflowExcluded(exfiltration cia.confidentiality)']],
  ['published', { exfiltration: 'published' }, ['riskLikely', 'riskNotHigh', 'published(exfiltration)', 'basicDetails(dataCategories)']],
  ['taken by an intruder', HACKED, ['riskLikely', 'riskNotHigh', 'hostileTaken(malicious exfiltration recipients.known)', 'basicDetails(dataCategories)']],
  ['within reach of an intruder', { ...HACKED, exfiltration: 'unknown', cia: { confidentiality: 'possible' } }, ['riskLikely', 'riskNotHigh', 'hostileExtent(malicious exfiltration recipients.known)', 'basicDetails(dataCategories)']],
  ['within reach of somebody who is known', { ...toOne(), malicious: true, cia: { confidentiality: 'possible' }, exfiltration: 'unknown' }, ['riskLikely', 'riskNotHigh', 'insiderMayHave(malicious recipients)', 'basicDetails(dataCategories)']],
  ['addresses of people in the public eye, published', { exfiltration: 'published', dataCategories: ['name', 'address'], individuals: { kinds: ['public figures'] } }, ['controllerMustNotify', 'published(exfiltration)', 'basicDetails(dataCategories)', 'inPublicEye(individuals.kinds dataCategories)']],
  ['taken by somebody who is known', { ...toOne(), malicious: true }, ['riskLikely', 'riskNotHigh', 'insiderIntentions(malicious recipients)', 'basicDetails(dataCategories)']],
  ['read by strangers', READ_BY_STRANGERS, ['riskLikely', 'riskNotHigh', 'recipientsUnknown(recipients.known cia.confidentiality)', 'basicDetails(dataCategories)']],
  ['sent to 51', { ...toOne({ count: 51 }) }, ['riskLikely', 'riskNotHigh', 'manyRecipients(recipients.count)', 'basicDetails(dataCategories)']],
  ['sent to one who can be relied on', { ...toOne(RELIABLE) }, ['riskUnlikely', 'recordAnyway', 'recipientTrusted(recipients)', 'basicDetails(dataCategories)']],
  ['three sensitive files, sent to one who can be relied on', { ...toOne(RELIABLE), dataCategories: ['name', 'diagnosis'], specialCategory: true, individuals: { approx: 3 } }, ['riskUnlikely', 'recordAnyway', 'recipientTrusted(recipients)', 'riskHighSpecialCategory(dataCategories)', 'recipientTrustedSensitive(recipients individuals.approx)']],
  ['details of three, sent to one', { ...toOne(), individuals: { approx: 3 } }, ['riskUnlikely', 'recordAnyway', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'fewBasicDetails(dataCategories individuals.approx)']],
  ['details of 501, sent to one', { ...toOne(), individuals: { approx: 501 } }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'manyPeople(individuals.approx)']],
  ['orders', { ...toOne(), dataCategories: ['name', 'orderHistory'] }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'someInsight(dataCategories)']],
  ['careers', { ...toOne(), dataCategories: ['name', 'employmentHistory'] }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'considerableInsight(dataCategories)']],
  ['what opens an account in another name', { ...toOne(), dataCategories: ['name', 'dateOfBirth', 'address'] }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'identityFraud(dataCategories)']],
  ['bank statements', { ...toOne(), dataCategories: ['name', 'bankStatement'], financial: true }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'riskHighFinancialOrIdentity(dataCategories)']],
  ['money, not named', { ...toOne(), financial: true }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'riskHighFinancialOrIdentity(financial)']],
  ['identity papers, not named', { ...toOne(), governmentId: true }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'riskHighFinancialOrIdentity(governmentId)']],
  ['passports', { ...toOne(), dataCategories: ['passport'], governmentId: true }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'riskHighFinancialOrIdentity(dataCategories)']],
  ['a profile of a life', { ...toOne(), dataCategories: ['name', 'trafficData'] }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'profileOfLife(dataCategories)']],
  ['readable passwords, not named', { ...toOne(), credentials: 'plaintext' }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'riskHighCredentials(credentials)']],
  ['weak hashes with an address to use them at', { ...toOne(), credentials: 'hashed-unsalted' }, ['controllerMustNotify', 'recipientNotAssured(recipients)', 'weakHashes(credentials dataCategories)']],
  ['weak hashes alone', { ...toOne(), dataCategories: ['passwordHash'], credentials: 'hashed-unsalted' }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'weakHashes(credentials dataCategories)']],
  ['strong hashes', { ...toOne(), credentials: 'hashed-salted' }, ['riskNotHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'strongHashes(credentials)']],
  ['diagnoses', { ...toOne(), dataCategories: ['diagnosis'], specialCategory: true }, ['riskHigh', 'recipientNotAssured(recipients)', 'riskHighSpecialCategory(dataCategories)']],
  ['special categories, not named', { ...toOne(), specialCategory: true }, ['riskHigh', 'recipientNotAssured(recipients)', 'riskHighSpecialCategory(specialCategory dataCategories)']],
  ['offences', { ...toOne(), criminalOffence: true }, ['riskHigh', 'recipientNotAssured(recipients)', 'riskHighSpecialCategory(criminalOffence)']],
  ['a food preference', { ...toOne(), dataCategories: ['foodPreference'], specialCategory: true }, ['riskNotHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'slightSpecialCategory(specialCategory dataCategories)']],
  ['clients of a psychotherapist', { ...toOne(), sector: 'psychotherapy' }, ['riskHigh', 'recipientNotAssured(recipients)', 'controllerReveals(sector individuals.kinds)']],
  ['nobody can be identified', { ...toOne(), dataCategories: ['orderHistory'], identifiability: 'none' }, ['riskUnlikely', 'recordAnyway', 'recipientNotAssured(recipients)', 'someInsight(dataCategories)', 'notIdentifiable(identifiability dataCategories)']],
  ['coded diagnoses', { ...toOne(), dataCategories: ['pseudonym', 'diagnosis'], specialCategory: true, identifiability: 'negligible' }, ['riskUnlikely', 'recordAnyway', 'recipientNotAssured(recipients)', 'riskHighSpecialCategory(dataCategories)', 'codedData(identifiability dataCategories)']],
  ['"nobody can be identified", with names', { ...toOne(), identifiability: 'none' }, ['riskNotHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'identifiersContradict(identifiability dataCategories)']],
  ['no kind of data is named', { ...toOne(), dataCategories: [] }, ['controllerMustNotify', 'unknownFacts', 'recipientNotAssured(recipients)', 'categoriesUnknown(dataCategories)']],
  ['a word that nobody knows', { ...toOne(), dataCategories: ['name', 'quux'], individuals: { approx: 2 } }, ['unknownFacts', 'recipientNotAssured(recipients)', 'unclassifiedCategory(dataCategories)']],
  ['a word that nobody knows, taken', { ...HACKED, dataCategories: ['name', 'quux'] }, ['controllerMustNotify', 'unknownFacts', 'hostileTaken(malicious exfiltration recipients.known)', 'unclassifiedCategory(dataCategories)']],
  ['children', { ...HACKED, individuals: { children: true } }, ['riskHigh', 'hostileTaken(malicious exfiltration recipients.known)', 'basicDetails(dataCategories)', 'riskHighVulnerable(individuals.children)']],
  ['people in need of protection', { ...HACKED, individuals: { vulnerable: true } }, ['riskHigh', 'hostileTaken(malicious exfiltration recipients.known)', 'basicDetails(dataCategories)', 'riskHighVulnerable(individuals.vulnerable)']],
  ['children who need protection, one recipient', { ...toOne(), individuals: { children: true, vulnerable: true } }, ['riskLikely', 'riskNotHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'riskHighVulnerable(individuals.children individuals.vulnerable)']],
  ['where a person in hiding lives', { ...toOne(), dataCategories: ['address'], individuals: { vulnerable: true } }, ['riskHigh', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)', 'whereaboutsUnsafe(dataCategories individuals.vulnerable)']],
  ['away for an hour', { cia: { availability: 'temporary' }, backup: { available: true, restoredWithinHours: 1 } }, ['riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', 'outageShort(cia.availability backup.restoredWithinHours)']],
  ['restored after two hours', { cia: { availability: 'temporary' }, backup: { available: true, restoredWithinHours: 2 } }, ['riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', 'restoredInTime(cia.availability backup.restoredWithinHours backup.available)']],
  ['away for two hours, without a copy', { cia: { availability: 'temporary' }, backup: { available: false, restoredWithinHours: 2 } }, ['riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', 'outageShort(cia.availability backup.restoredWithinHours)']],
  ['away for 25 hours', { cia: { availability: 'temporary' }, backup: { available: true, restoredWithinHours: 25 } }, ['riskNotHigh', 'notExposed(cia.confidentiality exfiltration)', 'outageLong(cia.availability backup.restoredWithinHours)']],
  ['a hospital, 30 hours', { sector: 'hospital', cia: { availability: 'temporary' }, backup: { restoredWithinHours: 30 } }, ['riskHigh', 'notExposed(cia.confidentiality exfiltration)', 'outageInCare(cia.availability backup.restoredWithinHours sector)']],
  ['a hospital, two hours', { sector: 'hospital', cia: { availability: 'temporary' }, backup: { restoredWithinHours: 2 } }, ['riskUnlikely', 'recordAnyway', 'notExposed(cia.confidentiality exfiltration)', 'restoredInTime(cia.availability backup.restoredWithinHours backup.available)']],
  ['a hospital, two hours, a patient injured', { sector: 'hospital', cia: { availability: 'temporary' }, backup: { restoredWithinHours: 2, effect: 'surgery moved, a patient injured' } }, ['riskHigh', 'notExposed(cia.confidentiality exfiltration)', 'outageInCare(cia.availability backup.restoredWithinHours backup.effect)']],
  ['gone for good', { cia: { availability: 'permanent' } }, ['riskLikely', 'riskNotHigh', 'notExposed(cia.confidentiality exfiltration)', 'lostForGood(cia.availability backup.available)']],
  ['gone for good in a hospital', { sector: 'hospital', cia: { availability: 'permanent' } }, ['riskHigh', 'notExposed(cia.confidentiality exfiltration)', 'lostInCare(cia.availability sector)']],
  ['altered for a time', { cia: { integrity: 'temporary' } }, ['riskNotHigh', 'notExposed(cia.confidentiality exfiltration)', 'alteredRestored(cia.integrity)']],
  ['altered on purpose', { cia: { integrity: 'temporary' }, malicious: true, exfiltration: 'n/a' }, ['riskLikely', 'riskNotHigh', 'notExposed(cia.confidentiality exfiltration)', 'alteredWithIntent(cia.integrity malicious)']],
  ['altered for good', { cia: { integrity: 'permanent' } }, ['riskLikely', 'riskNotHigh', 'notExposed(cia.confidentiality exfiltration)', 'alteredLasting(cia.integrity)']],
  ['altered for good in a hospital', { sector: 'hospital', cia: { integrity: 'permanent' } }, ['riskHigh', 'notExposed(cia.confidentiality exfiltration)', 'alteredInCare(cia.integrity sector)']],
  ['altered for a time in a hospital', { sector: 'hospital', cia: { integrity: 'temporary' } }, ['controllerMustNotify', 'notExposed(cia.confidentiality exfiltration)', 'alteredInCare(cia.integrity sector)']],
  ['phishing mails seen', { harmSeen: 'phishing mails' }, ['riskLikely', 'riskNotHigh', 'harmSeen(harmSeen)', 'notExposed(cia.confidentiality exfiltration)']],
  ['fraud seen after a mail to the wrong person', { ...toOne(), individuals: { approx: 2 }, harmSeen: 'fraud' }, ['riskHigh', 'graveHarmSeen(harmSeen)', 'recipientNotAssured(recipients)', 'basicDetails(dataCategories)']],
  ['fraud seen', { harmSeen: 'fraud' }, ['riskHigh', 'graveHarmSeen(harmSeen)', 'notExposed(cia.confidentiality exfiltration)']],
  ['high risk that was ended', { ...HACKED, dataCategories: ['diagnosis'], specialCategory: true, measures: { highRiskEnded: true } }, ['riskHigh', 'exceptionHighRiskEnded(measures.highRiskEnded)', 'hostileTaken(malicious exfiltration recipients.known)', 'riskHighSpecialCategory(dataCategories)']],
  ['people who cannot be told one by one', { ...HACKED, dataCategories: ['diagnosis'], specialCategory: true, measures: { contactDisproportionate: true } }, ['riskHigh', 'exceptionPublicInstead(measures.contactDisproportionate)', 'hostileTaken(malicious exfiltration recipients.known)', 'riskHighSpecialCategory(dataCategories)']],
  ['a processor', { ...SHORT_OUTAGE, role: 'processor' }, ['processorTellsControllers(role)', 'notExposed(cia.confidentiality exfiltration)', OUTAGE_SHORT]],
  ['nobody knows whether special categories are affected', { cia: { confidentiality: 'confirmed' }, specialCategory: null, recipients: { known: null } }, ['controllerMustNotify', 'unknownFacts', 'recipientsUnknown(recipients.known cia.confidentiality)']],
]; // prettier-ignore

describe('the reasons of an assessment, in their order, with the facts that each used', () => {
  it.each(NONE_OR_OPEN)('%s', (_, changes, expected) => {
    expect(reasonsOf(changes)).toEqual(expected);
  });

  it.each(A_BREACH)('%s', (_, changes, expected) => {
    expect(reasonsOf(changes)).toEqual([ESTABLISHED, ...expected]);
  });

  it('are all of them in these tables', () => {
    const named = [ESTABLISHED, ...[...NONE_OR_OPEN, ...A_BREACH].flatMap(([, , expected]) => expected)];
    const codes = new Set(named.map((reason) => reason.split('(')[0]));
    expect([...codes].sort()).toEqual([...ASSESSMENT_REASON_CODES].sort());
  });

  it.each<[string, Changes]>([
    ['published', { exfiltration: 'published', measures: { highRiskEnded: true } }],
    ['not known how great the risk is', { specialCategory: null, measures: { highRiskEnded: true } }],
  ])('do not say that people need not be told where a person must decide: %s', (_, changes) => {
    const health = { ...HACKED, dataCategories: ['name', 'orderHistory'], ...changes };
    expect(reasonsOf(health).join()).not.toContain('exceptionHighRiskEnded');
  });
});

describe('what a source is worth', () => {
  it('is that of a statute only where it is an article', () => {
    for (const { source, standing } of Object.values(REASON_RULES))
      if (standing === 'statute') {
        expect(source).toMatch(/^UK GDPR Art(s|\.) /);
        expect(source).not.toMatch(/Recital/);
      }
  });

  it('of "encrypted, so unlikely" is that of the Guidelines: Art. 34(3)(a) is about telling people', () => {
    expect(REASON_RULES.riskUnlikelyUnintelligible.standing).toBe('persuasive');
  });
});
