import { z } from 'zod';
import { cardEntrySchema } from './policy/contactCard.ts';
import { personSchema, serviceSchema, shortId } from './policy/contacts.ts';
import {
  escalationPolicySchema,
  escalationStepSchema,
  followThroughSchema,
  quietSchema,
  repeatSchema,
} from './policy/escalation.ts';
import { inboundSourceSchema } from './policy/inbound.ts';
import { policyFindings } from './policy/findings.ts';
import { scheduleSchema } from './policy/schedules.ts';
import { DEFAULT_REGIMES, dutiesNamed, UnknownRegimeError } from './regimes/choice.ts';

/**
 * An organisation and its policy: configuration with a documented schema (docs/organisation.md). The policy is
 * copied onto an incident when it is declared, so editing it later moves no running deadline.
 */
const hours = z
  .number()
  .positive()
  .max(24 * 365);
export const reminderPlanSchema = z.strictObject({
  atFractions: z
    .array(z.number().gt(0).lt(1))
    .max(20)
    .default([0.5, 0.75, 0.9])
    .describe('Reminders at these shares of the time between start and deadline'),
  overdueEveryMinutes: z
    .number()
    .min(5)
    .max(7 * 24 * 60)
    .default(60),
});

export const OBLIGATION_KINDS = [
  'triage',
  'containment',
  'scope',
  'authority',
  'individuals',
  'controllers',
  'publicSummary',
  'followUp',
  'contract',
  'insurer',
  'regime',
  'authorityQuestion',
  'authorityOrder',
  'complaint',
  'accessRequest',
  'policeReview',
  'task',
] as const;

export const policySchema = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .default('en')
    .describe('Language of messages and documents'),
  timeZone: z.string().default('Europe/London').describe('IANA time zone in which local times are shown'),
  holidayDivision: z.enum(['england-and-wales', 'scotland', 'northern-ireland']).default('england-and-wales'),
  roles: z.array(z.enum(['controller', 'processor'])).min(1),
  regimes: z
    .array(z.string().max(60))
    .min(1)
    .max(100)
    .optional()
    .describe('Laws that bind: jurisdictions, regimes or duties of docs/regimes.md; default: the UK GDPR'),
  containmentHours: hours.default(24).describe('Own promise: contained within, from discovery'),
  scopeHours: hours.default(24).describe('Own promise: scope assessed within, from discovery'),
  individualsTargetHours: hours
    .default(72)
    .describe('Own target for Art. 34, which has no number; from awareness'),
  controllersTargetHours: hours
    .default(24)
    .describe('Own target for Art. 33(2), which has no number; from awareness'),
  undueDelayTargetHours: hours
    .default(72)
    .describe('Own target for every other duty that has no number; from the event that starts its clock'),
  followUpTargetHours: hours
    .default(168)
    .describe('Own target for what the first report lacked (Art. 33(4)); from the report'),
  authorityPromise: z
    .enum(['law', 'everyBreach'])
    .default('law')
    .describe('everyBreach: you promised to tell the ICO of every breach, whatever the risk'),
  controllers: z
    .array(
      z.strictObject({
        id: shortId,
        name: z.string().min(1).max(200),
        contact: z.string().max(500).optional().describe('Whom to tell, and how, at any hour'),
        noticeHours: hours.optional().describe('Hours that the contract sets, from your awareness'),
      }),
    )
    .max(5_000)
    .default([])
    .describe('For a processor: the controllers it serves'),
  insurer: z
    .strictObject({
      name: z.string().min(1).max(200),
      noticeHours: hours.describe('Hours within which the policy wants to be told, from awareness'),
      policyNumber: z.string().max(80).optional(),
      hotline: z.string().max(80).optional(),
    })
    .optional(),
  publicSummary: z.enum(['everyBreach', 'highRisk', 'never']).default('never'),
  publicSummaryTargetHours: hours.default(96),
  reminders: reminderPlanSchema.prefault({}),
  remindersFor: z.partialRecord(z.enum(OBLIGATION_KINDS), reminderPlanSchema).default({}),
  people: z.array(personSchema).min(1).max(500),
  schedules: z.array(scheduleSchema).max(50).default([]).describe('Who is on call when'),
  services: z.array(serviceSchema).max(20).default([]).describe('Pagers and rooms that belong to nobody'),
  escalation: z.array(escalationStepSchema).min(1).max(20).describe('Whom a page asks, in which order'),
  escalationRepeat: repeatSchema.optional(),
  escalationPolicies: z
    .array(escalationPolicySchema)
    .max(20)
    .default([])
    .describe('Others than `escalation`, for the kinds of duty that escalationFor names'),
  escalationFor: z.partialRecord(z.enum(OBLIGATION_KINDS), shortId).default({}),
  quiet: quietSchema.optional().describe('Early reminders wait for morning'),
  followThrough: followThroughSchema.prefault({}),
  outOfHours: shortId.optional().describe('Asked after every step of a round, day and night'),
  triageHours: hours.default(4).describe('A suspected incident is accepted or dismissed within'),
  inbound: z.array(inboundSourceSchema).max(50).default([]),
  contactCard: z.array(cardEntrySchema).max(500).default([]),
  standIn: shortId
    .optional()
    .describe('The stand-in decision maker; also gets the calendar file and the sheet'),
  vulnerabilityAcknowledgementWorkingDays: z.number().int().min(1).max(30).default(5),
  retention: z
    .strictObject({
      auditLogDays: z.number().int().min(1).default(365),
      incidentYears: z.number().int().min(1).default(6),
    })
    .prefault({}),
});

