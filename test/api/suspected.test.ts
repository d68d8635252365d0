import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/apiClient.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

type Json = Answer['body'];

const NOW = new Date('2026-02-03T12:00:00Z');
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000);

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation({ triageHours: 4 }), now: NOW });
});
afterAll(() => server.stop());

const PATH = '/v1/suspected-incidents';
let n = 0;
const suspect = async (body: Record<string, unknown> = {}) => {
  const { status, body: answer } = await server.api.post(PATH, { title: `Odd log-in ${(n += 1)}`, ...body });
  return { status, ...answer };
};
const pagesOf = async (id: string) => (await server.api.get(`/v1/incidents/${id}/pages`)).body.items;
const entriesOf = async (id: string) => (await server.api.get(`/v1/incidents/${id}/timeline`)).body.items;
const kinds = async (id: string) => (await entriesOf(id)).map(({ kind }: { kind: string }) => kind);

describe('a suspected incident', () => {
  it('pages at once, has one promise and no clock of the law', async () => {
    const one = await suspect({ details: 'from an address in no country of ours' });
    expect(one).toMatchObject({
      status: 201,
      state: 'open',
      outcome: 'new',
      count: 1,
      receivedAt: NOW.toISOString(),
      triageDueAt: hours(4).toISOString(),
    });
    expect(one.reference).toMatch(/^S-2026-\d{3}$/);
    expect(await pagesOf(one.id)).toMatchObject([
      { obligation: 'triage', milestone: 'suspected', reason: 'suspected', state: 'open' },
    ]);
    const { body } = await server.api.get(`/v1/incidents/${one.id}`);
    expect(body).toMatchObject({ status: 'suspected' });
    expect(body.obligations.map(({ id }: { id: string }) => id)).toEqual(['triage']);
  });

  it('is in no list, register or statistics of incidents unless somebody asks for it', async () => {
    const { id, reference } = await suspect();
    const ids = async (path: string) => (await server.api.get(path)).body.items.map((one: Json) => one.id);
    expect(await ids('/v1/incidents?limit=100')).not.toContain(id);
    expect(await ids('/v1/incidents?limit=100&status=suspected')).toContain(id);
    expect(await ids(`/v1/incidents?reference=${reference}`)).toEqual([id]);
    expect(await ids(`${PATH}?state=open&limit=100`)).toContain(id);
    expect(await ids(`${PATH}?reference=${reference}`)).toEqual([id]);
    expect(await ids('/v1/register')).not.toContain(id);
    expect((await server.api.get('/v1/statistics')).body.incidents.total).toBe(0);
  });

  it('keeps what was given as evidence byte for byte, with its hash', async () => {
    const evidence = 'line one\nline two €\n';
    const { id } = await suspect({ evidence });
    const { body } = await server.api.get(`${PATH}/${id}/receipts`);
    const sha256 = createHash('sha256').update(evidence).digest('hex');
    expect(body.items).toMatchObject([{ sha256, bytes: Buffer.byteLength(evidence) }]);
    const kept = await server.api.get(body.items[0].href);
    expect(kept.body).toBe(evidence);
    expect(kept.headers.get('content-type')).toBe('application/octet-stream');
  });

  it('refuses what belongs to a declared incident', async () => {
    const { id } = await suspect();
    const self = `/v1/incidents/${id}`;
    const revision = (await server.api.get(self)).body.revision;
    const answers = [
      await server.api.patch(self, { revision, title: 'Else' }),
      await server.api.post(`${self}/containment`, { contained: true, how: 'unplugged' }),
      await server.api.post(`${self}/submissions`, { route: 'email', by: 'Ada' }),
      await server.api.post(`${self}/notices`, { kind: 'ico-initial' }),
      await server.api.post(`${self}/closure`, { reason: 'nothing in it' }),
      await server.api.post(`${self}/reopening`, { reason: 'something in it' }),
      await server.api.post(`${self}/obligations/triage/decision`, {
        decision: 'notRequired',
        reason: 'no need',
        by: 'Ada',
      }),
      await server.api.post(`${self}/obligations/triage/satisfaction`, { how: 'looked at it' }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.type}`)).toEqual(
      answers.map(() => '409 /problems/notDeclared'),
    );
  });

  it('is one for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'one-report' };
    const first = await server.api.post(PATH, { title: 'Twice' }, headers);
    const second = await server.api.post(PATH, { title: 'Twice' }, headers);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({ id: first.body.id, outcome: 'known', count: 1 });
  });

  it('proposes the time at which somebody was told, and takes none in the future', async () => {
    expect(await suspect({ receivedAt: hours(-2).toISOString() })).toMatchObject({
      receivedAt: hours(-2).toISOString(),
      triageDueAt: hours(2).toISOString(),
    });
    expect(await suspect({ receivedAt: hours(2).toISOString() })).toMatchObject({ status: 400 });
  });

  it('is of its own organisation only', async () => {
    const { id } = await suspect();
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get(`${PATH}/${id}`)).status).toBe(404);
    expect((await stranger.post(`${PATH}/${id}/acceptance`, {})).status).toBe(404);
    expect((await stranger.get(PATH)).body.items).toEqual([]);
  });
});

describe('repeats', () => {
  it('are counted and recorded, and page nobody again', async () => {
    const first = await suspect({ source: 'siem', repeatOf: 'rule-7/host-3' });
    const again = await suspect({ source: 'siem', repeatOf: 'rule-7/host-3' });
    expect(again).toMatchObject({ status: 200, id: first.id, outcome: 'repeat', count: 2 });
    expect(await pagesOf(first.id)).toHaveLength(1);
    expect(await kinds(first.id)).toContain('suspicion.repeated');
  });

  it('are told apart by their source', async () => {
    const first = await suspect({ source: 'one', repeatOf: 'x' });
    expect(await suspect({ source: 'two', repeatOf: 'x' })).toMatchObject({ status: 201, outcome: 'new' });
    expect(first.outcome).toBe('new');
  });

  it('that come at once are one', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => suspect({ source: 'burst', repeatOf: 'same' })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'new')).toHaveLength(1);
  });

  it('after the acceptance go to the incident, and after a dismissal or its closing are new and page again', async () => {
    const first = await suspect({ source: 'later', repeatOf: 'y' });
    await server.api.post(`${PATH}/${first.id}/acceptance`, {});
    expect(await suspect({ source: 'later', repeatOf: 'y' })).toMatchObject({
      id: first.id,
      outcome: 'repeat',
    });

    const other = await suspect({ source: 'later', repeatOf: 'z' });
    await server.api.post(`${PATH}/${other.id}/dismissal`, { reason: 'a test of ours' });
    const next = await suspect({ source: 'later', repeatOf: 'z' });
    expect(next).toMatchObject({ status: 201, outcome: 'new' });
    expect(next.id).not.toBe(other.id);
    expect(await pagesOf(next.id)).toHaveLength(1);
    const [received] = (await entriesOf(next.id)).filter((one: Json) => one.kind === 'suspicion.received');
    expect(received.text).toMatch(/dismissed, or closed, before/);
  });
});

describe('accepting', () => {
  it('makes an incident with its clocks, discovered when it was received', async () => {
    const { id, reference } = await suspect();
    server.time.now = hours(1);
    const { status, body } = await server.api.post(`${PATH}/${id}/acceptance`, { by: 'Ada Owner' });
    server.time.now = NOW;
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'open',
      discoveredAt: NOW.toISOString(),
      awareAt: NOW.toISOString(),
      declaredAt: hours(1).toISOString(),
    });
    expect(body.reference).toMatch(/^2026-\d{3}$/);
    const authority = body.obligations.find((one: Json) => one.id === 'authority');
    expect(authority.dueAt).toBe(hours(72).toISOString());
    expect(body.obligations.find((one: Json) => one.id === 'triage')).toMatchObject({
      state: 'satisfied',
      late: false,
    });
    expect(await pagesOf(id)).toMatchObject([
      { reason: 'suspected', state: 'ended', endedBecause: 'satisfied' },
      { reason: 'declared', state: 'open' },
    ]);
    expect(await kinds(id)).toEqual(
      expect.arrayContaining(['suspicion.accepted', 'incident.declared', 'obligation.opened']),
    );
    expect((await server.api.get(`${PATH}?reference=${reference}`)).body.items).toMatchObject([
      { state: 'accepted', incident: body.reference, decidedBy: 'Ada Owner' },
    ]);
    expect((await server.api.get('/v1/register')).body.items.map((one: Json) => one.id)).toContain(id);
  });

  it('takes another discovery or awareness only with a reason', async () => {
    const { id } = await suspect();
    const accept = (body: object) => server.api.post(`${PATH}/${id}/acceptance`, body);
    const discoveredAt = hours(-3).toISOString();
    expect((await accept({ discoveredAt })).body.errors).toMatchObject([{ field: '/discoveredReason' }]);
    expect((await accept({ awareAt: hours(0.5).toISOString() })).status).toBe(400);
    server.time.now = hours(1);
    expect((await accept({ awareAt: hours(0.5).toISOString() })).body.errors).toMatchObject([
      { field: '/awareReason' },
    ]);
    const { status, body } = await accept({
      discoveredAt,
      discoveredReason: 'the customer had called before',
      awareAt: hours(0.5).toISOString(),
      awareReason: 'the log was read then',
      tracks: [{ id: 'customers', facts: { role: 'controller' } }],
      questions: { channelsCompromised: 'no' },
    });
    server.time.now = NOW;
    expect(status).toBe(200);
    expect(body).toMatchObject({ discoveredAt, awareAt: hours(0.5).toISOString() });
    expect(body.tracks).toMatchObject([{ id: 'customers' }]);
    expect(await kinds(id)).toContain('incident.discoveryMoved');
  });

  it('happens once, and can still follow a dismissal', async () => {
    const { id } = await suspect();
    expect((await server.api.post(`${PATH}/${id}/dismissal`, { reason: 'a false alarm' })).status).toBe(200);
    expect((await server.api.post(`${PATH}/${id}/acceptance`, { reason: 'it was none' })).body.status).toBe(
      'open',
    );
    const again = await server.api.post(`${PATH}/${id}/acceptance`, {});
    expect([again.status, again.body.type]).toEqual([409, '/problems/alreadySatisfied']);
    const back = await server.api.post(`${PATH}/${id}/dismissal`, { reason: 'no' + 'thing' });
    expect([back.status, back.body.type]).toEqual([409, '/problems/alreadySatisfied']);
  });

  it('counts the time to the first answer from the declaration on', async () => {
    const { id } = await suspect();
    const [page] = await pagesOf(id);
    await server.api.post(`/v1/incidents/${id}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
    server.time.now = hours(2);
    await server.api.post(`${PATH}/${id}/acceptance`, {});
    const { body } = await server.api.get('/v1/statistics');
    server.time.now = NOW;
    expect(body.timeToAcknowledge.count).toBe(0);
  });
});

describe('dismissing', () => {
  it('needs a reason, ends its pages and keeps the record', async () => {
    const { id } = await suspect();
    expect((await server.api.post(`${PATH}/${id}/dismissal`, {})).status).toBe(400);
    const { status, body } = await server.api.post(`${PATH}/${id}/dismissal`, {
      reason: 'the penetration test that we ordered',
      by: 'Ada Owner',
    });
    expect([status, body.state, body.decidedBy]).toEqual([200, 'dismissed', 'Ada Owner']);
    expect(body.reason).toBe('the penetration test that we ordered');
    expect(await pagesOf(id)).toMatchObject([{ state: 'ended' }]);
    expect(await kinds(id)).toContain('suspicion.dismissed');
    expect((await server.api.get('/v1/register')).body.items.map((one: Json) => one.id)).not.toContain(id);
    expect((await server.api.get(`/v1/incidents/${id}`)).body.status).toBe('dismissed');
  });
});
