import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { explainAssessment } from '../../templates/catalogue.ts';
import { assessFacts } from '../../domain/assessment/index.ts';
import { duty, fakeApi, ID, incident, tocsin } from './support.ts';

let api: Awaited<ReturnType<typeof fakeApi>>;
let cwd: string;
const run = (...args: string[]) => tocsin(args, { cwd, env: { TOCSIN_API_URL: api.apiUrl } });
const body = (method: string): unknown =>
  JSON.parse(api.requests.find((request) => request.method === method)?.body ?? 'null');

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tocsin-cwd-'));
});
afterEach(async () => {
  await api.close();
  rmSync(cwd, { recursive: true });
});

test('confirm names the two people, the reason and the evidence', async () => {
  api = await fakeApi({ [`POST /v1/incidents/${ID}/clock-confirmation`]: incident() });
  const why = ['--reason', 'the logs show it', '--evidence', 'log of 11:45'];
  const { code } = await run('confirm', ID, 'authority', ...why, '--by', 'Ada', '--second', 'Ben');
  expect(code).toBe(0);
  expect(body('POST')).toEqual({
    decision: 'confirmed',
    obligations: ['authority'],
    reason: 'the logs show it',
    evidence: 'log of 11:45',
    by: 'Ada',
    secondBy: 'Ben',
  });
});

test('confirm needs a name, and can refuse', async () => {
  api = await fakeApi({ [`POST /v1/incidents/${ID}/clock-confirmation`]: incident() });
  const why = ['--reason', 'not so', '--evidence', 'none'];
  expect(await run('confirm', ID, ...why)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--by'),
  });
  expect((await run('confirm', ID, '--refuse', ...why, '--by', 'Ada')).code).toBe(0);
  expect(body('POST')).toEqual({ decision: 'rejected', reason: 'not so', evidence: 'none', by: 'Ada' });
});

test('what waits for a confirmation, and what the police hold, stand in the table', async () => {
  const proposal = {
    startsAt: '2026-11-24T11:00:00Z',
    dueLocal: 'Fri 27 Nov 2026, 11:00 GMT',
    applicability: 'required',
    rejected: false,
  };
  const held = duty({ id: 'individuals', label: 'Tell the people', heldUntil: '2026-11-26T12:00:00Z' });
  api = await fakeApi({ [`GET /v1/incidents/${ID}`]: incident({ obligations: [duty({ proposal }), held] }) });
  const { stdout } = await run('show', ID);
  expect(stdout).toContain('confirm: due Fri 27 Nov 2026, 11:00 GMT?');
  expect(stdout).toContain('held by the police');
});

test.each([
  [false, 'not confirmed'],
  [true, 'refused'],
])('an awareness that moves no deadline is marked (refused: %s)', async (rejected, word) => {
  const awareAt = '2026-11-24T11:00:00.000Z';
  const proposal = { startsAt: awareAt, dueLocal: 'x', applicability: 'required', rejected };
  api = await fakeApi({
    [`GET /v1/incidents/${ID}`]: incident({ awareAt, obligations: [duty({ proposal })] }),
  });
  const { stdout } = await run('show', ID);
  expect(stdout).toContain(`(${word}: deadlines count from Tue 24 Nov 2026, 10:00`);
});

test('demand sends what a police request needs; demands lists it; a change is a PATCH', async () => {
  const demand = {
    id: 'police-1',
    obligation: 'policeReview:1',
    kind: 'police',
    from: 'The police',
    subject: 'Wait',
    dueAt: '2026-11-28T12:00:00Z',
    holds: ['individuals'],
    clockDueAt: '2026-11-28T12:00:00.000Z',
    proposed: null,
    endedAt: null,
  };
  api = await fakeApi({
    [`POST /v1/incidents/${ID}/demands`]: incident(),
    [`PATCH /v1/incidents/${ID}/demands/police-1`]: incident(),
    [`GET /v1/incidents/${ID}`]: { ...incident(), timeZone: 'Europe/London' },
    [`GET /v1/incidents/${ID}/demands`]: { items: [demand] },
  });
  const who = ['--officer', 'DS Example', '--force', 'Thames Valley', '--reference', 'TVP-1'];
  const what = [
    '--from',
    'The police',
    '--subject',
    'Wait',
    '--hold',
    'individuals',
    '--due',
    '2026-11-28T12:00',
  ];
  expect((await run('demand', ID, 'police', ...who, ...what)).code).toBe(0);
  expect(body('POST')).toMatchObject({ kind: 'police', officer: 'DS Example', holds: ['individuals'] });
  expect((await run('demands', ID)).stdout).toMatch(
    /police-1 +due Sat 28 Nov 2026, 12:00 GMT .*holds individuals/,
  );
  expect(
    (await run('demand-change', ID, 'police-1', '--ended', '--reason', 'arrest made', '--by', 'Ada')).code,
  ).toBe(0);
  expect(body('PATCH')).toEqual({ ended: true, reason: 'arrest made', by: 'Ada' });
});

test('satisfy --not-reached says so', async () => {
  api = await fakeApi({
    [`POST /v1/incidents/${ID}/obligations/controllers%3Anorth/satisfaction`]: incident(),
  });
  await run('satisfy', ID, 'controllers:north', '--how', 'mail bounced', '--not-reached');
  expect(body('POST')).toEqual({ how: 'mail bounced', reached: false });
});

test('explain shows each track with its rules, their sources, and what is missing', async () => {
  const explained = explainAssessment(assessFacts({ role: 'controller' }), 'en');
  api = await fakeApi({
    [`GET /v1/incidents/${ID}/assessment`]: {
      tracks: [{ track: 'staff', role: 'controller', ...explained }],
    },
  });
  const { stdout } = await run('explain', ID);
  expect(stdout).toContain('staff (controller)');
  expect(stdout).toContain('Tell the people affected: a person must decide');
  expect(stdout).toContain('Not known, and could change this: personalData');
});
