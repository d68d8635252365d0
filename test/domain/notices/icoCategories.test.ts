import { expect, test } from '@jest/globals';
import {
  DATA_TICKS,
  dataTicks,
  KNOWN_DATA_TERMS,
  peopleTicks,
} from '../../../domain/notices/icoCategories.ts';

/** The examples of the breach-facts schema: the vocabulary as it was agreed. */
const VOCABULARY =
  `absenceCode accountAccess address aggregate amount bankDetails bankStatement billing bookingHistory
children civilStatus clientData contact creditCard dateOfBirth deceasedOnly diagnosis educationData email employeeData
employmentHistory familyCircumstances fiscalCode foodPreference health healthByInference healthRemarks hoursWorked
idCardNumber identity insuranceData invoices jobTitle lessonDates lessonNotes lessonSlot lessonTimes locationHistory
medicalNotes name nationalInsuranceNumber nhsNumber oldAddress orderHistory passport password passwordHash payRate
premium pseudonym purchase purchaseHistory safeguarding salary sex shiftTimes socialSecurityNumber trafficData userId
username vehiclePlate wage workEmail workLocation workingHours`.split(/\s+/);

test('the table knows every term of the vocabulary', () => {
  expect(VOCABULARY.filter((term) => !KNOWN_DATA_TERMS.includes(term))).toEqual([]);
});

test('no term stands under two boxes', () => {
  expect(new Set(KNOWN_DATA_TERMS).size).toBe(KNOWN_DATA_TERMS.length);
});

test.each([
  ['healthByInference', 'health'],
  ['passwordHash', 'identificationData'],
  ['creditCard', 'economicAndFinancial'],
  ['nhsNumber', 'officialDocuments'],
  ['locationHistory', 'location'],
  ['sex', 'basicIdentifiers'],
])('%s is ticked as %s', (term, box) => {
  expect(dataTicks([{ role: 'controller', dataCategories: [term] }]).ticks).toEqual([box]);
});

test('a term outside the vocabulary is kept under "other" and flagged', () => {
  expect(dataTicks([{ role: 'controller', dataCategories: ['shoeSize', 'lessonNotes', 'name'] }])).toEqual({
    ticks: ['basicIdentifiers', 'other'],
    other: ['shoeSize', 'lessonNotes'],
    unclassified: ['shoeSize'],
  });
});

test('boxes come in the order of the form, whatever the order of the facts', () => {
  const { ticks } = dataTicks([
    { role: 'controller', dataCategories: ['locationHistory', 'name', 'health'] },
  ]);
  expect(ticks).toEqual(DATA_TICKS.filter((tick) => ticks.includes(tick)));
});

test('other facts imply boxes', () => {
  const facts = {
    role: 'controller',
    criminalOffence: true,
    credentials: 'hashed-salted',
    financial: true,
    governmentId: true,
  } as const;
  expect(dataTicks([facts]).ticks).toEqual([
    'identificationData',
    'economicAndFinancial',
    'officialDocuments',
    'criminal',
  ]);
  expect(dataTicks([{ role: 'controller', credentials: 'none' }]).ticks).toEqual([]);
});

test('children are ticked where the facts say that they are among the people', () => {
  expect(peopleTicks([{ role: 'controller', individuals: { kinds: ['pupils', 'staff'], children: true } }]).ticks).toEqual([
    'employees', 'students', 'children',
  ]); // prettier-ignore
});
