import { z } from 'zod';
import { SUSPICION_KINDS, SUSPICION_STATES } from '../../domain/suspected/received.ts';
import { declareSchema } from './incidents.ts';
import { instantIn, instantOut, person, reason, uuid } from './common.ts';

export const suspectSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  details: z.string().max(20_000).optional().describe('What is known; no names of affected people'),
  receivedAt: instantIn
    .optional()
    .describe('When somebody told you; now if left out. It is proposed as the time of discovery'),
  occurredAt: instantIn.optional().describe('When it happened, as far as that is known'),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and hyphens')
    .default('api')
    .describe('Names where it comes from; repeats are folded within one source'),
  repeatOf: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('What is equal in repeats of one event: they are counted, and page nobody again'),
  evidence: z.string().max(500_000).optional().describe('What you have, as text: a log, a message'),
  reporter: z.string().max(500).optional().describe('Who told you'),
  by: person.optional(),
});

/** What a declaration may say; discovery is the receipt unless it is corrected. */
export const acceptanceSchema = z.strictObject({
  ...declareSchema.omit({ drill: true, discoveredAt: true, title: true }).shape,
  title: declareSchema.shape.title.optional(),
  discoveredAt: instantIn
    .optional()
    .describe('Defaults to the receipt; another instant needs discoveredReason'),
  discoveredReason: reason.optional(),
  reason: reason.optional().describe('Why it is one'),
});

export const dismissalSchema = z.strictObject({ reason, by: person.optional() });

export const suspicionView = z.object({
  id: uuid.describe('Also the id of the incident that it becomes'),
  reference: z.string(),
  state: z.enum(SUSPICION_STATES),
  incident: z.string().nullable().describe('The reference of the incident, once it is accepted'),
  source: z.string(),
  kind: z.enum(SUSPICION_KINDS),
  title: z.string(),
  details: z.string().nullable(),
  reporter: z.string().nullable(),
  receivedAt: instantOut,
  lastReceivedAt: instantOut,
  count: z.number().describe('How often it came in'),
  triageDueAt: instantOut.nullable(),
  triageDueLocal: z.string().nullable(),
  decidedAt: instantOut.nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  links: z.record(z.string(), z.string()),
});

export const receiptView = z.object({
  id: uuid,
  signal: z.string().describe('firing, ended or aside'),
  receivedAt: instantOut,
  occurredAt: instantOut.nullable(),
  mediaType: z.string().nullable(),
  sha256: z.string().nullable().describe('Of what was received'),
  bytes: z.number().nullable(),
  keptBytes: z.number().describe('Fewer than bytes: only the beginning, or nothing, is kept'),
  href: z.string().nullable(),
});

export const receivedView = z.object({
  ...suspicionView.shape,
  outcome: z.enum(['new', 'repeat', 'note', 'known']),
});
