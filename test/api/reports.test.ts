import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { type Duty, duty } from '../support/duties.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
const LATE = new Date('2026-02-07T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({ roles: ['controller', 'processor'], publicSummary: 'never' }),
    now: NOW,
  });
});
afterAll(() => server.stop());

async function declared(values: Record<string, unknown> = {}) {
  server.time.now = NOW;
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    ...values,
  });
  const path = `/v1/incidents/${body.id}`;
  const post = (what: string, content: object) => server.api.post(`${path}/${what}`, content);
  return {
    status,
    body,
    path,
    post,
    report: (content: object = {}) => post('submissions', { route: 'onlineForm', by: 'Ada', ...content }),
    entries: async (kind: string) => (await server.api.get(`${path}/timeline?kind=${kind}`)).body.items,
    pages: async () => (await server.api.get(`${path}/pages`)).body.items,
    inRegister: async () =>
      (await server.api.get('/v1/register?limit=100')).body.items.find(
        ({ id }: { id: string }) => id === body.id,
      ),
  };
}

describe('a report that is recorded again with an earlier time', () => {
  const earlier = { madeAt: '2026-02-04T09:00Z' };
  const grounds = { reason: 'typed the day of the letter', evidence: 'mail of the ICO', secondBy: 'Ben' };

  it('is a correction: reason, evidence and a second person, else nothing of it is kept', async () => {
    const { report, path } = await declared();
    server.time.now = LATE;
    await report();
    for (const left of ['reason', 'evidence', 'secondBy'] as const) {
      const refused = await report({ ...earlier, ...grounds, [left]: undefined });
      expect(refused.status).toBe(422);
      expect(refused.body.errors).toMatchObject([{ field: `/${left}` }]);
    }
    const { body } = await server.api.get(path);
    expect(duty(body, 'authority')).toMatchObject({ late: true, satisfiedAt: LATE.toISOString() });
    expect((await server.api.get(`${path}/submissions`)).body.items).toHaveLength(1);
  });

  it('keeps both times, and lateness by both, in the record and the register', async () => {
    const { report, entries, inRegister } = await declared();
    server.time.now = LATE;
    await report();
    const { body } = await report({ ...earlier, ...grounds });
    expect(duty(body, 'authority')).toMatchObject({ late: false, satisfiedAt: '2026-02-04T09:00:00.000Z' });
    const [corrected] = await entries('submission.corrected');
    expect(corrected).toMatchObject({
      data: { from: LATE.toISOString(), lateBefore: true, late: false },
      personal: { by: 'Ada', secondBy: 'Ben', evidence: 'mail of the ICO' },
    });
    const { authority, decisions } = await inRegister();
    expect(authority[0]).toMatchObject({
      late: false,
      lateAsFirstRecorded: true,
      phases: [{ madeAt: '2026-02-04T09:00:00.000Z', firstRecordedAs: LATE.toISOString() }],
    });
    expect(decisions).toContainEqual(expect.objectContaining({ about: 'report', secondBy: 'Ben' }));
    const { body: csv } = await server.api.get('/v1/register.csv');
    expect(csv).toContain('recorded first as made Sat 7 Feb 2026, 12:00 GMT, corrected since');
  });

  it('needs nothing of that for a reference that arrives', async () => {
    const { report, inRegister } = await declared();
    await report();
    server.time.now = LATE;
    expect((await report({ reference: 'IC-1' })).status).toBe(200);
    expect((await inRegister()).authority[0]).toMatchObject({ lateAsFirstRecorded: null });
  });
});

