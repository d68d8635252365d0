import { z } from 'zod';
import { trackPatchSchema, trackSchema } from '../../domain/facts.ts';
import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import { PHASES } from '../../domain/notices/phases.ts';
import { narrativeSchema } from '../../domain/narrative.ts';
import { holdView, roleView, taskView } from './response.ts';
import { instantIn, instantOut, person, reason, seenRevision, uuid } from './common.ts';

const answer = z.enum(['yes', 'no', 'unknown']).nullable();
const physicalDanger = answer.describe('Could anyone be in physical danger?');
const insiderInvolved = answer.describe('Might someone who would be told be involved?');
const channelsCompromised = answer.describe('Could the attacker read our mail, chat or sign-in?');

/** The answers without defaults: a default inside `partial()` would undo what was answered before. */
const answersSchema = z.strictObject({ physicalDanger, insiderInvolved, channelsCompromised });
const questionsSchema = z.strictObject({
  physicalDanger: physicalDanger.default(null),
  insiderInvolved: insiderInvolved.default(null),
  channelsCompromised: channelsCompromised.default(null),
});

/** People of the policy who may know of an incident, and nobody else. */
export const restrictedTo = z
  .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
  .min(1)
  .max(100)
  .describe('Ids of people of the policy: only they are told of it, and only their keys see it');

const distinct = (list: readonly { id: string }[]): boolean =>
  new Set(list.map(({ id }) => id)).size === list.length;
const SAME_ID = 'two tracks have the same id';
const tracks = z.array(trackSchema).min(1).max(20).refine(distinct, SAME_ID);
const trackPatches = z.array(trackPatchSchema).min(1).max(20).refine(distinct, SAME_ID);

export const declareSchema = z.strictObject({
  title: z.string().trim().min(1).max(200),
  discoveredAt: instantIn,
  occurredFrom: instantIn.nullable().optional(),
  occurredTo: instantIn.nullable().optional(),
  awareAt: instantIn.optional().describe('Defaults to discoveredAt; another instant needs awareReason'),
  awareReason: reason.optional(),
  tracks: tracks
    .optional()
    .describe('Defaults to one track for each role of the organisation, with nothing known'),
  narrative: narrativeSchema.default({}),
  questions: questionsSchema.prefault({}),
  restrictedTo: restrictedTo.optional(),
  by: person.optional(),
  drill: z
    .strictObject({
      scale: z
        .number()
        .min(1)
        .max(10_000)
        .default(1440)
        .describe('Incident seconds per real second; 1440 runs 72 h in 3 min'),
      localOnly: z
        .boolean()
        .default(false)
        .describe('Mail to the local catcher only, whatever is configured'),
    })
    .optional(),
});

export const patchSchema = z.strictObject({
  revision: z.number().int().min(1).describe('The revision that was read; 409 when it has moved on'),
  title: z.string().trim().min(1).max(200).optional(),
  occurredFrom: instantIn.nullable().optional(),
  occurredTo: instantIn.nullable().optional(),
  discoveredAt: instantIn.optional().describe('Corrects the time of discovery; needs discoveredReason'),
  discoveredReason: reason.optional().describe('Needed when discoveredAt moves'),
  awareAt: instantIn.optional(),
  awareReason: reason.optional().describe('Needed when awareAt moves'),
  tracks: trackPatches
    .optional()
    .describe(
      'Merged by id: facts and moments member by member, every other part as a whole. A new id adds a track; one that is left out stays',
    ),
  removeTracks: z
    .array(z.string().max(40))
    .min(1)
    .max(20)
    .optional()
    .describe('Ids of tracks that go. Their duties end only when a person confirms it'),
  narrative: narrativeSchema.optional().describe('Merged field by field; null means "not yet known"'),
  questions: answersSchema
    .partial()
    .optional()
    .describe('A question that is left out keeps its answer; null is "skipped"'),
  by: person.optional(),
});

export const obligationView = z.object({
  id: z.string(),
  track: z.string().nullable().describe('The track whose facts ask for it'),
  duty: z.string().nullable().describe('The duty in the data of the law (`tocsin regimes`)'),
  stage: z.string().nullable(),
  recipient: z.string().nullable(),
  recipientName: z.string().nullable(),
  recipientContact: z.string().nullable().describe('Whom to tell there, and how, as the policy says'),
  kind: z.string(),
  label: z.string(),
  state: z.string(),
  applicability: z.string(),
  basis: z.string(),
  qualifier: z.string().nullable(),
  ownTarget: z.boolean(),
  startsFrom: z.string().describe('The event that starts the clock'),
  startsAt: instantOut,
  dueAt: instantOut,
  dueLocal: z.string(),
  timeLeft: z.string(),
  overdue: z.boolean(),
  late: z.boolean(),
  outerLimitAt: instantOut.nullable().describe('Reg. 1182/71 Art. 3, for information; never used to extend'),
  clockVersion: z.number(),
  earlierDueAt: instantOut.nullable().describe('The deadline before a person confirmed a later one'),
  lateAgainstEarlier: z.boolean(),
  heldUntil: instantOut.nullable().describe('A police request holds its reminders until then'),
  proposal: z
    .object({
      startsAt: instantOut,
      dueAt: instantOut,
      dueLocal: z.string(),
      applicability: z.string(),
      since: instantOut,
      rejected: z.boolean(),
    })
    .nullable()
    .describe(
      'What an edit would change once a named person confirmed it; until then the clock runs as it was',
    ),
  confirmation: z
    .object({
      at: instantOut,
      decision: z.string(),
      by: z.string(),
      secondBy: z.string().nullable(),
      reason: z.string(),
      evidence: z.string(),
    })
    .nullable(),
  reasons: z.array(
    z.object({ code: z.string(), source: z.string(), facts: z.array(z.string()), text: z.string() }),
  ),
  decidedBy: z.string().nullable(),
  decidedAt: instantOut.nullable(),
  decisionReason: z.string().nullable(),
  satisfiedAt: instantOut.nullable(),
  planUntil: instantOut.nullable(),
  plan: z.string().nullable(),
});

