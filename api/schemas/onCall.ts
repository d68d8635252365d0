import { z } from 'zod';
import { CHANNELS, shortId } from '../../domain/policy/contacts.ts';
import { instantIn, instantOut, person } from './common.ts';

const named = z.object({ person: z.string(), name: z.string() });
const who = named.nullable().describe('Null: nobody');

export const warningsOut = z.array(z.object({ code: z.string(), text: z.string() }));

export const wayView = z.object({
  method: z.string(),
  channel: z.enum(CHANNELS),
  verified: z.boolean(),
});

const stepView = z.object({
  people: z.array(
    named.extend({
      schedules: z.array(z.string()).describe('Through which schedules; none: the step names the person'),
      ways: z.array(wayView),
    }),
  ),
  services: z.array(z.object({ service: z.string(), channel: z.enum(CHANNELS) })),
  emptySchedules: z.array(z.string()).describe('Nobody is on call there'),
  delayMinutes: z.number().describe('How long it is waited on; 0: tried, and the next asked at once'),
});

export const onCallView = z.object({
  at: instantOut,
  timeZone: z.string(),
  schedules: z.array(
    z.object({
      schedule: z.string(),
      name: z.string(),
      onCall: z.array(named),
      since: instantOut.describe('Looked back at most 62 days'),
      until: instantOut.describe('Looked ahead at most 62 days'),
      next: who.describe('Who takes over then'),
    }),
  ),
  escalation: z.array(
    z.object({
      id: z.string().nullable().describe('Null: `escalation`, for whatever no other is named for'),
      kinds: z.array(z.string()),
      steps: z.array(stepView),
    }),
  ),
  warnings: warningsOut,
  serverTime: instantOut,
});

export const onCallQuery = z.strictObject({
  at: instantIn.optional(),
  schedule: shortId.optional().describe('Only this one'),
});

export const shiftsQuery = z.strictObject({
  from: instantIn.optional().describe('Default: now'),
  until: instantIn.optional().describe('Default: 28 days later; at most 400'),
  schedule: shortId.optional().describe('Only this one'),
});

export const shiftsView = z.object({
  timeZone: z.string(),
  from: instantOut,
  until: instantOut,
  schedules: z.array(
    z.object({
      schedule: z.string(),
      name: z.string(),
      shifts: z.array(z.object({ onCall: who, from: instantOut, until: instantOut })),
    }),
  ),
  serverTime: instantOut,
});

export const overrideSchema = z.strictObject({
  schedule: shortId,
  person: shortId,
  from: instantIn,
  until: instantIn,
  by: person.optional(),
});

export const overrideView = z.object({
  id: z.string(),
  schedule: z.string(),
  person: z.string(),
  name: z.string(),
  from: instantOut,
  until: instantOut,
});

export const feedView = z.object({ person: z.string(), name: z.string(), createdAt: instantOut });