describe('an instant before anybody knew', () => {
  const before = '2026-02-03T10:00Z';

  it.each([
    ['submissions', { route: 'onlineForm', by: 'Ada', madeAt: before }, '/madeAt'],
    ['obligations/individuals/satisfaction', { how: 'mail', at: before }, '/at'],
    ['containment', { contained: true, how: 'closed', at: before }, '/at'],
    ['scope', { findings: 'two tables', at: before }, '/at'],
  ])('is refused by %s, which says what to do', async (what, content, field) => {
    const { post } = await declared();
    const refused = await post(what, content);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ field }]);
    expect(refused.body.detail).toContain('lies before the discovery');
  });

  it('is when it was contained, where somebody has said when it began; and counts in no average', async () => {
    const { post } = await declared({ occurredFrom: '2026-02-03T08:00Z' });
    const content = { contained: true, how: 'the key expired' };
    const refused = await post('containment', { ...content, at: '2026-02-03T07:00Z' });
    expect(refused.body.detail).toContain('lies before it began');
    expect((await post('containment', { ...content, at: before })).status).toBe(200);
    const { timeToContain } = (await server.api.get('/v1/statistics')).body;
    expect(timeToContain).toMatchObject({ count: 0, leftOut: 1 });
  });

  it.each([[{ discoveredAt: '1900-01-01T10:00Z' }], [{ occurredFrom: '2026-02-03T11:30Z' }]])(
    'is no discovery: %j',
    async (values) => {
      const { status, body } = await declared(values);
      expect(status).toBe(400);
      expect(body.errors).toMatchObject([{ field: '/discoveredAt' }]);
    },
  );

  it('cannot answer a demand before it was received', async () => {
    const { post } = await declared();
    server.time.now = LATE;
    await post('demands', { kind: 'complaint', from: 'A parent', subject: 'What of my data?' });
    const refused = await post('obligations/complaint:1/satisfaction', {
      how: 'mail',
      at: '2026-02-05T12:00Z',
    });
    expect(refused.body.detail).toContain('before it was asked for');
  });
});

describe('a report on a closed incident', () => {
  async function closed() {
    const incident = await declared();
    const { post } = incident;
    await incident.report();
    await post('containment', { contained: true, how: 'closed' });
    await post('scope', { findings: 'two tables' });
    await post('obligations/individuals/satisfaction', { how: 'mail' });
    await incident.report({ phase: 'followUp' });
    for (const { id, state } of (await server.api.get(incident.path)).body.obligations as Duty[])
      if (state === 'open')
        await incident.report({ obligation: id, phase: 'final', reason: 'no more is known' });
    const { body } = await post('closure', { reason: 'all is done' });
    expect(body.status).toBe('closed');
    return incident;
  }

  it('opens it again where something has to follow, with a page', async () => {
    const { report, pages, entries } = await closed();
    const { body } = await report({ phase: 'followUp' });
    expect(body).toMatchObject({ status: 'open', closedAt: null });
    expect((await pages()).filter(({ state }: { state: string }) => state === 'open')).toHaveLength(1);
    const [reopened] = await entries('incident.reopened');
    expect(reopened.text).toContain('leaves something to be done');
  });

  it('leaves it closed where nothing has to', async () => {
    const { report } = await closed();
    const { body } = await report({ reference: 'IC-1' });
    expect(body.status).toBe('closed');
  });
});

describe('which duty a report meets', () => {
  it('is one towards an authority and no other', async () => {
    const { report } = await declared();
    const refused = await report({ obligation: 'individuals' });
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain('POST …/obligations/individuals/satisfaction');
  });

  it('is none of a processor, unless it says that it reported of its own accord', async () => {
    const { report, entries } = await declared({ tracks: [{ id: 'theirs', facts: { role: 'processor' } }] });
    const refused = await report();
    expect(refused.status).toBe(400);
    expect(refused.body.detail).toContain('tell each controller');
    const { status, body } = await report({ voluntary: true });
    expect(status).toBe(200);
    expect(duty(body, 'followUp')).toBeUndefined();
    expect((await entries('submission.recorded'))[0].text).toContain("of one's own accord");
  });

  it('is not "voluntary" where it is owed', async () => {
    const { report } = await declared();
    expect((await report({ voluntary: true })).body.errors).toMatchObject([{ field: '/voluntary' }]);
  });
});

describe('a late report', () => {
  it('lacks what Art. 33(1) asks for until it says why', async () => {
    const { report, path } = await declared();
    server.time.now = LATE;
    await report();
    const lacks = async () => (await server.api.get(`${path}/submissions`)).body.items[0].missing;
    expect(await lacks()).toContain('33(1)');
    await report({ reasonsForDelay: 'Nobody was there.' });
    expect(await lacks()).not.toContain('33(1)');
  });
});
