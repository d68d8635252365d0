import { expect, it } from '@jest/globals';
import { QUESTIONS, RESULTS } from '../../domain/interview/index.ts';
import { read } from './files.ts';

const page = read('docs/interview.md');

it('docs/interview.md lists every question with its fact, in order, and every end', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| `([\w.]+)` \|/gm)].map(([, id, path]) => [id, path]);
  expect(rows).toEqual(QUESTIONS.map(({ id, path }) => [id, path]));
  for (const result of RESULTS) expect(page).toContain(`| \`${result}\` |`);
});
