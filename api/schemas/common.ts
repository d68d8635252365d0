import { z } from 'zod';

export const uuid = z.uuid();
/** An instant going in: ISO 8601; without an offset it is read on the organisation's clock. */
export const instantIn = z
  .string()
  .min(10)
  .max(40)
  .describe('ISO 8601, e.g. 2026-11-27T14:05Z; without an offset it is local time of the organisation');
/** An instant coming out: UTC, ending in Z. */
export const instantOut = z.string().describe('ISO 8601 in UTC');
export const person = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('Name of the person who acts, for the record');
export const reason = z.string().trim().min(3, 'say why, in a few words').max(5_000);

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457 problem document');

/** The answers that every authenticated route can give besides its own. */
export const problems = {
  400: problemSchema,
  401: problemSchema,
  403: problemSchema,
  404: problemSchema,
  429: problemSchema,
  500: problemSchema,
  503: problemSchema,
};
export const changeProblems = {
  ...problems,
  409: problemSchema,
  413: problemSchema,
  415: problemSchema,
  422: problemSchema,
};
