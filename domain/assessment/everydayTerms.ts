import { behavioural, financial, sensitive, simple, type TermClass } from './vocabulary.ts';

/** Words for data of everyday life: what reaches or describes a person, what a person books, buys and pays. */
export const EVERYDAY_TERMS: Record<string, TermClass> = {
  reaches: {
    ...simple,
    identifies: 'direct',
    terms: `name fullName firstName lastName surname contact contactData contactDetails identity email emailAddress
      workEmail phone phoneNumber mobile telephone oldAddress oldEmail formerAddress emergencyContact nextOfKin`,
  },
  findsThem: {
    ...simple,
    identifies: 'direct',
    whereabouts: true,
    terms: 'address homeAddress postalAddress postcode deliveryAddress workLocation schoolName shelter',
  },
  account: {
    ...simple,
    identifies: 'indirect',
    terms:
      'username userId customerNumber membershipNumber employeeNumber staffNumber accountId pupilNumber login',
  },
  coded: {
    ...simple,
    tier: 'none',
    identifies: 'coded',
    terms: 'pseudonym participantCode studyId pseudonymisedId hashedId deviceId cookieId',
  },
  anonymous: { ...simple, tier: 'none', terms: 'aggregate aggregates anonymous anonymised statistics' },
  described: {
    ...simple,
    terms: `sex gender title language jobTitle profession department company lessonSlot seat deceasedOnly clothingSize
      shoeSize newsletter subscription membership feedback`,
  },
  person: {
    ...simple,
    tier: 'some',
    terms: `age placeOfBirth nationality vehiclePlate numberPlate photo photograph image video footage cctv voice
      recording signature civilStatus maritalStatus children dependants household ipAddress survey`,
  },
  anything: {
    ...simple,
    tier: 'some',
    anything: true,
    terms: 'clientData customerData employeeData donorData',
  },
  birthDate: { ...simple, tier: 'some', birth: true, terms: 'dateOfBirth birthDate birthday' },
  schooling: {
    ...simple,
    adjust: 1,
    why: 'scoreStepPerformance',
    tier: 'some',
    terms:
      'educationData grade grades marks examResults lessonNotes progress qualification training reference',
  },
  lifeStory: {
    ...simple,
    adjust: 1,
    why: 'scoreStepProfile',
    tier: 'considerable',
    terms: `employmentHistory cv resume jobApplication application familyCircumstances appraisal performanceReview
      performance complaint grievance`,
  },
  letters: {
    ...simple,
    adjust: 1,
    why: 'scoreStepProfile',
    tier: 'considerable',
    anything: true,
    terms: 'mailbox emailContent messages correspondence chat',
  },
  hash: { ...simple, credential: 'hash', terms: 'passwordHash hashedPassword passwordHashes' },
  bought: {
    ...behavioural,
    adjust: -1,
    why: 'scoreStepSingleEvent',
    tier: 'basic',
    terms: 'purchase orderItem order item parcel',
  },
  habits: {
    ...behavioural,
    terms: `purchaseHistory orderHistory bookingHistory booking bookings lessonDates lessonTimes appointmentTimes
      hoursWorked workingHours shiftTimes timesheet rota attendance schedule preference preferences interests
      browsingHistory usageData loginHistory viewingHistory travelBooking visitHistory searchHistory`,
  },
  someMoney: {
    ...financial,
    adjust: -1,
    why: 'scoreStepLittleInsight',
    tier: 'some',
    terms: `amount price premium insuranceData insurance invoice invoices billing bill donation payRate hourlyRate fee
      subscriptionFee rent membershipFee cardLastFour cardSuffix partialCard expiredCard orderValue giftAid`,
  },
  slightlySensitive: {
    ...sensitive,
    adjust: -2,
    why: 'scoreStepGeneralAssumption',
    tier: 'basic',
    special: 'slight',
    terms:
      'foodPreference dietaryRequirements diet dietary absenceCode absence allergy allergies intolerance',
  },
};
