import { describe, expect, test } from '@jest/globals';
import readExcelFile from 'read-excel-file/node';
import { CAUSES } from '../../domain/facts.ts';
import { registerEntry } from '../../domain/register/entry.ts';
import { OUTCOMES, REGISTER_KINDS } from '../../domain/register/types.ts';
import { toCsv } from '../../templates/documents/csv.ts';
import { toXlsx } from '../../templates/documents/xlsx.ts';
import { COLUMNS } from '../../templates/register/columns.ts';
import { registerMarkdown } from '../../templates/register/document.ts';
import { registerTable } from '../../templates/register/table.ts';
import { registerWords } from '../../templates/register/words.ts';
import { parseCsv } from '../support/csv.ts';
import { AWARE, event, hoursLater, registerInput, submission } from '../support/registerSamples.ts';
import { unzip } from './unzip.ts';

const words = registerWords('en');
const style = { words, timeZone: 'Europe/London' };

describe('the words of the register', () => {
  test.each([
    ['cause', [...CAUSES, 'notYetKnown', 'erased']],
    ['kind', [...REGISTER_KINDS, 'erased']],
    ['outcome', OUTCOMES],
    ['level', ['unlikely', 'likely', 'high', 'undetermined']],
    ['phase', ['initial', 'followUp', 'final', 'withdrawal']],
    ['about', ['duty', 'clock', 'awareness', 'discovery', 'closure', 'reopening', 'report']],
  ])('name every %s', (group, codes) => {
    for (const code of codes) expect(words.word(group, code)).toMatch(/^[a-zA-Z]/);
    const same = codes.filter((code) => words.word(group, code) === code && /[A-Z]/.test(code));
    expect(same).toEqual([]);
  });

  test('label every column, and no other', () => {
    expect(new Set(COLUMNS.map(({ id }) => words.column(id))).size).toBe(COLUMNS.length);
    expect(() => words.column('invented')).toThrow('columns.invented');
  });

  test('leave a code without a word, and a reason without a text, as they are', () => {
    expect(words.word('cause', 'newCause')).toBe('newCause');
    expect(words.why('aReasonOfLongAgo')).toBe('aReasonOfLongAgo');
    expect(words.word('cause', null)).toBe('not yet known');
  });
});

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+44 20', "'+44 20"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\ttab', "'\ttab"],
    ['\ufeff=1+1', "'=1+1"],
    ['\u001b[2J', '[2J'],
    ['a = b', 'a = b'],
    ['\n=1+1', "'\n=1+1"],
    ['\nnext line', "'\nnext line"],
    ['   =1+1', "'   =1+1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠SUM(A1)', "'＠SUM(A1)"],
    ['a "word", and\r\nanother', 'a "word", and\nanother'],
    ['', ''],
  ])('%j reads as %j', (text, expected) => {
    expect(parseCsv(toCsv({ header: ['h', 'i'], rows: [[text, 'x']] }))).toEqual([
      ['h', 'i'],
      [expected, 'x'],
    ]);
  });

  test('has numbers and instants as they are, and ends each row in CRLF', () => {
    expect(toCsv({ header: ['a', 'b', 'c'], rows: [[-5, AWARE, null]] })).toBe(
      'a,b,c\r\n-5,2026-02-03T12:17:00.000Z,\r\n',
    );
  });
});

describe('XLSX', () => {
  const workbook = (cell: string | number | Date | null) =>
    toXlsx({ title: 'A/B: [register] of everything that is long', header: ['h', 'i'], widths: [10, 10], rows: [[cell, 'x']] });

  test.each([['=1+1'], ['text with <angle> & "quotes"'], ['two\nlines'], [5]])('%j comes back as it was', async (cell) => {
    const [sheet] = await readExcelFile(await workbook(cell));
    expect(sheet!.data[1]).toEqual([cell, 'x']);
  });

  test('is well-formed whatever is in a text, and cuts it where Excel does', async () => {
    const files = unzip(await workbook(`\u0000\ud800\u001b[2J${'a'.repeat(40_000)}`));
    const text = files.get('xl/sharedStrings.xml') ?? '';
    expect([...text].filter((letter) => letter < ' ' && !/\s/.test(letter))).toEqual([]);
    // The library leaves out the mark that stands for a broken character.
    expect(/\[2Ja+…/.exec(text)?.[0].length).toBe(32_766);
    expect(files.get('xl/workbook.xml')).toContain('name="A B   register  of everything t"');
  });
}); // prettier-ignore

describe('an entry in words', () => {
  const entry = registerEntry(
    registerInput({
      duties: {
        authority: { state: 'satisfied', satisfiedAt: hoursLater(71), earlierDueAt: hoursLater(70) },
      },
      submissions: [submission({ madeAt: hoursLater(71), reference: 'IC-1', missing: ['33(3)(a)'] })],
      events: [
        event('obligation.decided', {
          data: { obligation: 'individuals', decision: 'required', factsRevision: 2 },
          personal: { by: 'Ada', reason: 'children' },
        }),
      ],
      bundle: {
        id: 'b',
        name: 'Mailing list',
        reason: 'one fault',
        members: [
          { id: 'x', reference: '2026-001' },
          { id: 'y', reference: '2026-009' },
        ],
      },
    }),
  );
  const cells = () => {
    const { header, rows } = registerTable([entry], style);
    return Object.fromEntries(header.map((name, n) => [name, rows[0]![n]]));
  };

  test('says who decided what, when, why and on which facts', () => {
    expect(cells()).toMatchObject({
      Decisions: 'Tue 3 Feb 2026, 12:17 GMT: Tell the people affected: required; Ada; children; on facts revision 2',
      Reports: 'Fri 6 Feb 2026, 11:17 GMT: first report, online form; Ada; IC-1; lacked 33(3)(a)',
      Bundle: 'Mailing list; one fault; reported together with 2026-009',
      'Late against the earlier deadline': 'yes',
      'Reasons for the delay': 'no reasons recorded',
      'Earlier deadline (UTC)': hoursLater(70),
      'People told': 'not yet',
      'Number of people': 120,
      'Measures taken': 'not yet known',
    });
  }); // prettier-ignore

  test('is a section whose texts are text', () => {
    const hostile = { ...entry, title: '# <script>', description: '- one\n> two' };
    const text = registerMarkdown([hostile], { organisation: 'School', madeAt: AWARE, year: null }, style);
    expect(text).toContain('## 2026-001 · \\# \\<script>');
    expect(text).toContain('> \\- one\\\n> \\> two');
  });

  test('there may be none', () => {
    const text = registerMarkdown([], { organisation: 'School', madeAt: AWARE, year: 2026 }, style);
    expect(text).toContain('There is no entry.');
    expect(registerTable([], style).rows).toEqual([]);
  });
});
