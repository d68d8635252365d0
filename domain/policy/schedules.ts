import { z } from 'zod';
import { shortId } from './contacts.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 09:00')
  .describe('Local time, HH:MM');
const localDate = z.iso.date().describe('Local date, YYYY-MM-DD');

/** A window of local time; one that ends at or before its start goes on into the next day. */
export const hoursSchema = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .max(7)
    .default([...WEEKDAYS]),
  from: localTime,
  until: localTime,
});

/** People who take turns. Where two layers speak, the later one holds. */
export const layerSchema = z.strictObject({
  id: shortId.optional(),
  people: z.array(shortId).min(1).max(50).describe('In their order; one person alone is always on'),
  every: z
    .union([z.enum(['day', 'week']), z.strictObject({ days: z.number().int().min(1).max(366) })])
    .default('week'),
  handOverAt: localTime.default('09:00'),
  startsOn: localDate.describe('The local date of the first hand-over; its weekday is the weekly one'),
  endsOn: localDate.optional().describe('The layer ends with the hand-over time of this date'),
  hours: z.array(hoursSchema).max(21).default([]).describe('Only within these; none: always'),
  holidays: z
    .enum(['never', 'only', 'also'])
    .default('also')
    .describe('never: silent on holidays; only: on holidays alone'),
});

export const scheduleSchema = z.strictObject({
  id: shortId,
  name: z.string().max(120).optional(),
  timeZone: z.string().optional().describe('IANA; default: that of the policy'),
  holidayDates: z.array(localDate).max(400).default([]).describe('Beside the bank holidays of the division'),
  layers: z.array(layerSchema).min(1).max(20),
});
export type Schedule = z.infer<typeof scheduleSchema>;
export type Layer = z.infer<typeof layerSchema>;
