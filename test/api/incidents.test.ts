import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: new Date('2026-03-27T16:40:00Z') });
});
afterAll(() => server.stop());

const declaration = (values: Record<string, unknown> = {}) => ({
  title: 'Bookings table read by a stranger',
  discoveredAt: '2026-03-27T16:30',
  ...values,
});
const declared = async (values: Record<string, unknown> = {}) => {
  const answer = await server.api.post('/v1/incidents', declaration(values));
  expect(answer.status).toBe(201);
  return answer.body;
};
const duty = (incident: { obligations: { id: string }[] }, id: string): Record<string, unknown> | undefined =>
  incident.obligations.find((one) => one.id === id);

describe('declaring an incident', () => {
  it('takes a title and the time of discovery, in local time, and answers with every deadline', async () => {
    const answer = await server.api.post('/v1/incidents', declaration());
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/incidents/${answer.body.id}`);
    expect(answer.body.awareAt).toBe('2026-03-27T16:30:00.000Z');
    expect(duty(answer.body, 'authority')).toMatchObject({
      dueAt: '2026-03-30T16:30:00.000Z',
      dueLocal: 'Mon 30 Mar 2026, 17:30 BST',
      outerLimitAt: '2026-03-30T17:00:00.000Z',
      state: 'open',
      overdue: false,
    });
    expect(answer.body.obligations.map((one: { id: string }) => one.id).sort()).toEqual(
      ['authority', 'containment', 'individuals', 'publicSummary', 'scope'].sort(),
    );
  });

  it('gives each incident of the year the next reference', async () => {
    const one = await declared();
    const two = await declared();
    expect(Number(two.reference.split('-')[1])).toBe(Number(one.reference.split('-')[1]) + 1);
  });

  it('says loudly what would keep a page from reaching anybody', async () => {
    const incident = await declared();
    expect(incident.warnings.map((warning: { code: string }) => warning.code)).toEqual([
      'noOutwardChannel',
      'noPublicAddress',
    ]);
  });

  it('answers a repeat with the same Idempotency-Key with the same incident', async () => {
    const headers = { 'idempotency-key': 'retry-1' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => server.api.post('/v1/incidents', declaration(), headers)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = await server.api.post('/v1/incidents', declaration({ title: 'Another' }), headers);
    expect(other.status).toBe(422);
    expect(other.body.type).toBe('/problems/idempotencyKeyReused');
  });

  it.each([
    ['no title', { title: '' }, '/title'],
    ['no discovery', { discoveredAt: undefined }, '/discoveredAt'],
    ['a discovery in the future', { discoveredAt: '2027-01-01T00:00Z' }, '/discoveredAt'],
    ['a local time that does not exist', { discoveredAt: '2025-03-30T01:30' }, '/discoveredAt'],
    ['a local time that exists twice', { discoveredAt: '2025-10-26T01:30' }, '/discoveredAt'],
    [
      'an end before the beginning',
      { occurredFrom: '2026-03-02T00:00Z', occurredTo: '2026-03-01T00:00Z' },
      '/occurredTo',
    ],
    ['awareness before discovery', { awareAt: '2026-03-27T10:00Z' }, '/awareAt'],
    ['awareness moved without a reason', { awareAt: '2026-03-27T16:35Z' }, '/awareReason'],
    ['a field that nobody knows', { severity: 'P1' }, '/'],
    [
      'a wrong fact',
      { tracks: [{ id: 'a', facts: { role: 'controller', cause: 'gremlins' } }] },
      '/tracks/0/facts/cause',
    ],
    [
      'two tracks of one name',
      {
        tracks: [
          { id: 'a', facts: { role: 'controller' } },
          { id: 'a', facts: { role: 'processor' } },
        ],
      },
      '/tracks',
    ],
  ])('refuses %s with a problem that names the field', async (_, values, field) => {
    const answer = await server.api.post('/v1/incidents', declaration(values));
    expect([400, 422]).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('offers both readings of a local time that exists twice', async () => {
    const { body } = await server.api.post(
      '/v1/incidents',
      declaration({ discoveredAt: '2025-10-26T01:30' }),
    );
    expect(body.detail).toMatch(/01:30.*\+01:00/);
    expect(body.detail).toMatch(/\+00:00|Z/);
  });

  it('refuses a body that is not JSON, and one that is too large', async () => {
    expect((await server.api.request('POST', '/v1/incidents', '{')).body).toMatchObject({
      type: '/problems/invalidRequest',
    });
    const large = await server.api.post(
      '/v1/incidents',
      declaration({ narrative: { whatHappened: 'x'.repeat(1_100_000) } }),
    );
    expect(large.status).toBe(413);
  });
});

describe('changing an incident', () => {
  it('re-assesses: telling people becomes a duty when the facts ask for it, and the page says so', async () => {
    const incident = await declared();
    expect(duty(incident, 'individuals')).toMatchObject({ applicability: 'decide' });
    const { status, body } = await server.api.patch(`/v1/incidents/${incident.id}`, {
      revision: incident.revision,
      tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    });
    expect(status).toBe(200);
    expect(body.revision).toBe(incident.revision + 1);
    expect(duty(body, 'individuals')).toMatchObject({ applicability: 'required' });
    const pages = (await server.api.get(`/v1/incidents/${incident.id}/pages`)).body.items;
    expect(
      pages.map((page: { reason: string; obligation: string | null }) => [page.reason, page.obligation]),
    ).toContainEqual(['reassessed', 'individuals']);
  });

  it('answers a stale revision with 409 and the current state', async () => {
    const incident = await declared();
    await server.api.patch(`/v1/incidents/${incident.id}`, { revision: 1, title: 'First' });
    const late = await server.api.patch(`/v1/incidents/${incident.id}`, { revision: 1, title: 'Second' });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      type: '/problems/revisionConflict',
      current: { title: 'First', revision: 2 },
    });
  });

  it('moves awareness only with a reason, keeps the earlier deadline, and the old instant in the timeline', async () => {
    const incident = await declared();
    const path = `/v1/incidents/${incident.id}`;
    expect((await server.api.patch(path, { revision: 1, awareAt: '2026-03-27T16:38Z' })).status).toBe(422);
    const moved = await server.api.patch(path, {
      revision: 1,
      awareAt: '2026-03-27T16:38Z',
      awareReason: 'checked the logs first',
    });
    expect(duty(moved.body, 'authority')).toMatchObject({
      dueAt: '2026-03-30T16:30:00.000Z',
      clockVersion: 1,
      proposal: { dueAt: '2026-03-30T16:38:00.000Z', rejected: false },
    });
    const back = await server.api.patch(path, { revision: 2, awareAt: '2026-03-27T16:30Z' });
    expect(back.status).toBe(422);
    const timeline = (await server.api.get(`${path}/timeline?kind=incident.awarenessMoved`)).body.items;
    expect(timeline).toMatchObject([
      {
        data: { from: '2026-03-27T16:30:00.000Z', to: '2026-03-27T16:38:00.000Z' },
        personal: { reason: 'checked the logs first' },
      },
    ]);
  });
});

describe('acting on an incident', () => {
  it('records "not yet contained" without ever satisfying the promise', async () => {
    const incident = await declared();
    const path = `/v1/incidents/${incident.id}`;
    const notYet = await server.api.post(`${path}/containment`, {
      contained: false,
      because: 'the key is still valid',
    });
    expect(duty(notYet.body, 'containment')).toMatchObject({ state: 'open' });
    const done = await server.api.post(`${path}/containment`, { contained: true, how: 'key revoked' });
    expect(duty(done.body, 'containment')).toMatchObject({ state: 'satisfied', late: false });
    expect((await server.api.post(`${path}/containment`, { contained: true, how: 'again' })).status).toBe(
      409,
    );
    expect(duty(done.body, 'scope')).toMatchObject({ state: 'open' });
  });

  it('lets a named person decide with a reason, and nobody else', async () => {
    const incident = await declared();
    const path = `/v1/incidents/${incident.id}/obligations/individuals/decision`;
    expect((await server.api.post(path, { decision: 'notRequired', by: 'Ada' })).status).toBe(400);
    const decided = await server.api.post(path, {
      decision: 'notRequired',
      reason: 'only test data',
      by: 'Ada',
    });
    expect(duty(decided.body, 'individuals')).toMatchObject({
      state: 'notRequired',
      decidedBy: 'Ada',
      decisionReason: 'only test data',
    });
    expect(
      (
        await server.api.post(`/v1/incidents/${incident.id}/obligations/tea/decision`, {
          decision: 'required',
          reason: 'none',
          by: 'Ada',
        })
      ).status,
    ).toBe(404);
  });

  it('closes only when every duty is met or decided, and reopens', async () => {
    const incident = await declared();
    const path = `/v1/incidents/${incident.id}`;
    const refused = await server.api.post(`${path}/closure`, { reason: 'all done' });
    expect(refused.status).toBe(409);
    expect(refused.body.obligations).toEqual(expect.arrayContaining(['authority', 'containment']));
    await server.api.post(`${path}/containment`, { contained: true, how: 'key revoked' });
    await server.api.post(`${path}/scope`, { findings: '120 families' });
    await server.api.post(`${path}/submissions`, { route: 'telephone', by: 'Ada' });
    for (const id of ['individuals', 'publicSummary', 'followUp']) {
      await server.api.post(`${path}/obligations/${id}/decision`, {
        decision: 'notRequired',
        reason: 'only test data',
        by: 'Ada',
        evidence: 'the log of the table',
        secondBy: 'Ben',
      });
    }
    const closed = await server.api.post(`${path}/closure`, { reason: 'all done' });
    expect(closed.body.status).toBe('closed');
    expect((await server.api.post(`${path}/containment`, { contained: true, how: 'x y z' })).body.type).toBe(
      '/problems/incidentClosed',
    );
    expect(
      (await server.api.post(`${path}/reopening`, { reason: 'the key was used again' })).body.status,
    ).toBe('open');
  });

  it('records a report made by any route, without approval, in time or late', async () => {
    const incident = await declared({ discoveredAt: '2026-03-20T09:00Z' });
    const path = `/v1/incidents/${incident.id}`;
    const answer = await server.api.post(`${path}/submissions`, {
      route: 'onlineForm',
      by: 'Ada',
      reasonsForDelay: 'found late',
    });
    expect(duty(answer.body, 'authority')).toMatchObject({ state: 'satisfied', late: true });
    const [entry] = (await server.api.get(`${path}/timeline?kind=submission.recorded`)).body.items;
    expect(entry.data).toMatchObject({
      reference: 'awaited',
      approved: false,
      late: true,
      route: 'onlineForm',
    });
    const later = await server.api.post(`${path}/submissions`, {
      route: 'email',
      reference: 'IC-123',
      by: 'Ada',
    });
    expect(later.status).toBe(200);
  });

  it('turns a drill into an incident with its original instants, and never the other way', async () => {
    const drill = await declared({ drill: { scale: 1440 } });
    expect(drill.reference).toMatch(/^D-/);
    const real = await server.api.post(`/v1/incidents/${drill.id}/real`, {
      reason: 'it was real',
      by: 'Ada',
    });
    expect(real.body).toMatchObject({
      drill: null,
      discoveredAt: drill.discoveredAt,
      declaredAt: drill.declaredAt,
    });
    const again = await server.api.post(`/v1/incidents/${drill.id}/real`, {
      reason: 'it was real',
      by: 'Ada',
    });
    expect(again.body.type).toBe('/problems/notADrill');
  });
});

describe('reading', () => {
  it('lists by cursor, newest first, and refuses a cursor that is not its own', async () => {
    const all: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await server.api.get(`/v1/incidents?limit=4${cursor ? `&cursor=${cursor}` : ''}`);
      all.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(8);
    expect((await server.api.get('/v1/incidents?cursor=abc')).status).toBe(400);
  });

  it('shows nothing without a key, with a wrong one, or with too small a scope', async () => {
    expect((await server.api.as(undefined).get('/v1/incidents')).status).toBe(401);
    expect((await server.api.as('tocsin_x.y').get('/v1/incidents')).status).toBe(401);
    const reader = await server.key(['incidents:read']);
    expect((await server.api.as(reader).get('/v1/incidents')).status).toBe(200);
    expect((await server.api.as(reader).post('/v1/incidents', declaration())).status).toBe(403);
  });

  it("answers another organisation's incident like one that does not exist", async () => {
    const incident = await declared();
    const stranger = await server.otherOrganisation();
    const theirs = await server.api.as(stranger).get(`/v1/incidents/${incident.id}`);
    const none = await server.api.as(stranger).get('/v1/incidents/018f0000-0000-7000-8000-00000000dead');
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body, instance: '' }).toEqual({ ...none.body, instance: '' });
  });

  it('describes every route in OpenAPI 3.1', async () => {
    const { body } = await server.api.as(undefined).get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/incidents', '/v1/incidents/{id}', '/v1/incidents/{id}/timeline']),
    );
  });

  it('carries the time of the server in its answers', async () => {
    expect((await server.api.as(undefined).get('/v1/time')).body.serverTime).toBe('2026-03-27T16:40:00.000Z');
  });
});
