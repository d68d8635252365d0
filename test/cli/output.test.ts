import { describe, expect, test } from '@jest/globals';
import { ApiProblem, CliError, errorDocument, errorLines, exitCodeOf } from '../../cli/errors.ts';
import { cleaned, Output } from '../../cli/output.ts';
import { table } from '../../cli/table.ts';
import { dutyTable } from '../../cli/views.ts';
import { duty } from './support.ts';

const refusal = (status: number, errors: { field: string; message: string }[] = []) =>
  new ApiProblem({
    type: '/problems/invalidRequest',
    title: 'Not valid',
    status,
    detail: '/title: is empty',
    errors,
  });

describe('A table', () => {
  test('aligns its columns and leaves no blanks at the end', () => {
    expect(table([['a', 'bb', 'c'], ['ccc', 'd'], []], '  ')).toEqual(['  a    bb  c', '  ccc  d', '']);
  });

  test('does not count colours', () => {
    expect(
      table([
        ['\u001b[31mred\u001b[39m', 'x'],
        ['long', 'y'],
      ])[0],
    ).toBe('\u001b[31mred\u001b[39m   x');
  });
});

describe('The table of duties', () => {
  test('says the time left first and puts what is done last', () => {
    const duties = [
      duty({ id: 'containment', state: 'satisfied', dueAt: '2026-11-25T09:00:00.000Z' }),
      duty({ id: 'individuals', applicability: 'decide', dueAt: '2026-11-28T09:00:00.000Z' }),
      duty({ overdue: true, timeLeft: 'overdue by 5 minutes' }),
    ];
    const lines = dutyTable(new Output(false), duties).map((line) => line.trim().split(/ {2,}/));
    expect(lines.map(([first]) => first)).toEqual([
      'TIME LEFT',
      'OVERDUE BY 5 MINUTES',
      '2 days 23 hours left',
      'done',
    ]);
    expect(lines[2]?.[3]).toBe('open, a person must decide');
  });
});

describe('Text of others', () => {
  test('cannot move the cursor or recolour the terminal', () => {
    expect(cleaned({ title: 'a\u001b[2Jb\u0007\u009b31m', list: ['x\ny\tz\r'], n: 1, none: null })).toEqual({
      title: 'a[2Jb31m',
      list: ['x\ny\tz'],
      n: 1,
      none: null,
    });
  });
});

describe('A failure', () => {
  test('is told as the detail, then each field and its message', () => {
    const errors = [
      { field: '/title', message: 'is empty' },
      { field: '/discoveredAt', message: 'is no instant' },
    ];
    expect(errorLines(refusal(400, errors))).toEqual(['/title: is empty', '  /discoveredAt  is no instant']);
  });

  test.each([
    [refusal(400), 2],
    [refusal(422), 2],
    [refusal(404), 1],
    [refusal(409), 1],
    [refusal(503), 1],
    [new CliError('x'), 1],
    [new CliError('x', 2), 2],
    [new TypeError('x'), 1],
  ])('%s has an exit code', (error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });

  test('is a problem document for programs', () => {
    expect(errorDocument(refusal(400))).toMatchObject({ status: 400, type: '/problems/invalidRequest' });
    expect(errorDocument(new CliError('No.', 2))).toMatchObject({ detail: 'No.', exitCode: 2 });
  });
});
