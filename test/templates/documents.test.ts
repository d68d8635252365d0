import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { toDocx, toHtml, toPdf, toPdfApart, toText } from '../../templates/documents/index.ts';
import type { DocumentOptions } from '../../templates/documents/options.ts';
import { calendarEvent, renderSheet, sheetPdf } from '../../templates/sheet.ts';
import { OBLIGATION_KINDS } from '../../templates/types.ts';
import { at, sheetInput } from './samples.ts';
import { unzip } from './unzip.ts';

const MARKDOWN = `# Report & more

Words in **bold**, *slanted*, with a [link](https://tocsin.example/x) and ŵ ŷ Ŵ Ŷ.

## First section

1. one
2. two

- a
- b

> Quoted\\
> on two lines

| Left | Right |
| --- | --- |
| cell | <b>raw</b> |
`;

const options: DocumentOptions = {
  title: 'Report of a breach: INC-1',
  language: 'cy',
  watermark: ['DRILL', 'DRAFT'],
  footer: 'INC-1 · version 2',
  createdAt: at('2026-11-24T10:00:00Z'),
};
const plainOptions = { ...options, watermark: [] };

/** The objects of a PDF as text: those in the clear, and its compressed streams. */
function pdfText(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(({ 1: body = '' }) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return `${raw}\n${streams.join('\n')}`;
}

const utf16 = (text: string): string => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1');
const pages = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

test('a PDF that cannot be drawn in its thread is an error, and the next one is drawn', async () => {
  await expect(toPdfApart(MARKDOWN, { ...plainOptions, watermark: null as never })).rejects.toThrow();
  expect((await toPdfApart(MARKDOWN, plainOptions)).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a PDF that nobody waits for any more is not drawn on, and the next one is', async () => {
  const gone = new AbortController();
  const long = 'A long line of text. '.repeat(20_000);
  const drawing = toPdfApart(long, plainOptions, gone.signal);
  const queued = toPdfApart(MARKDOWN, plainOptions, AbortSignal.abort());
  const next = toPdfApart(MARKDOWN, plainOptions);
  setImmediate(() => gone.abort());
  await expect(drawing).rejects.toThrow('abort');
  await expect(queued).rejects.toThrow('abort');
  expect((await next).subarray(0, 5).toString()).toBe('%PDF-');
});

describe('a PDF', () => {
  let pdf: Buffer;
  let text: string;
  beforeAll(async () => {
    pdf = await toPdf(MARKDOWN, options);
    text = pdfText(pdf);
  });

  test('is tagged, with its language and its title shown', () => {
    expect(text).toMatch(/\/MarkInfo/);
    expect(text).toMatch(/\/Marked true/);
    expect(text).toMatch(/\/Lang \(cy\)/);
    expect(text).toMatch(/\/DisplayDocTitle true/);
    expect(text.includes(options.title) || text.includes(utf16(options.title))).toBe(true);
    expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>');
  });

  test('has one Document element that holds headings, paragraphs, lists, quotations and tables', () => {
    for (const type of [
      'Document',
      'H1',
      'H2',
      'P',
      'L',
      'LI',
      'Lbl',
      'LBody',
      'BlockQuote',
      'Table',
      'TR',
      'TH',
      'TD',
    ])
      expect(text).toContain(`/S /${type}\n`);
    expect(text.match(/\/S \/Document\n/g)).toHaveLength(1);
    expect(text).toContain('/Scope /Column');
  });

  test('has a bookmark for each section', () => {
    expect(text).toMatch(/\/Outlines/);
    expect(text).toMatch(/\/Title \(First section\)/);
  });

  test('embeds its fonts', () => {
    expect(text.match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain('/BaseFont /Helvetica');
  });

  test('carries its marks as artifacts on every page, and none where there is none', async () => {
    const long = `${MARKDOWN}\n${'A paragraph of words. '.repeat(40)}\n\n`.repeat(6);
    const marked = await toPdf(long, options);
    const unmarked = await toPdf(long, plainOptions);
    const count = (one: Buffer) => pdfText(one).match(/\/Artifact <<\n\/Type \/Pagination/g)?.length ?? 0;
    expect(pages(marked)).toBeGreaterThan(2);
    expect(count(marked)).toBe(2 * pages(marked));
    expect(count(unmarked)).toBe(pages(unmarked));
  });

  test('has the same bytes for the same content', async () => {
    expect((await toPdf(MARKDOWN, options)).equals(pdf)).toBe(true);
    expect((await toPdfApart(MARKDOWN, options)).equals(pdf)).toBe(true);
  });

  test('takes a text of many pages and a word wider than a line', async () => {
    const words = `> ${'word '.repeat(4000)}${'x'.repeat(4000)}\n\n| A | B |\n| --- | --- |\n${'| a | b |\n'.repeat(120)}`;
    expect(pages(await toPdf(words, options))).toBeGreaterThan(6);
  });
});

describe('a DOCX', () => {
  test('unzips, with its text, headings, table, language, title and marks', async () => {
    const files = unzip(await toDocx(MARKDOWN, options));
    const document = files.get('word/document.xml') ?? '';
    const words = document.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
    expect(words).toContain('Report &amp; more');
    expect(words).toContain('ŵ ŷ Ŵ Ŷ');
    expect(words).toContain('link (https://tocsin.example/x)');
    expect(words).toContain('&lt;b&gt;raw&lt;/b&gt;');
    expect(document).toMatch(/<w:pStyle w:val="Heading1"\/>/);
    expect(document).toMatch(/<w:tblHeader\/>/);
    expect(document).toMatch(/<w:numPr>/);
    expect(files.get('word/styles.xml')).toMatch(/<w:lang w:val="cy-GB"/);
    expect(files.get('docProps/core.xml')).toContain(options.title);
    expect(files.get('word/header1.xml')).toContain('DRILL · DRAFT');
    expect(files.get('word/footer1.xml')).toContain('NUMPAGES');
  });

  test('has no header where there is no mark', async () => {
    expect(unzip(await toDocx(MARKDOWN, plainOptions)).has('word/header1.xml')).toBe(false);
  });
});

describe('HTML and plain text', () => {
  test('HTML has language, title and marks, and raw HTML in the source is text', () => {
    const html = toHtml(MARKDOWN, options);
    expect(html).toContain('<html lang="cy">');
    expect(html).toContain('<title>Report of a breach: INC-1</title>');
    expect(html.match(/DRILL · DRAFT/g)).toHaveLength(2);
    expect(html).not.toContain('<b>raw');
    expect(toHtml(MARKDOWN, plainOptions)).not.toMatch(/DRILL|DRAFT/);
  });

  test('plain text keeps order, lists, line breaks and addresses', () => {
    const text = toText(MARKDOWN);
    expect(text).toContain('1. one\n2. two');
    expect(text).toContain('- a\n- b');
    expect(text).toContain('  Quoted\n  on two lines');
    expect(text).toContain('https://tocsin.example/x');
    expect(text).toContain('cell | <b>raw</b>');
  });
});

describe('the sheet', () => {
  test('fits on one page at its fullest', async () => {
    const long = sheetInput({
      organisation: 'The Very Long Name of an Organisation That Keeps Data '.repeat(3),
      title: 'word '.repeat(60),
      people: Array.from({ length: 8 }, () => ({
        name: 'A name of many words '.repeat(5),
        phone: '+44 7700 900123',
        email: `${'long'.repeat(15)}@harmony.example`,
      })),
    });
    expect(pages(await sheetPdf(long, 'en', at('2026-11-24T10:05:00Z')))).toBe(1);
    expect(pages(await sheetPdf(sheetInput(), 'en', at('2026-11-24T10:05:00Z')))).toBe(1);
  });

  test('says what is due when, whom to call and what to write down', () => {
    const { markdown, title } = renderSheet(sheetInput(), 'cy');
    for (const part of [
      'Notify the ICO',
      'Fri 27 Nov 2026, 10:00 GMT',
      'Person 0',
      '0303 123 1113',
      'What to write down',
      'call 999',
    ])
      expect(markdown).toContain(part);
    expect(`${title}${markdown}`).not.toMatch(/drill/i);
  });

  test('of a processor alone says nothing of the ICO helpline', () => {
    expect(renderSheet(sheetInput({ showIco: false }), 'en').markdown).not.toContain('0303');
  });

  test('of a drill says so in its title', () => {
    expect(renderSheet(sheetInput({ drill: true }), 'en').title).toBe('DRILL: Breach sheet INC-2026-0001');
  });
});

test.each(OBLIGATION_KINDS)('the calendar entry for "%s" has a summary and a description', (obligation) => {
  const input = {
    organisation: 'School',
    reference: 'INC-1',
    drill: false,
    obligation,
    fromAwareness: true,
    dueLocal: 'Fri',
    basis: 'Art. 33',
    ownTarget: true,
    qualifier: 'without undue delay',
  };
  const { summary, description } = calendarEvent(input, 'en');
  expect(summary).toMatch(/^[A-Z].+ \(INC-1\)$/);
  expect(description).toContain('Due Fri');
  expect(description).toContain('Art. 33: without undue delay. This time is your own target.');
  expect(calendarEvent({ ...input, drill: true }, 'en').summary).toMatch(/^DRILL: /);
});
