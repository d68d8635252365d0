import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeApi, ID, tocsin } from './support.ts';

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

describe('tocsin register', () => {
  test('prints Markdown, and says which year it wants', async () => {
    api = await fakeApi({ 'GET /v1/register.md': { status: 200, body: '# Register\n' } });
    expect(await run('register', '--year', '2026', '--kind', 'undetermined')).toMatchObject({
      code: 0,
      stdout: '# Register\n',
    });
    expect(sent('GET')?.path).toBe('/v1/register.md?year=2026&kind=undetermined');
  });

  test.each([
    ['csv', [], undefined],
    ['xlsx', [], 'register.xlsx'],
    ['pdf', ['--year', '2026'], 'register-2026.pdf'],
    ['csv', ['--out', 'folder/breaches.csv'], 'folder/breaches.csv'],
  ])('gives %s %j', async (format, flags, path) => {
    api = await fakeApi({ [`GET /v1/register.${format}`]: { status: 200, body: 'content' } });
    const { code, stdout } = await run('register', '--format', format, ...flags);
    expect(code).toBe(0);
    if (path === undefined) expect(stdout).toBe('content');
    else expect(readFileSync(join(cwd, path), 'utf8')).toBe('content');
  });

  test.each([[['--json']], [['--format', 'json']]])('puts every page into one JSON: %j', async (flags) => {
    api = await fakeApi({
      'GET /v1/register?limit=100': { items: [{ reference: '2026-002' }], nextCursor: 'next' },
      'GET /v1/register?limit=100&cursor=next': { items: [{ reference: '2026-001' }], nextCursor: null },
    });
    const { stdout } = await run('register', ...flags);
    expect(JSON.parse(stdout)).toEqual({ items: [{ reference: '2026-002' }, { reference: '2026-001' }] });
  });

  test.each([
    [['register', '--year', 'last']],
    [['register', '--format', 'docx']],
    [['register', '--kind', 'breach']],
  ])('%j is bad input', async (args) => {
    api = await fakeApi({});
    expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

const durations = (count: number, seconds: number | null) => ({
  count,
  medianSeconds: seconds,
  p90Seconds: seconds,
  maxSeconds: seconds,
  leftOut: 0,
});
const share = (count: number, of: number) => ({ count, of, share: of === 0 ? null : count / of });
const lateness = (late: number, earlier: number, of: number) => ({
  againstDeadline: share(late, of),
  againstEarlier: share(earlier, of),
});
const FIGURES = {
  period: { from: null, to: null },
  incidents: { total: 3, open: 1, closed: 2, byKind: { personalDataBreach: 3 }, byCause: { phishing: 2 } },
  authority: { incidentsReported: 3, reports: 1 },
  timeToContain: durations(2, 7200),
  timeToNotify: { fromAwareness: durations(0, null), fromDiscovery: durations(1, 172_800) },
  timeToAcknowledge: { ...durations(1, 1800), paged: 3 },
  late: { authority: lateness(0, 1, 4), individuals: lateness(0, 0, 0), all: lateness(1, 2, 8) },
  duties: { open: 2, overdue: 1, openByKind: { scope: 2 } },
};

describe('tocsin statistics', () => {
  test('prints words, times and shares with their counts', async () => {
    api = await fakeApi({ 'GET /v1/statistics': FIGURES });
    const { code, stdout } = await run('statistics', '--from', '2026-01-01', '--to', '2026-03-31');
    expect(code).toBe(0);
    expect(sent('GET')?.path).toBe('/v1/statistics?from=2026-01-01&to=2026-03-31');
    expect(stdout).toMatch(/personal data breach +3/);
    expect(stdout).toMatch(/reported to an authority +3 in 1 reports/);
    expect(stdout).toMatch(/to contain, from discovery +2 hours +2 hours +2 hours +2/);
    expect(stdout).toMatch(/to report, from awareness +- +- +- +0/);
    expect(stdout).toMatch(/reports to an authority +0 of 4 \(0 %\) +1 of 4 \(25 %\)/);
    expect(stdout).toMatch(/people told +none is due yet +none is due yet/);
  });

  test('--json prints the answer as it came', async () => {
    api = await fakeApi({ 'GET /v1/statistics': FIGURES });
    expect(JSON.parse((await run('statistics', '--json')).stdout)).toEqual(FIGURES);
  });
});

describe('tocsin bundle', () => {
  const bundle = {
    id: '018f0000-0000-7000-8000-00000000000b',
    name: 'Mailing list',
    reason: 'one fault',
    by: 'Ada',
    revision: 1,
    createdAt: '2026-02-03T12:00:00.000Z',
    members: [{ id: ID, reference: '2026-001' }],
  };
  const path = `/v1/register/bundles/${bundle.id}`;
  const listed = { 'GET /v1/register/bundles': { items: [bundle] } };

  test('make names its incidents, reason and person', async () => {
    api = await fakeApi({
      'GET /v1/incidents?limit=100&drill=false': { items: [{ id: ID, reference: '2026-001' }] },
      'POST /v1/register/bundles': bundle,
    });
    const args = ['bundle', 'make', 'Mailing list', '2026-001', '--reason', 'one fault'];
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--by') });
    const { code, stdout } = await run(...args, '--by', 'Ada');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('2026-001') });
    expect(sent('POST')?.json).toEqual({
      name: 'Mailing list',
      incidents: [ID],
      reason: 'one fault',
      by: 'Ada',
    });
  });

  test.each(['add', 'remove'])('%s takes the bundle by its name', async (what) => {
    api = await fakeApi({ ...listed, [`PATCH ${path}`]: bundle });
    const { code } = await run('bundle', what, 'mailing LIST', ID, '--reason', 'the same fault', '--by', 'Ada');
    expect(code).toBe(0);
    expect(sent('PATCH')?.json).toEqual({ [what]: [ID], reason: 'the same fault', by: 'Ada' });
  }); // prettier-ignore

  test('list and show', async () => {
    api = await fakeApi(listed);
    expect((await run('bundle', 'list')).stdout).toContain('Mailing list  2026-001');
    expect((await run('bundle', 'show', bundle.id)).stdout).toMatch(/why +one fault/);
    expect(await run('bundle', 'show', 'nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('bundle list'),
    });
  });

  test('two of one name are told apart by their ids', async () => {
    api = await fakeApi({ 'GET /v1/register/bundles': { items: [bundle, { ...bundle, id: 'other' }] } });
    expect(await run('bundle', 'show', 'Mailing list')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(bundle.id),
    });
  });

  test('submitted records one report for all, and says who was late and who was erased', async () => {
    const submissions = [
      { incident: ID, reference: '2026-001', submission: ID, late: true },
      { incident: ID, reference: '2026-002', submission: ID, late: false },
    ];
    const answer = { report: ID, bundle, submissions, erased: ['2026-003'] };
    api = await fakeApi({ ...listed, [`POST ${path}/submissions`]: answer });
    const flags = ['--route', 'email', '--at', '2026-02-04T10:00Z', '--reference', 'IC-1', '--by', 'Ada'];
    const { code, stdout, stderr } = await run('bundle', 'submitted', 'Mailing list', ...flags);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2026-001 +late\n +2026-002 +in time/);
    expect(stderr).toContain('2026-003');
    expect(sent('POST')?.json).toEqual({
      obligation: 'authority',
      route: 'email',
      reference: 'IC-1',
      madeAt: '2026-02-04T10:00Z',
      by: 'Ada',
    });
  });
});
