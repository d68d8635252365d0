import { z } from 'zod';
import { contradictions } from './consistency.ts';
import type { Duty, Stage, ThresholdTest } from './types.ts';
import { CLOCK_EVENTS, CONFIDENCES, COUNTED, DURATION_UNITS, RECIPIENT_KINDS, ROLES } from './vocabulary.ts';

const words = z.string().regex(/\S/, 'is empty');
const id = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'use lower-case letters, digits and hyphens');
const date = z.iso.date();

const duration = z.strictObject({ value: z.number().int().positive(), unit: z.enum(DURATION_UNITS) });

const test: z.ZodType<ThresholdTest> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['none', 'notUnlikelyRisk', 'highRisk', 'seriousHarm', 'unauthorisedAccess', 'decide']),
    }),
    z
      .strictObject({
        kind: z.literal('numberOfPeople'),
        atLeast: z.number().int().positive().optional(),
        atMost: z.number().int().positive().optional(),
        counting: z.enum(COUNTED),
      })
      .refine(
        ({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined,
        'needs atLeast or atMost',
      ),
    z.strictObject({ kind: z.enum(['allOf', 'anyOf']), tests: z.array(test).min(2) }),
  ]),
);

const startsFrom = z
  .strictObject({
    event: z.enum(CLOCK_EVENTS),
    stage: id.optional(),
    shift: z.literal('endOfCalendarYear').optional(),
    words: words.nullable(),
  })
  .refine(({ event, stage }) => (event === 'previousStage') === (stage !== undefined), {
    path: ['stage'],
    message: 'is needed with previousStage, and only then',
  });

const stage: z.ZodType<Stage> = z
  .strictObject({
    id,
    name: words,
    towards: z.array(z.enum(RECIPIENT_KINDS)).min(1),
    startsFrom,
    duration: duration.nullable(),
    qualifier: words.nullable(),
    hardLimit: z.boolean(),
    note: words.nullable(),
    test: test.optional(),
    cap: z.strictObject({ event: z.enum(CLOCK_EVENTS), duration }).optional(),
    alongside: id.optional(),
    retention: z.literal(true).optional(),
    added: z.literal(true).optional(),
  })
  .refine(({ added, duration }) => added === undefined || duration === null, {
    path: ['duration'],
    message: 'a stage that is not in the source has no number',
  });

/** One duty as it stands in a file of this folder. Strict: a field that nobody reads is a mistake. */
export const dutySchema: z.ZodType<Duty> = z
  .strictObject({
    id,
    jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z]{2,3})?$/, 'is a code such as GB or US-CA'),
    regime: id,
    instrument: words,
    provision: words,
    obligated: z.strictObject({
      roles: z.array(z.enum(ROLES)).min(1),
      upwards: z.enum(ROLES).optional(),
      words,
    }),
    recipient: z.strictObject({ kinds: z.array(z.enum(RECIPIENT_KINDS)).min(1), words }),
    trigger: words,
    threshold: z.strictObject({ test, words }),
    stages: z.array(stage).min(1),
    periods: z.literal('reg1182-71').nullable(),
    holidayRule: z.strictObject({ display: words, legalNote: words.nullable() }),
    content: z.array(words),
    exceptions: z.array(z.strictObject({ id: words.nullable(), text: words })),
    confidence: z.enum(CONFIDENCES),
    source: words,
    checked: z.string().regex(/^(\d{4}-\d\d-\d\d|not re-checked)$/, 'is a date, or "not re-checked"'),
    enabled: z.boolean(),
    disabledBecause: words.optional(),
    effectiveFrom: date.optional(),
    effectiveFromWords: words.optional(),
    before: words.optional(),
    status: words.optional(),
    pending: words.optional(),
    lateRule: words.optional(),
    notes: words.optional(),
  })
  .superRefine((duty, context) => {
    for (const { path, message } of contradictions(duty)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });
