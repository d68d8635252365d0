/**
 * How much a source binds in the United Kingdom. Guidelines of the EDPB and the method of ENISA persuade there and bind
 * nobody; guidance of the ICO says how the regulator reads the statute.
 */
export type Standing = 'statute' | 'icoGuidance' | 'persuasive';

interface Rule {
  source: string;
  standing: Standing;
}

const statute = (source: string): Rule => ({ source: `UK GDPR ${source}`, standing: 'statute' });
const ico = (source: string): Rule => ({ source: `ICO, ${source}`, standing: 'icoGuidance' });
const factor = (heading: string): Rule => ({
  source: `EDPB Guidelines 9/2022, section IV.B (${heading})`,
  standing: 'persuasive',
});
const example = (section: string): Rule => ({
  source: `EDPB Guidelines 01/2021, ${section}`,
  standing: 'persuasive',
});
const annex = (source: string): Rule => ({
  source: `EDPB Guidelines 9/2022, ${source}`,
  standing: 'persuasive',
});

const NATURE = 'nature, sensitivity and volume of the data';
const SEVERITY = 'severity of consequences';
const PEOPLE = 'special characteristics of the individual';

/** Every reason that an assessment gives: the rule it applies and its standing. Texts: templates/en/reasons.yaml. */
export const REASON_RULES = {
  // Is it a personal data breach at all?
  noSecurityFailure: statute('Art. 4(12)'),
  notPersonalData: statute('Art. 4(1)'),
  notLivingPeople: ico('Self-assessment for data breaches, question 1 (after UK GDPR Recital 27)'),
  nearMiss: statute('Art. 4(12)'),
  breachEstablished: statute('Art. 4(12)'),
  breachNotEstablished: statute('Arts 4(12), 33(1)'),
  unknownFacts: statute('Arts 5(2), 33(1)'),
  // Duties
  controllerMustNotify: statute('Art. 33(1)'),
  riskLikely: statute('Art. 33(1)'),
  riskUnlikely: statute('Art. 33(1)'),
  riskHigh: statute('Art. 34(1)'),
  riskNotHigh: statute('Art. 34(1)'),
  processorTellsControllers: statute('Art. 33(2)'),
  recordAnyway: statute('Art. 33(5)'),
  writeDownWhy: ico('Self-assessment for data breaches, result'),
  exceptionUnintelligible: statute('Art. 34(3)(a)'),
  exceptionHighRiskEnded: statute('Art. 34(3)(b)'),
  exceptionPublicInstead: statute('Art. 34(3)(c)'),
  // Confidentiality: who has the data
  riskUnlikelyUnintelligible: annex('section IV.B and Annex B, example i'),
  encryptionReadThrough: example('section 2 (encryption at rest)'),
  keyNotSafe: annex('section IV.B and Annex B, example i'),
  notExposed: factor('the type of breach'),
  outflowExcluded: example('section 2 (ransomware)'),
  published: factor(SEVERITY),
  hostileExtent: example('section 3 (data exfiltration attacks)'),
  hostileTaken: example('section 3 (data exfiltration attacks)'),
  insiderIntentions: example('section 4 (internal human risk source)'),
  insiderMayHave: example('section 4 (internal human risk source)'),
  recipientsUnknown: factor(SEVERITY),
  manyRecipients: example('section 6 (mispostal)'),
  recipientTrusted: factor(SEVERITY),
  recipientTrustedSensitive: ico('Personal data breach examples, case study 2'),
  recipientNotAssured: example('section 6 (mispostal)'),
  // What the data tell
  basicDetails: factor(NATURE),
  fewBasicDetails: example('section 6 (mispostal)'),
  manyPeople: factor('the number of affected individuals'),
  someInsight: factor(NATURE),
  considerableInsight: factor(NATURE),
  identityFraud: factor(SEVERITY),
  riskHighFinancialOrIdentity: factor(NATURE),
  profileOfLife: example('section 7 (social engineering)'),
  riskHighCredentials: factor(NATURE),
  weakHashes: example('section 3 (data exfiltration attacks)'),
  strongHashes: example('section 3 (data exfiltration attacks)'),
  riskHighSpecialCategory: factor(NATURE),
  slightSpecialCategory: example('section 6 (mispostal)'),
  controllerReveals: factor('special characteristics of the data controller'),
  notIdentifiable: factor('ease of identification'),
  codedData: factor('ease of identification'),
  identifiersContradict: factor('ease of identification'),
  categoriesUnknown: statute('Arts 5(2), 33(1)'),
  unclassifiedCategory: factor(NATURE),
  riskHighVulnerable: factor(PEOPLE),
  whereaboutsUnsafe: ico('Personal data breach examples, case study 1'),
  inPublicEye: factor(PEOPLE),
  // Availability and integrity
  outageShort: annex('Annex B, example iii'),
  outageLong: example('section 2 (ransomware)'),
  outageInCare: annex('section I.B.3 and Annex B, example viii'),
  restoredInTime: example('section 2 (ransomware)'),
  lostForGood: annex('Annex B, example iv'),
  lostInCare: annex('section I.B.3'),
  alteredRestored: factor('the type of breach'),
  alteredWithIntent: factor('the type of breach'),
  alteredLasting: factor('the type of breach'),
  alteredInCare: annex('section I.B.3'),
  // What happened to people
  harmSeen: factor(SEVERITY),
  graveHarmSeen: factor(SEVERITY),
} as const satisfies Record<string, Rule>;

export type ReasonCode = keyof typeof REASON_RULES;
export const ASSESSMENT_REASON_CODES = Object.keys(REASON_RULES) as ReasonCode[];

/** Questions that the guidance, or what is not known, leaves to a person; each has a text and two readings. */
export const QUESTIONS = [
  'decideUnknownFacts', 'decideOutflow', 'decideFewPeople', 'decideExtent', 'decideCoded', 'decideTrusted',
  'decideInsight', 'decideRecipient', 'decideChildren', 'decideWhereabouts', 'decideUnclassified', 'decideOutage', 'decideLoss',
  'decideAlteration', 'decideHighRiskEnded', 'decidePublicInstead',
] as const; // prettier-ignore
export type Question = (typeof QUESTIONS)[number];

/** Codes of the two readings of a question: the duty stands, or it does not. */
export const readingCodes = (question: Question): { required: string; notRequired: string } => ({
  required: `${question}Required`,
  notRequired: `${question}NotRequired`,
});

/** Why a kind of data scores more or less than its basic score (ENISA 2013, section 3.1). */
export const SCORE_STEPS = [
  'scoreStepIdentityPapers', 'scoreStepOpensAccounts', 'scoreStepPerformance', 'scoreStepProfile', 'scoreStepSingleEvent',
  'scoreStepEverydayProfile', 'scoreStepLittleInsight', 'scoreStepEnablesFraud', 'scoreStepAssumption',
  'scoreStepGeneralAssumption', 'scoreStepChildrensSafety', 'scoreStepVulnerablePeoplesSafety',
  'scoreStepControllerReveals',
] as const; // prettier-ignore
export type ScoreStep = (typeof SCORE_STEPS)[number];

/** Every code of this folder that needs a text. */
export const ASSESSMENT_TEXT_CODES: readonly string[] = [
  ...ASSESSMENT_REASON_CODES,
  ...SCORE_STEPS,
  ...QUESTIONS.flatMap((question) => [question, ...Object.values(readingCodes(question))]),
];
