import { z } from 'zod';
import { factsSchema } from '../../domain/facts.ts';
import { RESULTS } from '../../domain/interview/index.ts';
import { person } from './common.ts';
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
  fact: z.string().describe('The fact that it fills'),
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
  toDecide: z.array(z.string()).describe('Duties that are left to a person; each stands until then'),
  assessment: assessmentView.shape.tracks.element.omit({ track: true, label: true, role: true }),
});

export const interviewView = z.object({
  next: question.nullable().describe('null when nothing is left to ask'),
  facts: factsSchema,
  outcome,
});

export const trackInterviewView = interviewView.extend({
  revision: z.number(),
  answers: z.array(question.extend({ answer, display: z.string() })),
});
