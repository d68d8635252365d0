import { z } from 'zod';
import { shortId } from './contacts.ts';
import { longSecret } from './secret.ts';

const pointer = z
  .string()
  .regex(/^(\/[^/]*)*$/, 'a JSON pointer such as /alerts/0/labels/alertname')
  .max(300);

/** Where suspected incidents come in. Each source has its own secret; what comes is paged, never declared by itself. */
export const inboundSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), id: shortId, address: z.email().max(254) }),
  z.strictObject({ kind: z.literal('alertmanager'), id: shortId, secret: longSecret }),
  z.strictObject({ kind: z.literal('sentry'), id: shortId, secret: longSecret }),
  z.strictObject({
    kind: z.literal('json'),
    id: shortId,
    secret: longSecret,
    title: pointer,
    details: pointer.optional(),
    repeatOf: pointer.optional().describe('What is equal in repeats of one event'),
    occurredAt: pointer.optional(),
  }),
]);
export type InboundSource = z.infer<typeof inboundSourceSchema>;
