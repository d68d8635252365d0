import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseMarkdown, plain } from '../../templates/documents/markdown.ts';
import { clean, markdownLine, markdownQuote, subjectLine } from '../../templates/escape.ts';

const hostile = fc.string({
  unit: fc.constantFrom(...'\\`*_[](){}<>#+-=.!|~&:;@"\'/ \n\t1a0x', '&amp;', 'http://a.b', '    '),
});
const squeezed = (value: string): string => clean(value).replace(/\s+/g, ' ').trim();

test('an escaped line is one paragraph of plain text that shows exactly the value', () => {
  fc.assert(
    fc.property(hostile, (value) => {
      const { children } = parseMarkdown(markdownLine(value));
      const expected = squeezed(value);
      expect(children.length).toBe(expected === '' ? 0 : 1);
      if (expected === '') return;
      expect(children[0]?.type).toBe('paragraph');
      expect(
        (children[0] as { children: { type: string }[] }).children.every((node) => node.type === 'text'),
      ).toBe(true);
      expect(plain(children[0])).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test('an escaped value stays in its table cell', () => {
  fc.assert(
    fc.property(hostile, (value) => {
      const [table, ...rest] = parseMarkdown(
        `| A | B |\n| --- | --- |\n| ${markdownLine(value)} | end |\n`,
      ).children;
      expect(rest).toEqual([]);
      const cells = (table as unknown as { children: { children: unknown[] }[] }).children[1]?.children ?? [];
      expect(cells.map(plain)).toEqual([squeezed(value), 'end']);
    }),
    { numRuns: 500 },
  );
});

test('a quotation holds paragraphs and line breaks and nothing else', () => {
  fc.assert(
    fc.property(hostile, (value) => {
      const { children } = parseMarkdown(`before\n\n${markdownQuote(value)}\n\nafter`);
      expect(children.map((node) => node.type)).toEqual(['paragraph', 'blockquote', 'paragraph']);
      const inside = (children[1] as { children: { type: string; children: { type: string }[] }[] }).children;
      expect(inside.every((node) => node.type === 'paragraph')).toBe(true);
      expect(
        inside.flatMap((node) => node.children).every((node) => ['text', 'break'].includes(node.type)),
      ).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('marks that reverse or hide text are taken out', () => {
  expect(markdownLine('abc\u202Etxt.exe\u0000\u2066')).toBe('abctxt.exe');
});

test('a subject is cut by characters, never inside one', () => {
  expect(subjectLine('😀'.repeat(200))).toBe(`${'😀'.repeat(149)}…`);
});
