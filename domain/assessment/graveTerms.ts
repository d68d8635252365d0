import { behavioural, financial, sensitive, simple, type TermClass } from './vocabulary.ts';

/** Words for data that can do serious harm: identity papers, sign-ins, money, a profile of a life, Arts 9 and 10, safety. */
export const GRAVE_TERMS: Record<string, TermClass> = {
  discipline: {
    ...simple,
    adjust: 1,
    why: 'scoreStepProfile',
    tier: 'serious',
    terms:
      'disciplinary disciplinaryRecord dismissal investigation legalCase courtCase courtOrder legalAdvice',
  },
  papers: {
    ...simple,
    adjust: 1,
    why: 'scoreStepIdentityPapers',
    tier: 'serious',
    identifies: 'indirect',
    governmentId: true,
    terms: `idCardNumber idCard idNumber passport passportNumber drivingLicence drivingLicense driverLicense visa
      passportScan drivingLicenceNumber visaNumber birthCertificate
      nationalInsuranceNumber nationalInsurance niNumber nino
      socialSecurityNumber fiscalCode taxNumber taxId taxCode nationalId governmentId`,
  },
  register: {
    ...simple,
    adjust: 1,
    why: 'scoreStepIdentityPapers',
    tier: 'considerable',
    identifies: 'indirect',
    terms: 'nhsNumber patientNumber hospitalNumber medicalRecordNumber',
  },
  secret: {
    ...simple,
    adjust: 1,
    why: 'scoreStepOpensAccounts',
    tier: 'serious',
    credential: 'readable',
    terms: `password passwords credentials credential pin passcode securityAnswer securityQuestion accessToken apiKey
      sessionToken initialPassword pinCode mothersMaidenName`,
  },
  openedAccount: {
    ...simple,
    adjust: 1,
    why: 'scoreStepOpensAccounts',
    tier: 'serious',
    terms: 'accountAccess onlineBanking',
  },
  dailyLife: {
    ...behavioural,
    adjust: 1,
    why: 'scoreStepEverydayProfile',
    tier: 'serious',
    terms: `locationHistory location locationData geolocation gps trafficData callRecords callLog itemisedBill telephoneBill
      movements travelHistory routeHistory`,
  },
  bankAccount: {
    ...financial,
    adjust: -1,
    why: 'scoreStepLittleInsight',
    terms: 'bankDetails bankAccount bankAccountNumber accountNumber iban sortCode directDebit',
  },
  money: {
    ...financial,
    terms: `salary wage wages payroll payslip payslips income earnings bankStatement transactions transaction balance debt
      debts credit creditScore loan mortgage benefits socialBenefits taxReturn tax pension assets arrears`,
  },
  card: {
    ...financial,
    adjust: 1,
    why: 'scoreStepEnablesFraud',
    terms: 'creditCard debitCard card cardNumber cardData paymentCard paymentData cvv',
  },
  inferred: {
    ...sensitive,
    adjust: -1,
    why: 'scoreStepAssumption',
    terms: 'healthByInference healthRemarks appointmentType sickNote sicknessAbsence sickLeave accessNeeds',
  },
  health: {
    ...sensitive,
    terms: `health healthData diagnosis medicalNotes medicalRecord medicalRecords medical medication prescription
      testResult testResults bloodTest disability disabilities mentalHealth therapyNotes counselling treatment pregnancy
      vaccination genetic dna biometric biometrics fingerprint faceTemplate hiv addiction clinicalNotes referral dental
      medicalHistory hivStatus sexualHealth mentalHealthNotes pregnancyStatus geneticData biometricData biometricTemplate`,
  },
  beliefs: {
    ...sensitive,
    terms: `religion religiousBelief belief beliefs faith politicalOpinion politicalOpinions politics partyMembership
      tradeUnion tradeUnionMembership unionMembership ethnicity ethnicOrigin race racialOrigin sexLife sexualOrientation
      orientation genderIdentity genderReassignment specialCategory intimateImage nudeImage`,
  },
  offences: {
    ...sensitive,
    terms: `criminalRecord criminalRecords criminalOffence criminalConviction criminalHistory sexOffender policeRecord
      conviction convictions offence offences dbsCheck dbs probation`,
  },
  safety: {
    ...sensitive,
    terms: `safeguarding safeguardingNotes childProtection socialCare socialCareRecord socialCareNotes socialWorkNotes
      domesticAbuse abuse adoption fosterCare witness
      informant asylum immigrationStatus victim`,
  },
};
