import { z } from 'zod';
import { instantIn, instantOut } from './common.ts';

const durations = z.object({
  count: z.number(),
  medianSeconds: z.number().nullable(),
  p90Seconds: z.number().nullable().describe('Nearest rank'),
  maxSeconds: z.number().nullable(),
  leftOut: z.number().describe('Ended before it began, e.g. contained before it was discovered: not counted'),
});
const share = z.object({ count: z.number(), of: z.number(), share: z.number().nullable() });
const lateness = z.object({ againstDeadline: share, againstEarlier: share });
const counts = z.record(z.string(), z.number());

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const bound = z
  .union([day, instantIn], { error: 'is no day and no time; write it like 2026-01-01 or 2026-01-01T09:00Z' })
  .optional();

export const statisticsQuery = z.object({
  from: bound.describe('Declared at or after: a day of the organisation, or an instant'),
  to: bound.describe('Declared up to the end of a day of the organisation, or before an instant'),
});

export const statisticsView = z.object({
  period: z.object({ from: instantOut.nullable(), to: instantOut.nullable() }),
  incidents: z.object({
    total: z.number(),
    open: z.number(),
    closed: z.number(),
    byKind: counts,
    byCause: counts.describe('An incident with several causes counts under each'),
  }),
  authority: z.object({
    incidentsReported: z.number(),
    reports: z.number().describe('Notifications; several incidents may have been reported in one'),
  }),
  timeToContain: durations.describe('From discovery'),
  timeToNotify: z
    .object({ fromAwareness: durations, fromDiscovery: durations })
    .describe('To the first report to an authority'),
  timeToAcknowledge: durations
    .extend({ paged: z.number() })
    .describe('From the declaration to the first answer to a page'),
  late: z
    .object({ authority: lateness, individuals: lateness, all: lateness })
    .describe('Of the duties that are met or past their deadline; null: there is none'),
  duties: z.object({ open: z.number(), overdue: z.number(), openByKind: counts }),
  serverTime: instantOut,
});