export const organisationSchema = z
  .strictObject({
    slug: shortId.describe('Short name of the organisation, for example "music-school"'),
    name: z.string().min(1).max(200),
    address: z.string().max(500).nullable().default(null),
    icoRegistration: z
      .string()
      .max(40)
      .nullable()
      .default(null)
      .describe('ICO registration number, or why exempt'),
    sector: z.string().max(120).nullable().default(null),
    staff: z.enum(['under250', '250orMore']).nullable().default(null),
    contactPoint: z
      .strictObject({
        name: z.string().max(120),
        role: z.string().max(120).default('Contact point'),
        email: z.email().max(254),
        phone: z.string().max(40).nullable().default(null),
      })
      .nullable()
      .default(null)
      .describe('Art. 33(3)(b): data-protection officer or other contact point'),
    policy: policySchema,
  })
  .superRefine((organisation, context) => {
    for (const { path, message } of policyFindings(organisation.policy))
      context.addIssue({ code: 'custom', path: ['policy', ...path], message });
    organisation.policy.regimes?.forEach((word, index) => {
      const message = whyUnknown(word);
      if (message) context.addIssue({ code: 'custom', path: ['policy', 'regimes', index], message });
    });
  });

export type { ChannelName, Person } from './policy/contacts.ts';
export type Organisation = z.infer<typeof organisationSchema>;
export type Policy = z.infer<typeof policySchema>;
export type ReminderPlan = z.infer<typeof reminderPlanSchema>;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

function whyUnknown(word: string): string | undefined {
  try {
    dutiesNamed(word);
    return undefined;
  } catch (error) {
    if (error instanceof UnknownRegimeError) return error.message;
    throw error;
  }
}

/** What the organisation chose; silence is the UK GDPR. {@link regimesOf} turns it into duties. */
export const chosenRegimes = (policy: Policy): readonly string[] => policy.regimes ?? DEFAULT_REGIMES;

/** A task reminds once before its time and then every four hours, unless `remindersFor.task` says otherwise. */
const TASK_REMINDERS: ReminderPlan = { atFractions: [0.9], overdueEveryMinutes: 240 };

/** The reminder plan that binds one kind of obligation. */
export function reminderPlan(policy: Policy, kind: ObligationKind): ReminderPlan {
  return policy.remindersFor[kind] ?? (kind === 'task' ? TASK_REMINDERS : policy.reminders);
}
