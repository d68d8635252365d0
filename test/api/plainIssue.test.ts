import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { plainIssue } from '../../api/plainIssue.ts';
import { instantIn } from '../../api/schemas/common.ts';
import { statisticsQuery } from '../../api/schemas/statistics.ts';

const said = (schema: z.ZodType, value: unknown): string =>
  plainIssue(schema.safeParse(value).error?.issues[0]?.message ?? 'fits');

test.each([
  [z.string(), undefined, 'is missing'],
  [z.string(), 3, 'must be text, not a number'],
  [z.boolean(), 'yes', 'must be true or false, not text'],
  [z.string().min(1), '', 'must not be empty'],
  [z.string().max(3), 'four', 'is too long; at most 3 characters'],
  [z.array(z.string()).min(1), [], 'needs at least 1 of them'],
  [z.number().min(1), 0, 'must be at least 1'],
  [z.number().max(5), 9, 'must be at most 5'],
  [z.enum(['yes', 'no']), 'maybe', 'must be one of: yes, no'],
  [z.strictObject({}), { titel: 'x' }, 'has no field "titel"; look for a slip in the name'],
  [z.uuid(), 'x', 'is no id'],
  [instantIn, '2026', 'is no time; write it like 2026-11-27T14:05Z'],
  [statisticsQuery.shape.from, 'May', 'is no day and no time; write it like 2026-01-01 or 2026-01-01T09:00Z'],
])('what a schema says is a plain sentence: %#', (schema, value, sentence) => {
  expect(said(schema, value)).toBe(sentence);
});

test('a sentence that somebody wrote stays', () => {
  expect(plainIssue('two tracks have the same id')).toBe('two tracks have the same id');
});
