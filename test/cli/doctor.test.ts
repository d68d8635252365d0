import { afterEach, describe, expect, it } from '@jest/globals';
import type { Check } from '../../cli/doctor/check.ts';
import { clockCheck, holidayCheck, zoneCheck } from '../../cli/doctor/clockChecks.ts';
import { engineChecks } from '../../cli/doctor/engineChecks.ts';
import { diskCheck } from '../../cli/doctor/machineChecks.ts';
import { mailChecks } from '../../cli/doctor/mailChecks.ts';
import { outsideChecks, untilCheck } from '../../cli/doctor/outsideChecks.ts';
import { peopleChecks } from '../../cli/doctor/peopleChecks.ts';
import type { EngineState, Examination, Parts } from '../../cli/doctor/types.ts';
import { fakeApi, tocsin } from './support.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const DAY = 86_400_000;
const ago = (seconds: number, from = now): string => new Date(from - seconds * 1_000).toISOString();

const WORKER: Parts = {
  ...{ temporal: ago(1), workflows: true, relay: ago(1), sequencer: ago(1) },
  heartbeat: { lastAt: ago(20) },
};

function engine(values: Partial<EngineState> = {}, parts: Partial<Parts> = {}): EngineState {
  const common = { build: 'dev', startedAt: ago(900), beatAt: ago(2) };
  return {
    serverTime: ago(0),
    databaseTime: ago(0),
    publicUrl: 'https://tocsin.school.test',
    migrations: { expected: '0009_watchdog', applied: '0009_watchdog' },
    processes: [
      { process: 'worker', ...common, parts: { ...WORKER, ...parts } },
      { process: 'watchdog', ...common, parts: { look: ago(10), operator: true, ...parts } },
    ],
    overdue: [],
    ...values,
  };
}

