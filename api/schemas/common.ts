import { z } from 'zod';

export const uuid = z.uuid();
/** An instant going in: ISO 8601; without an offset it is read on the organisation's clock. */
export const instantIn = z
  .string()
  .min(10, 'is no time; write it like 2026-11-27T14:05Z')
  .max(40, 'is no time; write it like 2026-11-27T14:05Z')
  .describe('ISO 8601, e.g. 2026-11-27T14:05Z; without an offset it is local time of the organisation');
/** An instant coming out: UTC, ending in Z. */
export const instantOut = z.string().describe('ISO 8601 in UTC');
export const person = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe('Name of the person who acts, for the record');
export const seenRevision = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('The revision of the incident that the person saw; 409 when it has moved on');
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

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** The answers that every authenticated route can give besides its own. */
export const problems = {
  400: problem('The request is not valid'),
  401: problem('A valid API key is needed'),
  403: problem('The API key does not have the scope'),
  404: problem('There is no such thing here'),
  410: problem('Its key was erased'),
  429: problem('Too many requests'),
  500: problem('Tocsin failed; nothing of this request was kept'),
  503: problem('The database cannot be reached'),
};
export const changeProblems = {
  ...problems,
  409: problem('The state of things does not allow it, or somebody else changed it first'),
  413: problem('The request is too large'),
  415: problem('The body must be JSON'),
  422: problem('A reason is needed, or the Idempotency-Key belongs to another request'),
};

const LOCATION = { type: 'string', format: 'uri-reference', description: 'Where the new thing is' } as const;

/** An answer 201, which says in a header where the new thing is. */
export const created = <T extends z.ZodType>(schema: T) => ({
  description: 'Created',
  headers: { location: LOCATION },
  content: { 'application/json': { schema } },
});

/** What a document is inside: text, JSON, or bytes. */
function contentOf(type: string): Record<string, string> {
  if (type.startsWith('text/')) return { type: 'string' };
  return type.startsWith('application/json') ? { type: 'object' } : { type: 'string', format: 'binary' };
}

/** A document that is sent as it is, under its own content type. */
export const document = (type: string) => ({
  description: 'The document',
  content: {
    [type.split(';', 1)[0] ?? type]: { schema: z.custom<Buffer | string>().meta(contentOf(type)) },
  },
});
