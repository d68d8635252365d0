import { z } from 'zod';
import { RESPONSE_ROLES } from '../../domain/response/roles.ts';
import { instantIn, instantOut, person, reason } from './common.ts';

const role = z.enum(RESPONSE_ROLES);
const personId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const nobody = z.strictObject({ nobody: z.literal(true), by: person });

export const roleParam = role;
export const roleSchema = z.union([
  z.strictObject({ person: personId.describe('Of the policy'), by: person }),
  z.strictObject({ name: z.string().trim().min(1).max(120).describe('Somebody else'), by: person }),
  nobody.describe('Nobody any more'),
]);

const owner = z.union([
  z.strictObject({ role }),
  z.strictObject({ person: personId }),
  z.strictObject({ nobody: z.literal(true) }),
]);

export const taskSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  why: z.string().trim().min(1).max(2_000).optional(),
  owner: owner.optional(),
  dueAt: instantIn.optional().describe('Then it reminds, gently'),
  by: person,
});

export const taskChangeSchema = z
  .strictObject({ owner: owner.optional(), dueAt: instantIn.optional(), by: person })
  .refine((body) => body.owner !== undefined || body.dueAt !== undefined, 'give owner, dueAt, or both');

export const taskStateSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('done'),
    how: z.string().trim().min(1).max(5_000).optional(),
    by: person,
  }),
  z.strictObject({ state: z.literal('notNeeded'), reason, by: person }),
  z.strictObject({ state: z.literal('open'), reason: reason.describe('Why it is open again'), by: person }),
]);

export const commentSchema = z.strictObject({ text: z.string().trim().min(1).max(5_000), by: person });

export const playbookChoiceSchema = z.strictObject({
  playbooks: z.array(z.string().min(1).max(60)).min(1).max(10),
  by: person,
});

export const whoSchema = z.strictObject({ by: person });
export const liftSchema = z.strictObject({ reason, by: person });

const sourceView = z.object({ kind: z.string(), cite: z.string(), note: z.string().optional() });

export const roleView = z.object({
  role: z.string(),
  person: z.string().nullable().describe('Of the policy'),
  name: z.string().nullable().describe('null: nobody'),
  assignedAt: instantOut.nullable(),
  by: z.string().nullable().describe('Who assigned it; null: the organisation says so, or nobody has it'),
});

export const taskView = z.object({
  id: z.string(),
  step: z.string().nullable().describe('Of a playbook; null for one that a person wrote'),
  playbooks: z.array(z.string()),
  guard: z.boolean().describe('Comes before anybody wipes, restores, pays or hires'),
  title: z.string(),
  why: z.string().nullable(),
  source: sourceView.nullable().describe('Only "law" is a duty of the law'),
  owner: z.object({
    role: z.string().nullable(),
    person: z.string().nullable(),
    name: z.string().nullable().describe('Whoever that is now'),
  }),
  state: z.string(),
  obligation: z.string().nullable().describe('The clock that reminds; null: no time is set'),
  dueAt: instantOut.nullable(),
  dueLocal: z.string().nullable(),
  timeLeft: z.string(),
  overdue: z.boolean(),
  addedAt: instantOut,
  addedBy: z.string(),
  closedAt: instantOut.nullable(),
  closedBy: z.string().nullable(),
  closedBecause: z.string().nullable(),
  comments: z.array(z.object({ at: instantOut, by: z.string(), text: z.string() })),
});

export const holdView = z.object({
  id: z.string(),
  covers: z.array(z.string()),
  standing: z.boolean(),
  setAt: instantOut,
  setBy: z.string(),
  liftedAt: instantOut.nullable(),
  liftedBy: z.string().nullable(),
  liftedBecause: z.string().nullable(),
});

export const playbookView = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  when: z.object({ causes: z.array(z.string()), availability: z.array(z.string()), insider: z.boolean() }),
  steps: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      why: z.string(),
      owner: z.string(),
      guard: z.boolean(),
      due: z.object({ hours: z.number(), from: z.string() }).nullable(),
      source: sourceView,
    }),
  ),
});

export const playbookProposal = z.object({
  id: z.string(),
  title: z.string(),
  steps: z.number(),
  because: z.array(z.string()).describe('The facts that propose it; empty: nothing does'),
  chosen: z.boolean(),
});