export const incidentView = z.object({
  id: uuid,
  reference: z.string(),
  revision: z.number(),
  factsRevision: z.number(),
  status: z.enum(INCIDENT_STATUSES),
  title: z.string(),
  timeZone: z.string().describe('In which local times of this incident are shown'),
  drill: z.object({ scale: z.number(), startedAt: instantOut, localOnly: z.boolean() }).nullable(),
  occurredFrom: instantOut.nullable(),
  occurredTo: instantOut.nullable(),
  discoveredAt: instantOut,
  awareAt: instantOut,
  declaredAt: instantOut,
  containedAt: instantOut.nullable(),
  scopeAssessedAt: instantOut.nullable(),
  closedAt: instantOut.nullable(),
  questions: answersSchema,
  restrictedTo: z.array(z.string()).nullable().describe('Who may know of it; null: not restricted'),
  excludedChannels: z
    .array(z.string())
    .describe('Ways that the attacker may use; answers through them do not count'),
  tracks: z.array(trackSchema),
  narrative: narrativeSchema,
  assessment: z.object({
    personalDataBreach: z.boolean().nullable(),
    risk: z.string(),
    reasons: z.array(
      z.object({ code: z.string(), source: z.string(), facts: z.array(z.string()), text: z.string() }),
    ),
  }),
  roles: z.array(roleView),
  tasks: z.array(taskView).describe('What is to be done beside the duties'),
  legalHolds: z.array(holdView),
  obligations: z.array(obligationView),
  incidentTime: instantOut.describe("The time on the incident's clock; a drill's clock is its own"),
  serverTime: instantOut,
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  links: z.record(z.string(), z.string()),
});

export const incidentSummary = incidentView.pick({
  id: true, reference: true, status: true, title: true, drill: true, discoveredAt: true, awareAt: true,
  declaredAt: true, closedAt: true, revision: true,
}); // prettier-ignore

export const containmentSchema = z.discriminatedUnion('contained', [
  z.strictObject({
    contained: z.literal(true),
    at: instantIn.optional(),
    how: reason,
    by: person.optional(),
  }),
  z.strictObject({ contained: z.literal(false), because: reason, by: person.optional() }),
]);

export const scopeSchema = z.strictObject({
  at: instantIn.optional(),
  findings: reason,
  by: person.optional(),
});

export const decisionSchema = z.strictObject({
  decision: z.enum(['required', 'notRequired']),
  revision: seenRevision,
  reason,
  by: person,
  evidence: reason
    .optional()
    .describe('Needed to end a duty that the rules ask for: what shows that it does not apply'),
  secondBy: person
    .optional()
    .describe('The second person who agrees; needed for the same, where there is one'),
});

export const planSchema = z.strictObject({
  until: instantIn.describe('When the plan is checked; overdue pages come back then'),
  plan: reason,
  by: person.optional(),
});

export const satisfactionSchema = z.strictObject({
  at: instantIn.optional(),
  how: reason.describe('What was done, through which channel, to whom'),
  reached: z
    .boolean()
    .default(true)
    .describe(
      'false: a message bounced, nobody answered. Nobody is informed; the duty stays open and pages.',
    ),
  by: person.optional(),
});

export const submissionSchema = z.strictObject({
  obligation: z
    .string()
    .max(100)
    .default('authority')
    .describe('Which duty it meets: authority, authority:<track>, followUp, or a stage of another regime'),
  phase: z
    .enum(PHASES)
    .optional()
    .describe(
      'Left out: the first is initial, one for followUp is followUp; withdrawal: no breach after all',
    ),
  reason: reason
    .optional()
    .describe(
      'withdrawal: why there was no personal data breach after all; final: why what is missing will not follow; an earlier time than on record: why that was wrong',
    ),
  evidence: reason
    .optional()
    .describe('Needed when madeAt is earlier than what is on record: what shows the earlier time'),
  secondBy: person
    .optional()
    .describe('The second person, for an earlier time; needed where the organisation has more than one'),
  voluntary: z
    .boolean()
    .default(false)
    .describe('A report to the ICO that nobody here owes: that of a processor in its own name'),
  madeAt: instantIn.optional().describe('When the report was made; now if left out'),
  route: z.enum(['onlineForm', 'email', 'telephone', 'post', 'other']),
  reference: z
    .union([z.string().trim().min(1).max(100), z.literal('awaited')])
    .default('awaited')
    .describe('awaited: the reference that is on record is carried along, if there is one'),
  notice: uuid.optional().describe('The version that was used, if one was'),
  reasonsForDelay: z.string().max(20_000).optional(),
  remarks: z.string().max(20_000).optional(),
  by: person,
});

export const closeSchema = z.strictObject({ reason, by: person.optional() });
export const noteSchema = z.strictObject({
  text: z.string().trim().min(1).max(20_000),
  by: person.optional(),
});
export const realSchema = z.strictObject({ reason, by: person });
