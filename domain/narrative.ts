import { z } from 'zod';

/**
 * What people write about an incident in their own words, and the answers that only a report form asks for.
 * `null` is the answer "not yet known"; an absent field has not been answered. Facts that a rule reads are in
 * facts.ts; nothing here changes which duties exist.
 * Source of the questions: the ICO's report form, see docs/ico-form.md.
 */
const prose = z.string().max(20_000).nullable().optional();
const answer = z.enum(['yes', 'no', 'unknown']).nullable().optional();

export const narrativeSchema = z.strictObject({
  whatHappened: prose.describe('What happened, what went wrong and how. No names of affected people.'),
  howDiscovered: prose.describe('How did you find out?'),
  likelyConsequences: prose.describe('Potential consequences for people'),
  likelihoodOfSignificantConsequences: z
    .enum(['veryLikely', 'likely', 'neutral', 'unlikely', 'veryUnlikely'])
    .nullable()
    .optional(),
  recordsApprox: z.number().int().min(0).nullable().optional().describe('Number of personal data records'),
  systemImpact: z.enum(['high', 'medium', 'low']).nullable().optional(),
  recoveryTime: z
    .enum(['regular', 'supplemented', 'extended', 'notRecoverable', 'complete'])
    .nullable()
    .optional(),
  measuresBefore: prose.describe('Measures in place before the breach'),
  trainedInLastTwoYears: answer,
  trainingDescription: prose,
  measuresTaken: prose.describe('Actions taken, including to mitigate'),
  measuresProposed: prose.describe('Actions proposed'),
  recurrenceMeasures: z
    .array(
      z.strictObject({
        what: z.string().trim().min(1).max(2_000),
        due: z.iso.date().nullable().optional().describe('A calendar date; null or absent: none is set'),
      }),
    )
    .max(100)
    .nullable()
    .optional()
    .describe('Steps against recurrence, with dates; asked in follow-up and final reports'),
  individualsTold: z
    .enum([
      'told',
      'aboutToTell',
      'alreadyAware',
      'planningTo',
      'decidedNotTo',
      'notDecided',
      'somethingElse',
    ])
    .nullable()
    .optional(),
  individualsToldDetail: prose,
  otherOrganisationsTold: answer,
  otherOrganisations: prose,
  codeOfConduct: answer,
  firstContactAboutBreach: answer,
  icoStaffSpokenTo: prose.describe('Name of ICO staff already spoken to'),
  reasonsForDelay: prose.describe('Art. 33(1): a report after 72 hours is accompanied by reasons'),
});

export type Narrative = z.infer<typeof narrativeSchema>;
