import { z } from 'zod';
import { instantOut, person, reason, uuid } from './common.ts';

const incidents = z.array(uuid.toLowerCase()).min(1).max(100);

export const bundleSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('What these breaches have in common, in a few words'),
  incidents,
  reason: reason.describe('Why they may be reported together: same data, same manner, a short time'),
  by: person,
});

export const bundleChangeSchema = z
  .strictObject({ add: incidents.optional(), remove: incidents.optional(), reason, by: person })
  .refine(({ add, remove }) => add !== undefined || remove !== undefined, 'say which to add or to remove');

export const bundleView = z.object({
  id: uuid,
  name: z.string(),
  reason: z.string(),
  by: z.string(),
  revision: z.number(),
  createdAt: instantOut,
  members: z.array(z.object({ id: uuid, reference: z.string() })),
});

export const bundleReportView = z.object({
  report: uuid.describe('The same for every submission of this one notification'),
  bundle: bundleView,
  submissions: z.array(
    z.object({ incident: uuid, reference: z.string(), submission: uuid, late: z.boolean() }),
  ),
  erased: z
    .array(z.string())
    .describe('References of incidents whose key was erased: nothing can be recorded for them'),
});
