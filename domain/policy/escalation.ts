import { z } from 'zod';
import { CHANNELS, shortId } from './contacts.ts';
import { localTime } from './schedules.ts';

export const escalationStepSchema = z
  .strictObject({
    people: z.array(shortId).max(20).default([]),
    schedules: z.array(shortId).max(10).default([]).describe('Whoever is on call there at that moment'),
    services: z.array(shortId).max(10).default([]).describe('Pagers and rooms of policy.services'),
    channels: z
      .array(z.enum(CHANNELS))
      .min(1)
      .default([...CHANNELS])
      .describe('Of the ways that a person has, only these'),
    delayMinutes: z
      .number()
      .min(0.5)
      .max(24 * 60)
      .default(5)
      .describe('Wait this long for an answer'),
  })
  .refine((step) => step.people.length + step.schedules.length + step.services.length > 0, {
    error: 'a step names people, schedules or services',
    path: ['people'],
  });

export const repeatSchema = z
  .strictObject({
    rounds: z.number().int().min(1).max(100).describe('Whole rounds at the pace of the steps'),
    thenEveryMinutes: z
      .number()
      .min(1)
      .max(24 * 60)
      .describe('After them, this long from the start of one round to the next'),
  })
  .describe('Left out: round and round at the pace of the steps. A page never gives up');

export const escalationPolicySchema = z.strictObject({
  id: shortId,
  steps: z.array(escalationStepSchema).min(1).max(20),
  repeat: repeatSchema.optional(),
});

export const quietSchema = z.strictObject({
  from: localTime,
  until: localTime,
  timeZone: z.string().optional().describe('IANA; default: that of the policy'),
  holdsBelow: z
    .number()
    .gt(0)
    .max(0.9)
    .default(0.75)
    .describe('Reminders before this share of the time wait for the end of the quiet hours'),
});

export const followThroughSchema = z.strictObject({
  actionWithinMinutes: z
    .number()
    .min(1)
    .max(7 * 24 * 60)
    .default(240)
    .describe('An acknowledgement that nobody acts upon within this brings the page back'),
  mostSnoozeMinutes: z
    .number()
    .min(1)
    .max(24 * 60)
    .default(120)
    .describe('The longest snooze; never past the deadline'),
});

export type EscalationStep = z.infer<typeof escalationStepSchema>;
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
export type QuietHours = z.infer<typeof quietSchema>;
