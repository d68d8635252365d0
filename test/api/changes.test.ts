import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({ roles: ['controller', 'processor'] }),
    now: NOW,
  });
});
afterAll(() => server.stop());

async function declared(values: Record<string, unknown> = {}) {
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: { role: 'controller' } }],
    ...values,
  });
  expect(status).toBe(201);
  return { id: body.id as string, path: `/v1/incidents/${body.id}`, body };
}
const duty = (body: { obligations: { id: string }[] }, id: string) =>
  body.obligations.find((one) => one.id === id);
const kinds = async (path: string): Promise<string[]> =>
  (await server.api.get(`${path}/timeline?limit=500`)).body.items.map(
    (entry: { kind: string }) => entry.kind,
  );

const SURE = { evidence: 'the log of the table', secondBy: 'Ben' };

describe('a change that overtakes what was done', () => {
  it('asks a person before the duties of a role end that goes, and forgets the question when it comes back', async () => {
    const { path } = await declared();
    const processor = await server.api.patch(path, {
      revision: 1,
      tracks: [{ id: 'theirs', facts: { role: 'processor' } }],
      removeTracks: ['bookings'],
    });
    expect(duty(processor.body, 'authority')).toMatchObject({
      applicability: 'decide',
      state: 'open',
      proposal: { applicability: 'notRequired' },
    });
    expect(duty(processor.body, 'controllers')).toMatchObject({ applicability: 'required' });
    expect(await kinds(path)).toContain('obligation.proposed');
    const pages = (await server.api.get(`${path}/pages`)).body.items;
    expect(pages.filter((page: { reason: string }) => page.reason === 'confirmClock')).toHaveLength(1);
    const back = await server.api.patch(path, {
      revision: 2,
      tracks: [{ id: 'ours', facts: { role: 'controller' } }],
    });
    expect(duty(back.body, 'authority')).toMatchObject({ applicability: 'required', proposal: null });
  });

  it('brings a decision back when later facts contradict it', async () => {
    const { path } = await declared();
    const decision = { decision: 'notRequired', reason: 'only test data', by: 'Ada', ...SURE };
    await server.api.post(`${path}/obligations/authority/decision`, decision);
    const { body } = await server.api.patch(path, {
      revision: 2,
      tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    });
    expect(duty(body, 'authority')).toMatchObject({
      state: 'open',
      decidedBy: null,
      applicability: 'required',
    });
    const pages = (await server.api.get(`${path}/pages`)).body.items;
    expect(pages.map((page: { obligation: string }) => page.obligation)).toContain('authority');
  });

  it('refuses to approve a version whose facts have changed since, and approves the very words that were read', async () => {
    const { path } = await declared({ narrative: { whatHappened: 'OLD WORDS' } });
    const { body: notice } = await server.api.post(`${path}/notices`, { kind: 'ico-initial' });
    await server.api.patch(path, { revision: 1, narrative: { whatHappened: 'NEW WORDS' } });
    const refused = await server.api.post(`${path}/notices/${notice.id}/approval`, { by: 'Ada' });
    expect(refused.status).toBe(409);
    const { body: newer } = await server.api.post(`${path}/notices`, { kind: 'ico-initial' });
    expect((await server.api.post(`${path}/notices/${newer.id}/approval`, { by: 'Ada' })).status).toBe(200);
    expect((await server.api.get(newer.links.md)).body).toContain('NEW WORDS');
  });

  it('makes a report late when awareness turns out to have been earlier', async () => {
    const { path } = await declared({
      discoveredAt: '2026-01-30T09:00Z',
      awareAt: '2026-02-02T09:00Z',
      awareReason: 'the logs were checked first',
    });
    await server.api.post(`${path}/submissions`, { route: 'onlineForm', by: 'Ada' });
    const { body } = await server.api.patch(path, {
      revision: 2,
      awareAt: '2026-01-30T09:00Z',
      awareReason: 'it was certain at once',
    });
    expect(duty(body, 'authority')).toMatchObject({ state: 'satisfied', late: true });
    const { body: notice } = await server.api.post(`${path}/notices`, { kind: 'ico-initial' });
    expect((await server.api.get(notice.links.json)).body).toMatchObject({ reasonsForDelayNeeded: true });
  });
});

