import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Ran, tocsin } from './support.ts';

const BIN = fileURLToPath(new URL('../../bin/tocsin', import.meta.url));

/** Without a server, a database, a key or a terminal. */
const run = (line: string): Promise<Ran> => tocsin(line.split(' '), { env: { TOCSIN_API_KEY: '' } });

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of a command
type Loose = Record<string, any>;

async function answer<T = Loose>(line: string): Promise<T> {
  const { code, stdout, stderr } = await run(line);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

/** The problem document (RFC 9457) of bad input. */
async function problem(line: string): Promise<Loose> {
  const { code, stdout, stderr } = await run(line);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const document = JSON.parse(stderr) as Loose;
  expect(document).toMatchObject({
    type: expect.stringMatching(/^\/problems\//),
    title: expect.any(String),
    status: 400,
    detail: expect.any(String),
  });
  return document;
}

describe('clock', () => {
  test.each([
    [
      'Tuesday in winter',
      '2026-11-24T12:17',
      'Europe/London',
      'Fri 27 Nov 2026, 12:17 GMT',
      '2026-11-27T12:17',
      '2026-11-27T13:00',
    ],
    [
      'Friday at a full hour',
      '2026-11-27T10:00:00',
      'Europe/London',
      'Mon 30 Nov 2026, 10:00 GMT',
      '2026-11-30T10:00',
      '2026-11-30T11:00',
    ],
    [
      'the published example',
      '2020-12-22T12:17',
      'Europe/Berlin',
      'Fri 25 Dec 2020, 12:17 CET',
      '2020-12-25T11:17',
      '2020-12-25T12:00',
    ],
    [
      'the published example, late in the hour',
      '2020-12-22T12:59',
      'Europe/Berlin',
      'Fri 25 Dec 2020, 12:59 CET',
      '2020-12-25T11:59',
      '2020-12-25T12:00',
    ],
    [
      'to Easter Day',
      '2026-04-02T18:05',
      'Europe/London',
      'Sun 5 Apr 2026, 18:05 BST',
      '2026-04-05T17:05',
      '2026-04-05T18:00',
    ],
    [
      'over the clock change of spring',
      '2026-03-27T16:30',
      'Europe/London',
      'Mon 30 Mar 2026, 17:30 BST',
      '2026-03-30T16:30',
      '2026-03-30T17:00',
    ],
    [
      'over the clock change of autumn',
      '2026-10-23T16:30',
      'Europe/London',
      'Mon 26 Oct 2026, 15:30 GMT',
      '2026-10-26T15:30',
      '2026-10-26T16:00',
    ],
    [
      'in a zone between the hours',
      '2026-11-24T12:17',
      'Asia/Kolkata',
      'Fri 27 Nov 2026, 12:17 UTC+05:30',
      '2026-11-27T06:47',
      '2026-11-27T07:30',
    ],
  ])('regulatory.md §4.3: %s', async (_name, aware, zone, local, due, outer) => {
    const { authority } = await answer(`clock --json --aware ${aware} --tz ${zone}`);
    expect(authority).toEqual({
      dueAt: `${due}:00.000Z`,
      local,
      outerLimitAt: `${outer}:00.000Z`,
    });
  });

  test('says exactly what the contract says; containment runs from discovery', async () => {
    const times = '--discovered 2026-03-28T02:00+01:00 --aware 2026-03-28T12:17Z';
    expect(await answer(`clock --json ${times}`)).toEqual({
      containment: { dueAt: '2026-03-29T01:00:00.000Z', local: 'Sun 29 Mar 2026, 02:00 BST' },
      authority: {
        dueAt: '2026-03-31T12:17:00.000Z',
        local: 'Tue 31 Mar 2026, 13:17 BST',
        outerLimitAt: '2026-03-31T13:00:00.000Z',
      },
    });
  });

  test('without discovery, containment runs from awareness', async () => {
    const { containment } = await answer('clock --json --aware 2026-11-24T12:17Z');
    expect(containment).toEqual({ dueAt: '2026-11-25T12:17:00.000Z', local: 'Wed 25 Nov 2026, 12:17 GMT' });
  });

  test('a time with an offset is shown in the zone that was asked for', async () => {
    const { authority } = await answer('clock --json --aware 2026-11-24T12:17Z --tz America/New_York');
    expect(authority.local).toBe('Fri 27 Nov 2026, 07:17 EST');
  });

  test('--json stands before or after the command', async () => {
    const [before, after] = await Promise.all([
      answer('--json clock --aware 2026-11-24T12:17Z'),
      answer('clock --aware 2026-11-24T12:17Z --json'),
    ]);
    expect(before).toEqual(after);
  });

  test('without --json a person can read it, and it says on what it depends', async () => {
    const { code, stdout } = await run('clock --aware 2026-11-24T12:17Z');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Contain by +Wed 25 Nov 2026, 12:17 GMT/);
    expect(stdout).toMatch(/Tell the ICO by +Fri 27 Nov 2026, 12:17 GMT.*Art\. 33\(1\)/);
    expect(stdout).toMatch(/for information: Reg\. 1182\/71/);
    expect(stdout).toContain('If the times of discovery and awareness are right.');
  });

  test('a local time that exists twice is refused with both readings', async () => {
    const document = await problem('clock --json --aware 2026-10-25T01:30 --tz Europe/London');
    expect(document).toMatchObject({
      code: 'timeAmbiguous',
      readings: ['2026-10-25T01:30:00+01:00', '2026-10-25T01:30:00+00:00'],
      errors: [{ field: 'aware' }],
    });
    for (const reading of document.readings) expect(document.detail).toContain(reading);
  });

  test('a local time that does not exist is refused with both readings', async () => {
    const line = '--discovered 2026-03-29T01:30 --aware 2026-03-29T12:00';
    expect(await problem(`clock --json ${line} --tz Europe/London`)).toMatchObject({
      code: 'timeMissing',
      readings: ['2026-03-29T00:30:00+00:00', '2026-03-29T02:30:00+01:00'],
      errors: [{ field: 'discovered' }],
    });
  });

  test.each([
    ['nothing', '', 'aware', undefined],
    ['a time without offset or zone', '--aware 2026-11-24T12:17', 'aware', 'timeZoneNeeded'],
    ['a day without a time', '--aware 2026-11-24 --tz UTC', 'aware', 'timeFormat'],
    ['a day that does not exist', '--aware 2026-02-30T12:00Z', 'aware', 'timeImpossible'],
    ['words', '--aware now', 'aware', 'timeFormat'],
    ['a zone that does not exist', '--aware 2026-11-24T12:17Z --tz Mars/Base', 'tz', 'timeZoneUnknown'],
    [
      'awareness before discovery',
      '--discovered 2026-11-24T13:00Z --aware 2026-11-24T12:00Z',
      'aware',
      undefined,
    ],
    ['an option that does not exist', '--aware 2026-11-24T12:17Z --when now', 'when', undefined],
    ['an option without its value', '--aware', 'aware', undefined],
  ])('%s is refused', async (_name, options, field, code) => {
    const document = await problem(`clock --json ${options}`.trim());
    expect(document.errors).toMatchObject([{ field }]);
    expect(document.code).toBe(code);
  });
});

describe('working-days', () => {
  test.each([
    ['an ordinary week', '2026-11-23T09:00', 3, 'england-and-wales', '2026-11-26', '2026-11-27T00:00'],
    ['over Easter in England', '2026-04-02T10:00Z', 2, 'england-and-wales', '2026-04-08', '2026-04-08T23:00'],
    ['over Easter in Scotland', '2026-04-02T10:00Z', 2, 'scotland', '2026-04-07', '2026-04-07T23:00'],
    ['over Christmas', '2026-12-24T10:00Z', 1, 'northern-ireland', '2026-12-29', '2026-12-30T00:00'],
    ['a one-off day in Scotland', '2026-06-12T10:00', 1, 'scotland', '2026-06-16', '2026-06-16T23:00'],
    ['the same day in England', '2026-06-12T10:00', 1, 'england-and-wales', '2026-06-15', '2026-06-15T23:00'],
    [
      'the local day, not the UTC day',
      '2026-06-08T23:30Z',
      1,
      'england-and-wales',
      '2026-06-10',
      '2026-06-10T23:00',
    ],
    [
      'over the clock change of spring',
      '2026-03-27T10:00Z',
      1,
      'england-and-wales',
      '2026-03-30',
      '2026-03-30T23:00',
    ],
    [
      'over the clock change of autumn',
      '2026-10-23T10:00',
      1,
      'england-and-wales',
      '2026-10-26',
      '2026-10-27T00:00',
    ],
  ])('%s', async (_name, from, days, division, dueDate, endsAt) => {
    const line = `working-days --json --from ${from} --days ${days} --division ${division}`;
    expect(await answer(line)).toEqual({ dueDate, endsAt: `${endsAt}:00.000Z` });
  });

  test('without --json a person can read it', async () => {
    const { stdout } = await run('working-days --from 2026-11-24T10:00 --days 1 --division scotland');
    expect(stdout).toContain('2026-11-25, until Thu 26 Nov 2026, 00:00 GMT\n1 working day in scotland after');
  });

  const good = { from: '2026-11-23T09:00Z', days: '3', division: 'scotland' };
  test.each([
    ['no start', { from: undefined }, 'from', undefined],
    ['no number', { days: undefined }, 'days', undefined],
    ['no division', { division: undefined }, 'division', undefined],
    ['another division', { division: 'wales' }, 'division', undefined],
    ['half a day', { days: '1.5' }, 'days', undefined],
    ['days of the past', { days: '-1' }, 'days', undefined],
    ['no day', { days: '0' }, undefined, 'workingDaysInvalid'],
    ['a year beyond the table', { from: '2027-12-30T09:00Z' }, undefined, 'workingDaysYearUnknown'],
    ['a time that exists twice', { from: '2026-10-25T01:30' }, 'from', 'timeAmbiguous'],
    ['a time that does not exist', { from: '2026-03-29T01:30' }, 'from', 'timeMissing'],
  ])('%s is refused', async (_name, change, field, code) => {
    const options = Object.entries({ ...good, ...change }).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${value}`],
    );
    const document = await problem(`working-days --json ${options.join(' ')}`);
    expect(document.errors).toMatchObject(field ? [{ field }] : []);
    expect(document.code).toBe(code);
  });
});

describe('regimes', () => {
  interface Row {
    id: string;
    jurisdiction: string;
    on: boolean;
    because: string | null;
    stages: { id: string; towards: string[]; when: string; from: string }[];
  }

  test('lists all 57 duties: who, towards whom, when, from what, on or off', async () => {
    const rows = await answer<Row[]>('regimes --json --on 2026-11-25');
    expect(rows).toHaveLength(57);
    expect(rows[0]).toMatchObject({
      id: 'uk-gdpr-33-1',
      jurisdiction: 'GB',
      obligated: 'controller',
      recipient: 'Information Commissioner (ICO)',
      stages: [
        { towards: ['authority'], when: '72 hours', from: 'aware' },
        { when: 'in phases, without undue further delay', from: 'initial notification' },
      ],
      on: true,
      because: null,
    });
    const off = rows.filter(({ on }) => !on).map(({ id }) => id);
    expect(off.sort()).toEqual([
      'in-dpdp-rule7-board',
      'in-dpdp-rule7-principals',
      'uk-csr-bill',
      'us-circia',
    ]);
  });

  test('what takes effect later is off until then', async () => {
    const rows = await answer<Row[]>('--json regimes eu-cra --on 2026-09-10');
    expect(rows.map(({ on, because }) => [on, because])).toEqual([
      [false, 'takes effect on 2026-09-11'],
      [false, 'takes effect on 2026-09-11'],
    ]);
  });

  test('lists one jurisdiction', async () => {
    const rows = await answer<Row[]>('regimes --json us-ca');
    expect(rows.map(({ id }) => id)).toEqual(['us-ca-1798-82', 'us-ca-1798-82b']);
  });

  test('explains one duty in full', async () => {
    expect(await answer('regimes eu-dora-19 --json')).toMatchObject({
      id: 'eu-dora-19',
      threshold: { words: 'major ICT-related incident (Del Reg 2024/1772)' },
      checked: '2026-11-23',
      confidence: 'high',
      on: true,
    });
    const { stdout } = await run('regimes eu-dora-19');
    expect(stdout).toMatch(/initial: 4 hours, from: classified as major/);
    expect(stdout).toMatch(/never later than 24 hours from: aware/);
    expect(stdout).toMatch(/Source +seen: springlex\.eu/);
    expect(stdout).toMatch(/Checked +2026-11-23/);
  });

  test.each([
    ['uk-csr-bill', /State +off: not in force as far as seen: a Bill/],
    ['us-hipaa-hhs-small', /at most 499 people/],
    ['sg-pdpa-26d', /a person decides, and \(if serious harm is likely, or at least 500 people\)/],
    ['za-popia-22', /a processor tells only those for whom it works/],
    ['uk-gdpr-34', /34\(3\)\(b\): subsequent measures/],
    ['uk-pecr-5a', /Before +24 h initial/],
    ['us-ca-1798-82b', /Checked +not re-checked/],
    ['uk-gdpr-33-2', /no number in the text: the organisation’s own target runs/],
    ['ca-pipeda-10-3', /record: keep for 24 months/],
  ])('explains %s so that a person can read it', async (id, words) => {
    expect((await run(`regimes ${id}`)).stdout).toMatch(words);
  });

  test('the list can be read, and says why something is off', async () => {
    const { stdout } = await run('regimes IN');
    expect(stdout).toMatch(/^in-certin-6h +IN +on +authority +6 hours +noticed/m);
    expect(stdout).toContain('in-dpdp-rule7-board is off: not in force before 13 or 14 May 2027.');
  });

  test('what does not exist is refused with what does', async () => {
    const { detail, errors } = await problem('regimes UK --json');
    expect(errors).toMatchObject([{ field: 'name' }]);
    expect(detail).toMatch(/did you mean .*GB/);
    expect((await problem('regimes --json --on 2026-02-30')).errors).toMatchObject([{ field: 'on' }]);
  });

  test('without --json a refusal is a sentence', async () => {
    const { code, stdout, stderr } = await run('regimes Freedonia');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no jurisdiction, regime or duty "Freedonia"; did you mean GB, /);
  });
});

test('bin/tocsin itself answers and refuses', async () => {
  const [good, bad] = await Promise.all([
    bin(['clock', '--json', '--aware', '2026-11-24T12:17Z']),
    bin(['clock', '--json', '--aware', '2026-11-24T12:17']),
  ]);
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(good.stdout).authority.dueAt).toBe('2026-11-27T12:17:00.000Z');
  expect(bad).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(bad.stderr)).toMatchObject({ status: 400, code: 'timeZoneNeeded' });
});

function bin(args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
