import { describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import { PROBLEMS } from '../../api/problems.ts';
import { filesBelow, read } from './files.ts';

const codes = Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[];

describe('the pages about problems', () => {
  it('exist for every code and for nothing else', () => {
    const pages = filesBelow('docs/problems').map((path) => basename(path, '.md'));
    expect(pages.sort()).toEqual([...codes].sort());
  });

  it.each(codes)('say what %s means, why, and what to do', (code) => {
    const page = read(`docs/problems/${code}.md`);
    expect(page.split('\n', 1)[0]).toBe(`# ${PROBLEMS[code].title}`);
    expect(page.match(/^## .+$/gm)).toEqual(['## What it means', '## Why', '## What to do', '## Example']);
  });

  it.each(codes)('show a document of %s as the API sends it', (code) => {
    const { status, title } = PROBLEMS[code];
    const [, json = ''] = /```json\n([\s\S]+?)\n```/.exec(read(`docs/problems/${code}.md`)) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      type: `/problems/${code}`,
      title,
      status,
      detail: expect.any(String),
      instance: expect.stringMatching(/^\//),
    });
  });
});
