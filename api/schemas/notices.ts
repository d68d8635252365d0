import { z } from 'zod';
import { NOTICE_KIND, PHASES } from '../../domain/notices/phases.ts';
import { instantOut, person, reason, uuid } from './common.ts';

export const draftSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum([NOTICE_KIND.initial, NOTICE_KIND.followUp]) }),
  z.strictObject({
    kind: z.literal(NOTICE_KIND.final),
    reason: reason.optional().describe('Why what is missing will not follow'),
  }),
  z.strictObject({
    kind: z.literal(NOTICE_KIND.withdrawal),
    reason: reason.optional().describe('Why there was no personal data breach after all; needed'),
    by: person.describe('Who decided it'),
  }),
]);

export const noticeSchema = z.object({
  id: uuid,
  kind: z.string(),
  version: z.number(),
  factsRevision: z.number(),
  state: z.string(),
  language: z.string(),
  contentHash: z.string(),
  createdAt: instantOut,
  approvedAt: instantOut.nullable(),
  approvedBy: z.string().nullable(),
  links: z.record(z.string(), z.string()),
});

/** A report as it was recorded. */
export const submissionView = z.object({
  id: uuid,
  obligation: z.string(),
  phase: z.enum(PHASES),
  addsTo: uuid.nullable().describe('The record that this one only adds to; null for a report of its own'),
  route: z.string(),
  madeAt: instantOut.describe("On the incident's clock"),
  recordedAt: instantOut,
  by: z.string(),
  reference: z.string().nullable().describe('null: awaited'),
  late: z.boolean().describe('Judged on the first report only'),
  approved: z.boolean(),
  missing: z
    .array(z.string())
    .describe('What of Art. 33(3) the report lacked; 33(1): it was late and says no reasons'),
  notice: uuid.nullable().describe('The version that was sent; null: not known here'),
  factsRevision: z.number().nullable(),
  practised: z.boolean().describe('Made while the incident was still a drill'),
  reasonsForDelay: z.string().nullable(),
  reason: z.string().nullable(),
  remarks: z.string().nullable(),
  voluntary: z.boolean().describe("Nobody here owed it: a processor's report in its own name"),
});