/** Name → state. */
const states = (checks: Check[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

describe('of the engine', () => {
  const fine = {
    ...{ worker: 'ok', Temporal: 'ok', relay: 'ok', sequencer: 'ok' },
    ...{ watchdog: 'ok', operator: 'ok', overdue: 'ok', database: 'ok', heartbeat: 'ok' },
  };

  it('all is well where everything moves', () => {
    expect(states(engineChecks(engine()))).toEqual(fine);
  });

  it.each<[string, EngineState, Record<string, string>]>([
    ['Temporal does not answer', engine({}, { temporal: ago(31) }), { Temporal: 'fail' }],
    ['workflows do not run', engine({}, { workflows: false }), { Temporal: 'fail' }],
    ['the relay stands still', engine({}, { relay: ago(31) }), { relay: 'fail' }],
    ['the sequencer stands still', engine({}, { sequencer: ago(31) }), { sequencer: 'fail' }],
    ['the watchdog sees nothing', engine({}, { look: ago(80) }), { watchdog: 'fail' }],
    ['the watchdog sees not everything', engine({}, { unseen: 1 }), { watchdog: 'fail' }],
    ['no operator hears', engine({}, { operator: false }), { operator: 'warn' }],
    ['something is overdue', engine({ overdue: ['page'] }), { overdue: 'fail' }],
    [
      'the schema is old',
      engine({ migrations: { expected: '0009_b', applied: '0008_a' } }),
      { database: 'fail' },
    ],
    [
      'the schema is newer',
      engine({ migrations: { expected: '0009_b', applied: '0010_c' } }),
      { database: 'warn' },
    ],
    ['no monitor is told', engine({}, { heartbeat: null }), { heartbeat: 'warn' }],
    ['the monitor takes none', engine({}, { heartbeat: { failing: 'monitor' } }), { heartbeat: 'fail' }],
    [
      'no process lives',
      engine({ processes: [] }),
      {
        ...{ worker: 'fail', watchdog: 'fail', operator: 'unknown' },
        ...{ Temporal: 'unknown', relay: 'unknown', sequencer: 'unknown', heartbeat: 'unknown' },
      },
    ],
  ])('%s', (_, state, expected) => {
    expect(states(engineChecks(state))).toEqual({ ...fine, ...expected });
  });
});

describe('of clocks and calendars', () => {
  it.each<[number | null, string]>([
    [0, 'ok'],
    [-2_000, 'ok'],
    [2_001, 'warn'],
    [-30_001, 'fail'],
    [null, 'unknown'],
    [NaN, 'unknown'],
  ])('a clock that is %s ms ahead: %s', (aheadMs, expected) => {
    expect(clockCheck('clock', aheadMs).state).toBe(expected);
  });

  it('a zone is known, or it is not', () => {
    const versions = { tz: '2026a', icu: '78' };
    expect(zoneCheck('Europe/London', versions).state).toBe('ok');
    expect(zoneCheck('Europe/Atlantis', versions).state).toBe('fail');
  });

  it('the table of bank holidays ends some day', () => {
    const at = (year: number) => holidayCheck('scotland', new Date(Date.UTC(year, 5, 1))).state;
    expect([at(2026), at(2060)]).toEqual(['ok', 'fail']);
  });

  it('a certificate is warned of a month ahead', () => {
    const until = (days: number) =>
      untilCheck('certificate', new Date(now + days * DAY).toISOString(), now).state;
    expect([until(31), until(29), until(-1)]).toEqual(['ok', 'warn', 'fail']);
  });
});

describe('of what is outside', () => {
  it('a public address that is missing, local, or silent fails', async () => {
    expect(states(await outsideChecks(null))).toEqual({ 'public address': 'fail' });
    expect(states(await outsideChecks('http://127.0.0.1:8420'))).toEqual({ 'public address': 'fail' });
    expect(states(await outsideChecks('http://192.0.2.1.invalid'))).toMatchObject({
      'public address': 'fail',
    });
  });

  const examination = (
    mail: Partial<Examination['mail']>,
    domain: Examination['domain'] = null,
  ): Examination => ({
    at: ago(1),
    mail: { server: 'outward', problem: null, certificateUntil: null, aheadMs: null, ...mail },
    domain,
    freeBytes: null,
  });

  it('a mail server is good, or says what is wrong', () => {
    const of = (mail: Partial<Examination['mail']>) => states(mailChecks(examination(mail), now)).mail;
    expect([of({}), of({ problem: 'auth' }), of({ server: 'catcher' }), of({ server: 'none' })]).toEqual([
      'ok',
      'fail',
      'fail',
      'fail',
    ]);
    const until = new Date(now + 5 * DAY).toISOString();
    expect(states(mailChecks(examination({ certificateUntil: until, aheadMs: 60_000 }), now))).toMatchObject({
      'certificate of the mail server': 'warn',
      'clock of the mail server': 'fail',
    });
  });

  it('records that are missing are a warning, those that cannot be looked up none', () => {
    const domain = { domain: 'school.test', spf: 'found', dmarc: 'missing', dkim: 'unknown' };
    expect(states(mailChecks(examination({}, domain), now))).toMatchObject({
      ...{ SPF: 'ok', DMARC: 'warn', DKIM: 'unknown' },
    });
    expect(states(mailChecks(undefined, now))).toEqual({ mail: 'unknown' });
  });

  it('a disk that nobody can see is unknown', async () => {
    expect((await diskCheck(undefined, null)).state).toBe('unknown');
    expect((await diskCheck(undefined, 100 * 1024 ** 3)).state).toBe('ok');
    expect((await diskCheck(undefined, 1024 ** 3)).state).toBe('warn');
    expect((await diskCheck(undefined, 1024)).state).toBe('fail');
  });
});

describe('of people', () => {
  it('nothing is lacking, or each lack is a line with its cure', () => {
    expect(peopleChecks({ warnings: [] }).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const text = 'In the coming 30 days nobody is on call at times: nights. Change the schedule.';
    const [, gaps] = peopleChecks({ warnings: [{ code: 'rotaGaps', text }] });
    expect(gaps).toEqual({
      ...{ name: 'schedules', state: 'warn', cure: 'Change the schedule.' },
      says: 'In the coming 30 days nobody is on call at times: nights',
    });
  });

  it('a page that would ask nobody fails, and then the rest is not known', () => {
    const warnings = [{ code: 'nobodyToAsk', text: 'No step reaches anybody. Add one.' }];
    expect(states(peopleChecks({ warnings }))).toEqual({
      ...{ escalation: 'fail', schedules: 'unknown', 'two ways each': 'unknown', 'verified ways': 'unknown' },
    });
  });
});

describe('bin/tocsin doctor', () => {
  let api: Awaited<ReturnType<typeof fakeApi>>;
  afterEach(() => api.close());

  const answers = (state: EngineState) => ({
    'GET /v1/engine': state,
    'GET /v1/organisation': {
      organisation: { policy: { timeZone: 'Europe/London', holidayDivision: 'scotland' } },
      revision: 1,
    },
    'GET /v1/on-call': { warnings: [] },
  });
  const here = (): EngineState => {
    const state = engine({ publicUrl: null });
    const shifted = JSON.stringify(state).replaceAll(/"(2026-11-24T[^"]+)"/g, (_, at: string) =>
      JSON.stringify(new Date(Date.parse(at) - now + Date.now()).toISOString()),
    );
    return JSON.parse(shifted) as EngineState;
  };
  const run = (...args: string[]) => tocsin(['doctor', ...args], { env: { TOCSIN_API_URL: api.apiUrl } });

  it('prints a line for each check with its cure, and exits with 1 where one fails', async () => {
    api = await fakeApi(answers(here()));
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toContain('ok    Temporal: answers, and workflows run\n');
    expect(stdout).toContain('FAIL  public address: none: links in messages open on this machine only\n');
    expect(stdout).toContain('      Set TOCSIN_PUBLIC_URL (docs/configuration.md).\n');
    expect(stdout).toMatch(/\n1 failed, \d warnings?\.\n$/);
  });

  it('prints everything as JSON', async () => {
    api = await fakeApi(answers(here()));
    const { code, stdout } = await run('--json');
    const report = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
    expect([code, report.ok]).toEqual([1, false]);
    expect(states(report.checks)).toMatchObject({ API: 'ok', 'clock of the API': 'ok', 'time zone': 'ok' });
  });

  it('says so where the API does not answer', async () => {
    api = await fakeApi({});
    await api.close();
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}API: Nothing answers at /);
  });

  it('refuses a time to wait that is none', async () => {
    api = await fakeApi({});
    expect((await run('--page', '--wait', 'long')).code).toBe(2);
  });

  it('sends test pages and tells of each answer', async () => {
    const page = { person: 'ada', method: 'smtp', channel: 'smtp', status: 'sent', lastCode: 'smtp-250' };
    const failed = {
      ...page,
      id: '2',
      person: 'ben',
      status: 'failed',
      lastCode: 'refused',
      answeredAt: null,
    };
    api = await fakeApi({
      ...answers(here()),
      'POST /v1/test-pages': { items: [{ ...page, id: '1', answeredAt: null }, failed] },
      'GET /v1/test-pages': { items: [{ ...page, id: '1', answeredAt: ago(1) }, failed] },
    });
    const { stdout } = await run('--page', '--wait', '1m', '--person', 'ada', '--person', 'ben');
    expect(stdout).toContain('ok    page ada smtp: answered\n');
    expect(stdout).toContain('FAIL  page ben smtp: not taken (refused)\n');
    const sent = api.requests.find(({ method, path }) => method === 'POST' && path === '/v1/test-pages');
    expect(sent?.json).toEqual({ waitMinutes: 1, people: ['ada', 'ben'] });
  });
});
