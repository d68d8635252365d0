import { afterEach, describe, expect, test } from '@jest/globals';
import { readAnswers } from '../../cli/facts.ts';
import type { Notice, Submission } from '../../cli/types.ts';
import { fakeApi, ID, incident, tocsin } from './support.ts';

let api: Awaited<ReturnType<typeof fakeApi>>;
afterEach(() => api.close());

const PATH = `/v1/incidents/${ID}`;
const run = (...args: string[]) => tocsin(args, { env: { TOCSIN_API_URL: api.apiUrl } });
const sent = () => api.requests.find(({ method }) => method === 'POST');
const notice = (values: Partial<Notice>): Notice => ({
  id: 'n1',
  kind: 'ico-initial',
  version: 1,
  factsRevision: 1,
  state: 'draft',
  createdAt: '2026-11-24T10:00:00.000Z',
  links: { md: `${PATH}/notices/n1.md` },
  ...values,
});

describe('drafting later reports', () => {
  const WITHDRAWAL = ['--reason', 'It was test data.', '--by', 'Ann'];
  test.each([
    [['follow-up', ID], { kind: 'ico-follow-up' }],
    [['final', ID], { kind: 'ico-final' }],
    [['final', ID, '--reason', 'No logs.'], { kind: 'ico-final', reason: 'No logs.' }],
    [['withdrawal', ID, ...WITHDRAWAL], { kind: 'ico-withdrawal', reason: 'It was test data.', by: 'Ann' }],
  ])('draft %j', async (args, body) => {
    api = await fakeApi({
      [`GET ${PATH}`]: incident(),
      [`POST ${PATH}/notices`]: notice({}),
      [`GET ${PATH}/notices/n1.md`]: { status: 200, body: '# The report' },
    });
    expect(await run('draft', ...args)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('# The report'),
    });
    expect(sent()?.json).toEqual(body);
  });

  test.each([
    [['withdrawal', ID, '--by', 'Ann'], '--reason'],
    [['withdrawal', ID, '--reason', 'It was test data.'], '--by'],
    [['follow-up', ID, '--reason', 'No logs.'], '--reason belongs to'],
  ])('draft %j says what is wrong', async (args, words) => {
    api = await fakeApi({ [`GET ${PATH}`]: incident() });
    expect(await run('draft', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });

  test('approve takes the newest draft, whatever its kind and version', async () => {
    const items = [
      notice({ id: 'initial', version: 7, state: 'approved' }),
      notice({ id: 'followUp', kind: 'ico-follow-up', version: 2, createdAt: '2026-11-25T10:00:00.000Z' }),
      notice({ id: 'older', kind: 'ico-follow-up', version: 3, createdAt: '2026-11-24T10:00:00.000Z' }),
    ];
    api = await fakeApi({
      [`GET ${PATH}`]: incident(),
      [`GET ${PATH}/notices`]: { items },
      [`POST ${PATH}/notices/followUp/approval`]: incident(),
    });
    expect((await run('approve', ID, '--by', 'Ann')).code).toBe(0);
  });
});

describe('the reports that were made', () => {
  test('submitted says which phase, and why a report is withdrawn', async () => {
    api = await fakeApi({ [`GET ${PATH}`]: incident(), [`POST ${PATH}/submissions`]: incident() });
    const flags = [
      '--phase',
      'withdrawal',
      '--reason',
      'It was test data.',
      '--route',
      'email',
      '--by',
      'Ann',
    ];
    expect((await run('submitted', ID, ...flags)).code).toBe(0);
    expect(sent()?.json).toMatchObject({ phase: 'withdrawal', reason: 'It was test data.', route: 'email' });
  });

  test('submissions lists them in local time', async () => {
    const made: Submission = {
      id: 's1',
      obligation: 'authority',
      phase: 'initial',
      addsTo: null,
      route: 'telephone',
      madeAt: '2026-11-26T09:00:00.000Z',
      by: 'Ann',
      reference: null,
      late: false,
      approved: false,
      missing: ['33(3)(a)'],
      notice: null,
      practised: false,
    };
    const added = {
      ...made,
      id: 's2',
      addsTo: 's1',
      reference: 'IC-1',
      notice: 'n1',
      approved: true,
      late: true,
    };
    api = await fakeApi({
      [`GET ${PATH}`]: { ...incident(), timeZone: 'Europe/London' },
      [`GET ${PATH}/submissions`]: { items: [made, added] },
    });
    const { stdout } = await run('submissions', ID);
    expect(stdout).toMatch(
      /Thu 26 Nov 2026, 09:00 GMT +initial +telephone +Ann +awaited +not approved, no draft named +33\(3\)\(a\)/,
    );
    expect(stdout).toMatch(/initial \(added to\) +telephone +Ann +IC-1 +late, approved/);
  });

  test('steps against recurrence are answered with their dates', async () => {
    api = await fakeApi({});
    expect(readAnswers(['recurrenceMeasures=An outside test by 2027-03-01; Training; '])).toEqual({
      recurrenceMeasures: [{ what: 'An outside test', due: '2027-03-01' }, { what: 'Training' }],
    });
    expect(readAnswers(['recurrenceMeasures=null'])).toEqual({ recurrenceMeasures: null });
  });
});
