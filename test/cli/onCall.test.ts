/* eslint-disable @typescript-eslint/no-explicit-any -- answers are asserted on, not typed */
import { afterEach, describe, expect, test } from '@jest/globals';
import { fakeApi, json, problem, tocsin } from './support.ts';

const SAAS = 'examples/organisations/time-clock-saas.yaml';
const SCHOOL = 'examples/organisations/music-school.yaml';

describe('from a file, without a server', () => {
  const offline = (...args: string[]) => tocsin(args, { env: { TOCSIN_API_URL: 'http://127.0.0.1:9' } });

  test('on-call says who is on call at an instant, in the time of the organisation', async () => {
    const { code, stdout } = await offline('on-call', '--organisation', SAAS, '--at', '2026-10-26T08:59');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Mon 26 Oct 2026, 08:59 GMT\n/);
    expect(stdout).toMatch(
      /Engineers on call \(engineers\) +Aled Pryce +until Mon 26 Oct 2026, 09:00 GMT +then Mira Castell/,
    );
    expect(stdout).toMatch(/Privacy desk \(privacy\) +NOBODY/);
    expect(stdout).toContain('nobody is on call in "privacy"');
    expect(stdout).not.toContain('verified');
  });

  test('with --json, where nobody can know which ways are verified', async () => {
    const { stdout } = await offline(
      'on-call',
      '--organisation',
      SAAS,
      '--at',
      '2026-10-26T09:00Z',
      '--json',
      '--schedule',
      'engineers',
    );
    const answer = JSON.parse(stdout);
    expect(answer.schedules.map((one: any) => one.onCall[0].person)).toEqual(['mira']);
    expect(answer.escalation[0].steps[0].people[0].ways[0]).toEqual({
      method: 'smtp',
      channel: 'smtp',
      verified: null,
    });
  });

  test('schedules lists shifts, across a holiday', async () => {
    const { stdout } = await offline(
      'schedules',
      '--organisation',
      SAAS,
      '--schedule',
      'engineers',
      '--from',
      '2026-12-21T09:00',
      '--until',
      '2026-12-29T09:00',
    );
    expect(stdout.trim().split('\n')).toEqual([
      'Engineers on call',
      '  Mon 21 Dec 2026, 09:00 GMT  Mon 28 Dec 2026, 00:00 GMT  Aled Pryce',
      '  Mon 28 Dec 2026, 00:00 GMT  Tue 29 Dec 2026, 09:00 GMT  Mira Castell',
    ]);
  });

  test('the one-person organisation has steps and no schedules', async () => {
    expect((await offline('schedules', '--organisation', SCHOOL)).stdout).toMatch(/has no schedules/);
    expect((await offline('on-call', '--organisation', SCHOOL)).stdout).toMatch(
      /1 +waited on for 10 min\n +Clara Whitby +smtp/,
    );
  });

  test.each([
    [['on-call', '--organisation', SAAS, '--at', 'tomorrow'], /is no time/],
    [['on-call', '--organisation', SAAS, '--at', '2026-03-29T01:30'], /2026-03-29/],
    [['on-call', '--organisation', SAAS, '--at', '9999-01-01T00:00'], /1970 to 2199|after the year 2999/],
    [['on-call', '--organisation', SAAS, '--schedule', 'none'], /no schedule "none"/],
    [
      ['schedules', '--organisation', SAAS, '--from', '2026-01-01T00:00', '--until', '2026-01-01T00:00'],
      /later than --from/,
    ],
    [['on-call', '--organisation', 'README.md'], /./],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await offline(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('from the API', () => {
  let api: Awaited<ReturnType<typeof fakeApi>>;
  afterEach(() => api.close());
  const run = (...args: string[]) => tocsin(args, { env: { TOCSIN_API_URL: api.apiUrl } });
  const organisation = {
    'GET /v1/organisation': {
      organisation: { policy: { timeZone: 'Europe/London' } },
      revision: 1,
      warnings: [],
    },
  };
  const sent = (method: string) => api.requests.filter((request) => request.method === method);
  const body = (method: string): unknown => JSON.parse(sent(method).at(-1)?.body ?? 'null');

  test('on-call marks ways that are not verified, and says what to do', async () => {
    const way = (method: string, verified: boolean) => ({ method, channel: method, verified });
    const step = { services: [], emptySchedules: [] };
    api = await fakeApi({
      'GET /v1/on-call': {
        at: '2026-02-03T20:00:00.000Z',
        timeZone: 'Europe/London',
        schedules: [],
        escalation: [
          {
            id: null,
            kinds: [],
            steps: [
              {
                ...step,
                delayMinutes: 5,
                people: [
                  { person: 'ada', name: 'Ada', schedules: [], ways: [way('smtp', true), way('sms', false)] },
                ],
              },
              {
                ...step,
                delayMinutes: 0,
                people: [{ person: 'ben', name: 'Ben', schedules: [], ways: [way('smtp', false)] }],
              },
              { ...step, delayMinutes: 5, people: [] },
            ],
          },
        ],
        warnings: [{ code: 'oneWayOnly', text: 'Ben has one way.' }],
      },
    });
    const { stdout } = await run('on-call', '--at', '2026-02-03T20:00', '--schedule', 'week');
    expect(api.requests[0]!.path).toBe('/v1/on-call?at=2026-02-03T20%3A00&schedule=week');
    expect(stdout).toContain('Ada  smtp, sms (not verified)');
    expect(stdout).toContain('2  tried, and not waited on');
    expect(stdout).toContain('3  reaches nobody, and is skipped');
    expect(stdout).toContain('Note: Ben has one way.');
  });

  test('an override is posted, listed and withdrawn', async () => {
    const override = {
      id: 'o-1',
      schedule: 'week',
      person: 'ben',
      name: 'Ben',
      from: '2026-02-10T09:00:00.000Z',
      until: '2026-02-11T09:00:00.000Z',
    };
    api = await fakeApi({
      ...organisation,
      'POST /v1/on-call/overrides': json({ override }, 201),
      'GET /v1/on-call/overrides': { items: [override] },
      'DELETE /v1/on-call/overrides/o-1': { override },
    });
    const times = ['--from', '2026-02-10T09:00', '--until', '2026-02-11T09:00'];
    const line = /Ben +week +Tue 10 Feb 2026, 09:00 GMT +until Wed 11 Feb 2026, 09:00 GMT +o-1/;
    expect((await run('schedules', 'override', 'week', 'ben', ...times, '--by', 'Ada')).stdout).toMatch(line);
    expect(body('POST')).toEqual({
      schedule: 'week',
      person: 'ben',
      from: '2026-02-10T09:00',
      until: '2026-02-11T09:00',
      by: 'Ada',
    });
    expect((await run('schedules', 'overrides')).stdout).toMatch(line);
    expect((await run('schedules', 'withdraw', 'o-1', '--by', 'Ada')).stdout).toContain(
      'Withdrawn: Ben in week.',
    );
    expect(sent('DELETE')[0]!.path).toBe('/v1/on-call/overrides/o-1?by=Ada');
  });

  test('a calendar address is shown once, listed without it, and withdrawn', async () => {
    const url = 'https://tocsin.example/on-call/feed/secret.ics';
    api = await fakeApi({
      ...organisation,
      'POST /v1/on-call/feeds': json(
        { person: 'ben', name: 'Ben', url, schedules: [{ schedule: 'week', url: `${url}/week.ics` }] },
        201,
      ),
      'GET /v1/on-call/feeds': {
        items: [{ person: 'ben', name: 'Ben', createdAt: '2026-02-10T09:00:00.000Z' }],
      },
      'DELETE /v1/on-call/feeds/ben': { person: 'ben' },
    });
    expect((await run('schedules', 'feed', 'ben')).stdout).toContain(`own shifts         ${url}`);
    expect((await run('schedules', 'feeds')).stdout).toMatch(/Ben +ben +since Tue 10 Feb 2026/);
    expect((await run('schedules', 'unfeed', 'ben')).stdout).toContain('of ben has ended');
  });

  test('contacts are listed, verified and confirmed', async () => {
    const way = {
      method: 'smtp',
      channel: 'smtp',
      address: 'ada@school.test',
      verifiedAt: null,
      codeValidUntil: null,
      codeMessage: null,
    };
    const until = '2026-02-03T12:15:00.000Z';
    api = await fakeApi({
      ...organisation,
      'GET /v1/contacts': {
        items: [
          {
            person: 'ada',
            name: 'Ada',
            asked: true,
            independentWays: 2,
            ways: [
              { ...way, verifiedAt: '2026-02-03T12:00:00.000Z' },
              {
                ...way,
                method: 'private',
                address: 'ada@home.test',
                codeValidUntil: until,
                codeMessage: 'failed',
              },
              { ...way, method: 'sms', channel: 'sms', address: '+441632960101' },
            ],
          },
          { person: 'ben', name: 'Ben', asked: false, independentWays: 0, ways: [] },
        ],
        warnings: [{ code: 'waysUnverified', text: 'Verify them.' }],
      },
      'POST /v1/contacts/ada/sms/verification': json(
        { person: 'ada', method: 'sms', channel: 'sms', expiresAt: until },
        202,
      ),
      'POST /v1/contacts/ada/sms/verification/code': { person: 'ada', method: 'sms' },
      'POST /v1/contacts/ada/private/verification/code': problem('codeNotAccepted', 422),
    });
    const { stdout } = await run('contacts');
    expect(stdout).toMatch(/smtp +ada@school.test +verified Tue 3 Feb 2026, 12:00 GMT/);
    expect(stdout).toMatch(/private +smtp +ada@home.test +not verified; a code is NOT SENT/);
    expect(stdout).toMatch(/sms +\+441632960101 +not verified\n/);
    expect(stdout).toMatch(/Ben \(ben\), whom no step asks\n +no way to be reached/);
    expect(stdout).toContain('Note: Verify them.');
    expect((await run('contacts', 'verify', 'ada', 'sms')).stdout).toContain(
      'bin/tocsin contacts confirm ada sms CODE',
    );
    expect((await run('contacts', 'confirm', 'ada', 'sms', '123456')).stdout).toContain(
      'sms of ada is verified.',
    );
    expect(body('POST')).toEqual({ code: '123456' });
    const refused = await run('contacts', 'confirm', 'ada', 'private', '000000');
    expect([refused.code, refused.stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('It is codeNotAccepted'),
    ]);
    expect(refused.code).not.toBe(0);
  });
});
