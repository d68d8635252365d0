import { z } from 'zod';
import { shortId } from './contacts.ts';

export const CARD_KINDS = [
  'supplier',
  'insurer',
  'counsel',
  'police',
  'controller',
  'authority',
  'other',
] as const;

/** One line of the contact card: whom to ring, kept where it can be read when everything else is down. */
export const cardEntrySchema = z.strictObject({
  id: shortId,
  kind: z.enum(CARD_KINDS),
  name: z.string().min(1).max(200),
  role: z.string().max(200).optional(),
  phone: z.string().max(60).optional(),
  outOfHoursPhone: z.string().max(60).optional(),
  email: z.email().max(254).optional(),
  reference: z.string().max(120).optional().describe('Policy number, contract, account'),
  note: z.string().max(500).optional(),
});
export type CardEntry = z.infer<typeof cardEntrySchema>;
