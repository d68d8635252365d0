import { z } from 'zod';
import { OUTCOMES, REGISTER_KINDS } from '../../domain/register/types.ts';
import { instantOut, uuid } from './common.ts';

const maybe = z.string().nullable();
const instant = instantOut.nullable();
const reason = z.object({
  code: z.string(),
  source: z.string(),
  facts: z.array(z.string()),
  text: z.string(),
});

const frame = {
  id: uuid,
  reference: z.string(),
  state: z.enum(['open', 'closed']),
  occurredFrom: instant,
  occurredTo: instant,
  discoveredAt: instantOut,
  awareAt: instantOut,
  declaredAt: instantOut,
  containedAt: instant,
  closedAt: instant,
};

const notice = z.object({
  obligation: z.string(),
  kind: z.string(),
  basis: z.string(),
  track: maybe,
  recipient: maybe,
  outcome: z.enum(OUTCOMES).describe('told; notTold (decided, or not asked for); open'),
  applicability: z.string(),
  decidedBy: maybe,
  decidedAt: instant,
  decisionReason: maybe,
  reasons: z.array(reason).describe('What the rules say'),
  startsAt: instantOut,
  dueAt: instantOut,
  earlierDueAt: instant.describe('The deadline before a person confirmed a later one'),
  doneAt: instant,
  doneBy: maybe,
  how: maybe,
  late: z.boolean(),
  lateAgainstEarlier: z.boolean().nullable().describe('null: there was only ever one deadline'),
});

const phase = z.object({
  submission: uuid,
  phase: z.string(),
  madeAt: instantOut,
  firstRecordedAs: instant.describe(
    'The time that was recorded first, where it was corrected to an earlier one',
  ),
  by: z.string(),
  route: z.string(),
  reference: maybe,
  missing: z.array(z.string()),
  reasonsForDelay: maybe,
  reason: maybe.describe('Why it was withdrawn, or the last although it lacked something'),
  factsRevision: z.number().nullable(),
  report: maybe.describe('The same for every incident that was reported in this one notification'),
});

const decision = z.object({
  about: z.enum(['duty', 'clock', 'awareness', 'discovery', 'closure', 'reopening', 'report']),
  obligation: maybe,
  decision: maybe,
  at: instantOut,
  by: maybe,
  secondBy: maybe,
  reason: maybe,
  evidence: maybe,
  factsRevision: z.number().nullable(),
});

const track = z.object({
  id: z.string(),
  label: maybe,
  role: z.enum(['controller', 'processor']),
  cause: maybe,
  confidentiality: maybe,
  integrity: maybe,
  availability: maybe,
  people: z.object({
    approx: z.number().nullable(),
    kinds: z.array(z.string()),
    children: z.boolean().nullable(),
    vulnerable: z.boolean().nullable(),
  }),
  dataCategories: z.array(z.string()),
  controllers: z.array(z.object({ id: z.string(), name: maybe })),
  controllersAffected: z.number().nullable(),
  harmSeen: maybe,
});

const members = z.array(z.object({ id: uuid, reference: z.string() }));
const bundleRef = z.object({ id: uuid, name: z.string(), reason: z.string(), members });

/** The key was erased: the row stays and says so. */
const erasedEntry = z.object({ ...frame, erased: z.literal(true), erasedAt: instant });

const entry = z.object({
  ...frame,
  erased: z.literal(false),
  title: z.string(),
  kind: z.enum(REGISTER_KINDS),
  kindReasons: z.array(reason),
  nearMiss: z.boolean(),
  factsRevision: z.number(),
  awareness: z.object({ at: instantOut, by: maybe, reason: maybe.describe('null: aware on discovery') }),
  description: maybe,
  howDiscovered: maybe,
  tracks: z.array(track),
  people: z.object({ approx: z.number().nullable(), atLeast: z.number() }),
  recordsApprox: z.number().nullable(),
  effects: z.object({
    likely: maybe,
    likelihood: maybe,
    actual: z.array(z.string()),
    complaints: z.number(),
  }),
  remedy: z.object({
    containedAt: instant,
    containedBy: maybe,
    containment: maybe,
    scopeAssessedAt: instant,
    scope: maybe,
    before: maybe,
    taken: maybe,
    proposed: maybe,
  }),
  risk: z.object({ level: z.string(), reasons: z.array(reason) }),
  decisions: z.array(decision),
  authority: z.array(
    notice.extend({
      reference: maybe,
      phases: z.array(phase),
      reasonsForDelay: z.array(z.string()),
      reasonsForDelayMissing: z.boolean(),
      lateAsFirstRecorded: z.boolean().nullable().describe('null: nobody corrected the time'),
      withdrawnAt: instant,
    }),
  ),
  individuals: z.array(notice.extend({ exceptions: z.array(z.string()).describe('Of Art. 34(3)') })),
  others: z.array(notice),
  otherOrganisations: z.object({ told: maybe, names: maybe }),
  openDuties: z.array(z.string()),
  bundle: bundleRef.nullable(),
  warnings: z
    .array(z.object({ field: z.string(), code: z.string(), start: z.number(), end: z.number() }))
    .describe('Texts that seem to hold data of people affected; the register needs none'),
});

export const registerEntryView = z.discriminatedUnion('erased', [entry, erasedEntry]);

const year = z.coerce.number().int().min(1900).max(2999).optional().describe('Of the reference: 2026');
/** What a person may narrow the register to. */
export const registerFilter = z.object({
  year,
  kind: z.enum(REGISTER_KINDS).optional().describe('Erased entries have no kind and are left out'),
  state: z.enum(['open', 'closed']).optional(),
});
export const registerQuery = registerFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(200).optional(),
});
