import { z } from 'zod';
import { factsSchema } from '../../domain/facts.ts';
import { RESULTS } from '../../domain/interview/index.ts';
import { instantOut, person } from './common.ts';
import { assessmentView } from './law.ts';

const answer = z
  .union([z.boolean(), z.number(), z.string().max(2_000), z.array(z.string().max(80)).max(100), z.null()])
  .describe('null is "not yet known" and never means "no"');
const answers = z.record(z.string().max(60), answer).describe('By the id of the question');

export const interviewSchema = z.strictObject({ role: factsSchema.shape.role, answers: answers.default({}) });

export const interviewAnswersSchema = z.strictObject({
  revision: z.number().int().min(1).describe('The revision that was read; 409 when it has moved on'),
  answers,
  by: person.optional(),
});

const question = z.object({
  id: z.string(),
  fact: z
    .string()
    .nullable()
    .describe('The fact that it fills; null: contained, which is no fact of a track'),
  kind: z.enum(['yesNo', 'choice', 'several', 'number', 'text']),
  article: z.string(),
  text: z.string(),
  help: z.string(),
  choices: z.array(z.object({ value: z.string(), text: z.string() })),
});

const outcome = z.object({
  result: z.enum(RESULTS),
  text: z.string(),
  help: z.string(),
  likelihood: z
    .enum(['likely', 'neither', 'unlikely'])
    .nullable()
    .describe('Of a risk to people, in the words of the ICO; null where none is assessed'),
  toDecide: z.array(z.string()).describe('Duties that are left to a person; each stands until then'),
  assessment: assessmentView.shape.tracks.element.omit({ track: true, label: true, role: true }),
});

export const interviewView = z.object({
  next: question.nullable().describe('null when nothing is left to ask'),
  contained: z.boolean().nullable().describe('null is "not yet known"; of an incident: as recorded'),
  facts: factsSchema,
  outcome,
});

export const trackInterviewView = interviewView.extend({
  revision: z.number(),
  answers: z.array(
    question.extend({
      answer,
      display: z.string(),
      answeredBy: z.string().nullable().describe('null where the fact came from elsewhere'),
      answeredAt: instantOut.nullable(),
    }),
  ),
});

export const interviewQuestionsView = z.object({
  questions: z.array(question.extend({ roles: z.array(factsSchema.shape.role) })),
  results: z.array(z.object({ result: z.enum(RESULTS), text: z.string(), help: z.string() })),
});
