import { expect, test } from '@jest/globals';
import { formatDate } from '../../../domain/time/formatDate.ts';

test.each([
  ['2026-11-27', undefined, 'Fri 27 Nov 2026'],
  ['2026-01-01', 'en', 'Thu 1 Jan 2026'],
  ['2028-02-29', 'de', 'Di., 29. Feb. 2028'],
  ['2026-11-27', 'xx', 'Fri, 27 Nov 2026'],
])('%s in %s is "%s"', (date, language, text) => {
  expect(formatDate(date, language)).toBe(text);
});
