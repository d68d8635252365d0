import { expect, test } from '@jest/globals';
import { organisationSchema } from '../../../domain/organisation.ts';
import { completed } from '../../../domain/policy/completed.ts';
import { sampleOrganisation } from '../../support/samples.ts';

/** As the release before on-call schedules stored it. */
const OLD = {
  slug: 'music-school',
  name: 'Riverside Music School',
  address: null,
  icoRegistration: null,
  sector: null,
  staff: null,
  contactPoint: null,
  policy: {
    language: 'en',
    timeZone: 'Europe/London',
    holidayDivision: 'england-and-wales',
    roles: ['controller'],
    containmentHours: 24,
    scopeHours: 24,
    individualsTargetHours: 72,
    controllersTargetHours: 24,
    undueDelayTargetHours: 72,
    followUpTargetHours: 168,
    authorityPromise: 'law',
    controllers: [],
    publicSummary: 'never',
    publicSummaryTargetHours: 96,
    reminders: { atFractions: [0.5, 0.75, 0.9], overdueEveryMinutes: 60 },
    remindersFor: {},
    people: [{ id: 'ada', name: 'Ada', email: 'ada@school.test', agreesToDrills: true }],
    escalation: [{ people: ['ada'], channels: ['smtp', 'webhook'], delayMinutes: 5 }],
    vulnerabilityAcknowledgementWorkingDays: 5,
    retention: { auditLogDays: 365, incidentYears: 6 },
  },
};

test('a policy of an earlier release reads as the schema would fill it in', () => {
  expect(completed(OLD as never)).toEqual(organisationSchema.parse(OLD));
});

test('a policy of this release stays as it is', () => {
  const organisation = sampleOrganisation();
  expect(completed(organisation)).toEqual(organisation);
});
