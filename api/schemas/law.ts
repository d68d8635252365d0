import { z } from 'zod';
import { DEMAND_KINDS, HOLD_SCOPES } from '../../domain/demands.ts';
import { instantIn, instantOut, person, reason, seenRevision } from './common.ts';

/** A person's answer to what an edit would change of the clocks. */
export const clockConfirmationSchema = z.strictObject({
  decision: z.enum(['confirmed', 'rejected']),
  obligations: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(500)
    .optional()
    .describe('Which; all that wait for a confirmation where it is left out'),
  reason,
  evidence: reason.describe('What shows it: a log, a message, who said so and when'),
  by: person,
  secondBy: person.optional().describe('The second person; needed where the organisation has more than one'),
  revision: seenRevision,
});

const text = z.string().trim().min(1).max(5_000);

export const demandSchema = z.strictObject({
  kind: z.enum(DEMAND_KINDS),
  from: text.max(200).describe('Who asks'),
  subject: text.describe('What is asked for'),
  reference: text.max(200).optional().describe('The reference of the one who asks'),
  receivedAt: instantIn.optional().describe('When it was received; now if left out'),
  dueAt: instantIn.optional().describe('The time that was set; for the police: when it is reviewed'),
  hours: z
    .number()
    .positive()
    .max(24 * 365)
    .optional()
    .describe('Of a contract: hours from receipt'),
  officer: text.max(200).optional().describe('Of the police: who asked'),
  force: text.max(200).optional().describe('Of the police: which force'),
  holds: z
    .array(z.enum(HOLD_SCOPES))
    .max(2)
    .default([])
    .describe('Of the police: which notices wait. Those to the authority and to controllers never do.'),
  by: person.optional(),
});

export const demandChangeSchema = z.strictObject({
  dueAt: instantIn.optional().describe('The new time, or the new review'),
  ended: z.literal(true).optional().describe('Withdrawn, or the review ended it'),
  reason,
  evidence: reason
    .optional()
    .describe('A later time, and an end that stops a clock, are only proposed without it: what shows it'),
  by: person,
  secondBy: person.optional().describe('The second person, with evidence; needed where there is one'),
});

export const demandView = z.object({
  id: z.string(),
  obligation: z.string(),
  kind: z.string(),
  from: z.string(),
  subject: z.string(),
  reference: z.string().nullable(),
  receivedAt: instantOut,
  dueAt: instantOut.nullable(),
  hours: z.number().nullable(),
  officer: z.string().nullable(),
  force: z.string().nullable(),
  holds: z.array(z.string()),
  endedAt: instantOut.nullable(),
  proposed: z
    .object({ dueAt: instantOut.nullable(), ended: z.boolean() })
    .nullable()
    .describe('A later time, or the end, that nobody has confirmed yet'),
  clockDueAt: instantOut.nullable().describe('When its clock runs out'),
});

const duty = z.enum(['required', 'notRequired', 'decide']);

/** The same as `tocsin assess` prints, for each track of an incident. */
export const assessmentView = z.object({
  tracks: z.array(
    z.object({
      track: z.string(),
      label: z.string().nullable(),
      role: z.string(),
      personalDataBreach: z.boolean().nullable(),
      risk: z.enum(['unlikely', 'likely', 'high', 'undetermined']),
      severity: z
        .looseObject({ dpc: z.number(), ei: z.number(), cb: z.number(), se: z.number(), band: z.string() })
        .nullable()
        .describe('ENISA 2013: an aid, never the test'),
      notifyAuthority: duty,
      communicateToDataSubjects: duty,
      notifyControllers: duty,
      art34Exceptions: z.array(z.string()),
      reasons: z.array(
        z.object({
          rule: z.string(),
          source: z.string(),
          text: z.string(),
          standing: z.string(),
          facts: z.array(z.string()),
        }),
      ),
      decisions: z.array(z.looseObject({ about: z.string(), question: z.string(), text: z.string() })),
      missing: z.array(z.string()).describe('Facts that are not known and could change the result'),
    }),
  ),
});
