import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { duty, entry, fakeApi, ID, incident, problem, tocsin } from './support.ts';

let api: Awaited<ReturnType<typeof fakeApi>>;
let cwd: string;
const run = (...args: string[]) => tocsin(args, { cwd, env: { TOCSIN_API_URL: api.apiUrl } });
const sent = (method: string) => api.requests.find((request) => request.method === method);

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tocsin-cwd-'));
});
afterEach(async () => {
  await api.close();
  rmSync(cwd, { recursive: true });
});

describe('tocsin declare', () => {
  const declared = incident({ warnings: [{ code: 'noOutwardChannel', text: 'Nobody will be reached.' }] });

  test('prints the deadlines, warns loudly, and saves the calendar and the sheet', async () => {
    api = await fakeApi({
      'POST /v1/incidents': declared,
      [`GET /v1/incidents/${ID}/calendar.ics`]: { status: 200, body: 'BEGIN:VCALENDAR' },
      [`GET /v1/incidents/${ID}/sheet.pdf`]: { status: 200, body: '%PDF-1.7' },
    });
    const { code, stdout, stderr } = await run(
      'declare',
      '--title',
      'Lost laptop',
      '--discovered',
      'now',
      '--danger',
      'no',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('2 days 23 hours left  Fri 27 Nov 2026, 09:00 GMT  Notify the ICO (authority)');
    expect(stderr).toContain('!!! WARNING: Nobody will be reached.');
    expect(readFileSync(join(cwd, 'tocsin-2026-001', 'calendar.ics'), 'utf8')).toBe('BEGIN:VCALENDAR');
    expect(readFileSync(join(cwd, 'tocsin-2026-001', 'sheet.pdf'), 'utf8')).toBe('%PDF-1.7');
    expect(sent('POST')?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('keeps its Idempotency-Key when the connection breaks', async () => {
    api = await fakeApi({});
    api.behave(() => (api.requests.length < 2 ? 'drop' : { status: 201, body: JSON.stringify(declared) }));
    const { code } = await run('declare', '--title', 'x', '--discovered', 'now', '--no-files', '--json');
    expect(code).toBe(0);
    const keys = api.requests.map((request) => request.headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test('an incident whose files cannot be fetched is declared all the same', async () => {
    api = await fakeApi({ 'POST /v1/incidents': declared });
    const { code, stdout, stderr } = await run('declare', '--title', 'x', '--discovered', 'now');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('2026-001') });
    expect(stderr).toContain('sheet.pdf could not be saved');
  });

  test('without a title and without a terminal it says what to give', async () => {
    api = await fakeApi({});
    expect(await run('declare')).toMatchObject({ code: 2, stderr: expect.stringContaining('--title') });
  });

  test('reads standard input', async () => {
    api = await fakeApi({ 'POST /v1/incidents': declared });
    const input = 'title: From a pipe\ndiscoveredAt: 2026-11-24T09:00Z\n';
    const options = { cwd, input, env: { TOCSIN_API_URL: api.apiUrl } };
    const { code } = await tocsin(['declare', '--file', '-', '--no-files'], options);
    expect(code).toBe(0);
    expect(sent('POST')?.json).toEqual({ title: 'From a pipe', discoveredAt: '2026-11-24T09:00Z' });
  });
});

describe('Changing an incident', () => {
  test('update takes the current revision itself', async () => {
    api = await fakeApi({
      [`GET /v1/incidents/${ID}`]: incident(),
      [`PATCH /v1/incidents/${ID}`]: incident({ revision: 4 }),
    });
    const { code } = await run(
      'update',
      ID,
      '--fact',
      'individuals.approx=85',
      '--answer',
      'measuresTaken=Wiped',
    );
    expect(code).toBe(0);
    expect(sent('PATCH')?.json).toEqual({
      revision: 3,
      narrative: { measuresTaken: 'Wiped' },
      tracks: [{ id: 'staff', facts: { individuals: { approx: 85 } } }],
    });
  });

  test('after a conflict it shows what changed', async () => {
    const current = incident({ revision: 5, title: 'Stolen laptop' });
    api = await fakeApi({
      [`GET /v1/incidents/${ID}`]: incident(),
      [`PATCH /v1/incidents/${ID}`]: problem('revisionConflict', 409, { current }),
    });
    const { code, stderr } = await run('update', ID, '--title', 'Laptop');
    expect(code).toBe(1);
    expect(stderr).toContain('title (changed meanwhile): is "Stolen laptop", yours "Laptop"');
  });

  test('"not yet contained" needs its reason', async () => {
    api = await fakeApi({ [`POST /v1/incidents/${ID}/containment`]: incident() });
    expect(await run('contain', ID, '--not-yet')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--because'),
    });
    expect(await run('contain', ID)).toMatchObject({ code: 2 });
    expect(await run('contain', ID, '--not-yet', '--because', 'the host sleeps')).toMatchObject({ code: 0 });
    expect(sent('POST')?.json).toEqual({ contained: false, because: 'the host sleeps' });
  });

  test('a decision is a named person’s', async () => {
    const path = `/v1/incidents/${ID}/obligations/individuals/decision`;
    api = await fakeApi({
      [`POST ${path}`]: incident({ obligations: [duty({ state: 'notRequired', decidedBy: 'Ann' })] }),
    });
    const decide = ['decide', ID, 'individuals', 'notRequired', '--reason', 'the key is safe'];
    expect(await run(...decide)).toMatchObject({ code: 2, stderr: expect.stringContaining('--by') });
    const { code, stdout } = await run(...decide, '--by', 'Ann');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('not required (Ann)'),
    });
    expect(sent('POST')?.json).toEqual({ decision: 'notRequired', reason: 'the key is safe', by: 'Ann' });
  });
});

describe('Reading', () => {
  test('show prints local time on the organisation’s clock', async () => {
    api = await fakeApi({
      [`GET /v1/incidents/${ID}`]: incident({ title: 'Evil\u001b[2J' }),
      'GET /v1/organisation': { organisation: { policy: { timeZone: 'Asia/Kolkata' } }, revision: 1 },
    });
    const { stdout } = await run('show', ID);
    expect(stdout).toContain('Tue 24 Nov 2026, 14:30 UTC+05:30');
    expect(stdout).not.toContain('\u001b');
  });

  test('--json prints the answer as it came', async () => {
    api = await fakeApi({ [`GET /v1/incidents/${ID}`]: incident() });
    const { stdout } = await run('show', ID, '--json');
    expect(JSON.parse(stdout)).toEqual(incident());
  });

  test('the timeline says who did it', async () => {
    const items = [
      entry('note.added', { text: 'A note.', personal: { by: 'Ann' } }),
      entry('page.sent', { text: 'Sent.' }),
    ];
    api = await fakeApi({ [`GET /v1/incidents/${ID}/timeline`]: { items, nextCursor: null } });
    const { stdout } = await run('timeline', ID);
    expect(stdout).toMatch(/note\.added +A note\. \(Ann\)\n.*Sent\. \(Tocsin\)/);
  });

  test('verify exits with 1 when something does not fit', async () => {
    const first = { seq: 7, entryId: 'e', problem: 'its hash differs' };
    api = await fakeApi({
      'GET /v1/timeline/verification': {
        ok: false,
        sealed: 9,
        unsealed: 1,
        erasedValues: 0,
        missingValues: 0,
        first,
      },
    });
    expect(await run('verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('number 7): its hash differs'),
    });
  });
});

describe('What goes wrong', () => {
  test('a refusal is told with its fields, or as a document with --json', async () => {
    const errors = [{ field: '/by', message: 'is too long' }];
    api = await fakeApi({ [`POST /v1/incidents/${ID}/notes`]: problem('invalidRequest', 400, { errors }) });
    expect(await run('note', ID, 'text')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'It is invalidRequest.\n  /by  is too long\n',
    });
    const { stderr } = await run('note', ID, 'text', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ type: '/problems/invalidRequest', errors });
  });

  test.each([
    ['an unknown command', ['declrae'], 'declare'],
    ['an unknown option', ['list', '--drils'], '--drills'],
    ['a wrong choice', ['declare', '--danger', 'maybe'], 'yes, no, unknown'],
    ['no file', ['declare', '--file', '/nonexistent.yaml'], 'cannot be read'],
  ])('%s is bad input with a hint', async (_, args, hint) => {
    api = await fakeApi({});
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(hint) });
  });

  test('when nothing runs it says how to start it', async () => {
    api = await fakeApi({});
    expect(await tocsin(['list'])).toMatchObject({ code: 1, stderr: expect.stringContaining('npm start') });
  });
});