describe('what may be done at any time', () => {
  it('records a report on a closed incident, and one that no duty asked for', async () => {
    const { path } = await declared({ tracks: [{ id: 'theirs', facts: { role: 'processor' } }] });
    const { body } = await server.api.post(`${path}/submissions`, {
      route: 'telephone',
      by: 'Ada',
      voluntary: true,
    });
    expect(duty(body, 'authority')).toMatchObject({ state: 'satisfied' });
    await server.api.post(`${path}/containment`, { contained: true, how: 'key revoked' });
    await server.api.post(`${path}/scope`, { findings: 'one customer' });
    for (const id of ['controllers', 'publicSummary']) {
      await server.api.post(`${path}/obligations/${id}/decision`, {
        decision: 'notRequired',
        reason: 'told already',
        by: 'Ada',
        ...SURE,
      });
    }
    expect((await server.api.post(`${path}/closure`, { reason: 'all done' })).status).toBe(200);
    expect(
      (await server.api.post(`${path}/submissions`, { route: 'email', reference: 'IC-9', by: 'Ada' })).status,
    ).toBe(200);
  });

  it('lets a person decide to tell people although no rule asks for it', async () => {
    const harmless = {
      ...HIGH_RISK,
      individuals: { approx: 3, children: false, vulnerable: false },
      dataCategories: ['name', 'email'],
      criminalOffence: false,
      malicious: false,
      recipients: { known: true, trusted: true, count: 1, deletionConfirmed: true },
    };
    const { path, body } = await declared({ tracks: [{ id: 'bookings', facts: harmless }] });
    expect(duty(body, 'individuals')).toBeUndefined();
    const decided = await server.api.post(`${path}/obligations/individuals/decision`, {
      decision: 'required',
      reason: 'we want to',
      by: 'Ada',
    });
    expect(duty(decided.body, 'individuals')).toMatchObject({ applicability: 'required', decidedBy: 'Ada' });
  });

  it('refuses a plan for a duty that is met, and one that nobody would look at for days', async () => {
    const { path } = await declared();
    const far = await server.api.post(`${path}/obligations/authority/plan`, {
      until: '2026-03-01T00:00Z',
      plan: 'later',
    });
    expect(far.body.errors[0].field).toBe('/until');
    await server.api.post(`${path}/containment`, { contained: true, how: 'key revoked' });
    const done = await server.api.post(`${path}/obligations/containment/plan`, {
      until: '2026-02-04T00:00Z',
      plan: 'later',
    });
    expect(done.status).toBe(409);
  });
});

describe('a drill that turns out to be real', () => {
  it('starts over: nothing that was practised counts, and it gets a reference of its own', async () => {
    const { path } = await declared({ drill: { scale: 1440 } });
    await server.api.post(`${path}/containment`, { contained: true, how: 'practised' });
    await server.api.post(`${path}/submissions`, { route: 'onlineForm', by: 'Ada' });
    server.time.now = new Date(NOW.getTime() + 60_000);
    const { body } = await server.api.post(`${path}/real`, { reason: 'it is real', by: 'Ada' });
    expect(body.reference).toMatch(/^2026-\d+$/);
    expect(body.containedAt).toBeNull();
    for (const id of ['containment', 'authority'])
      expect(duty(body, id)).toMatchObject({ state: 'open', satisfiedAt: null });
    const { body: notice } = await server.api.post(`${path}/notices`, { kind: 'ico-initial' });
    expect((await server.api.get(notice.links.md)).body).not.toContain('DRILL');
    expect(
      (await kinds(path)).filter((kind) => kind === 'obligation.reopened').length,
    ).toBeGreaterThanOrEqual(2);
    server.time.now = NOW;
  });
});
