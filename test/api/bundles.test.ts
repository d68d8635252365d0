import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eraseKey } from '../support/erase.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

const declare = async (discoveredAt = '2026-02-03T11:00Z', more: object = {}) => {
  const tracks = [{ id: 'mail', facts: { ...HIGH_RISK, cause: 'misdirectedEmail' } }];
  const { body } = await server.api.post('/v1/incidents', { title: 'Mail went astray', discoveredAt, tracks, ...more });
  return body as { id: string; reference: string };
}; // prettier-ignore

const why = { reason: 'the same fault of one list', by: 'Ada' };
const makeBundle = (incidents: string[]) =>
  server.api.post('/v1/register/bundles', { name: 'Mailing list', incidents, ...why });
const entries = async (id: string, kind: string) =>
  (await server.api.get(`/v1/incidents/${id}/timeline?kind=${kind}`)).body.items;
const entryOf = async (id: string) =>
  (await server.api.get('/v1/register?limit=100')).body.items.find((one: { id: string }) => one.id === id);

describe('a bundle', () => {
  it('is made of incidents, and each entry shows it', async () => {
    const [one, two] = [await declare(), await declare()];
    const { status, headers, body } = await makeBundle([two.id, one.id.toUpperCase()]);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/register/bundles/${body.id}`);
    expect(body).toMatchObject({ name: 'Mailing list', reason: why.reason, by: 'Ada', revision: 1 });
    expect(body.members).toEqual([
      { id: one.id, reference: one.reference },
      { id: two.id, reference: two.reference },
    ]);
    expect((await entryOf(one.id)).bundle).toMatchObject({ id: body.id, members: body.members });
    expect((await entries(two.id, 'bundle.joined'))[0]).toMatchObject({
      personal: { name: 'Mailing list', by: 'Ada', reason: why.reason },
    });
    expect((await server.api.get(`/v1/register/bundles/${body.id}`)).body).toEqual(body);
    expect((await server.api.get('/v1/register/bundles')).body.items).toContainEqual(body);
  });

  it('takes in and lets go, with the reason', async () => {
    const [one, two] = [await declare(), await declare()];
    const { id } = (await makeBundle([one.id])).body;
    const path = `/v1/register/bundles/${id}`;
    const changed = await server.api.patch(path, { add: [two.id], remove: [one.id], ...why });
    expect(changed.body).toMatchObject({ revision: 2, members: [{ reference: two.reference }] });
    expect(await entries(one.id, 'bundle.left')).toHaveLength(1);
    expect((await entryOf(one.id)).bundle).toBeNull();
    expect((await server.api.patch(path, why)).status).toBe(400);
    expect((await server.api.patch(path, { remove: [one.id], ...why })).status).toBe(404);
  });

  it('refuses an incident of another bundle, a drill, and what is not there, and keeps nothing of it', async () => {
    const [one, two] = [await declare(), await declare()];
    const { id } = (await makeBundle([one.id])).body;
    const taken = await makeBundle([two.id, one.id]);
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({ type: '/problems/alreadyBundled', bundle: id });
    expect((await entryOf(two.id)).bundle).toBeNull();
    const drill = await declare(undefined, { drill: {} });
    const refused = await makeBundle([drill.id]);
    expect(refused.body).toMatchObject({ status: 400, errors: [{ field: '/incidents' }] });
    expect((await makeBundle(['018f0000-0000-7000-8000-000000000009'])).status).toBe(404);
  });

  it('is another organisation’s nothing', async () => {
    const one = await declare();
    const { id } = (await makeBundle([one.id])).body;
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get(`/v1/register/bundles/${id}`)).status).toBe(404);
    expect((await stranger.patch(`/v1/register/bundles/${id}`, { remove: [one.id], ...why })).status).toBe(404);
    const report = { route: 'email', by: 'Eve' };
    expect((await stranger.post(`/v1/register/bundles/${id}/submissions`, report)).status).toBe(404);
    expect((await stranger.post('/v1/register/bundles', { name: 'x', incidents: [one.id], ...why })).status).toBe(404);
    expect((await stranger.get('/v1/register/bundles')).body.items).toEqual([]);
  }); // prettier-ignore

  it('cannot be changed without the scope', async () => {
    const reader = server.api.as(await server.key(['incidents:read']));
    const body = { name: 'x', incidents: [(await declare()).id], ...why };
    expect((await reader.post('/v1/register/bundles', body)).status).toBe(403);
  });
});

describe('one notification for a bundle', () => {
  it('is a submission of its own for each incident, late or in time on its own clock', async () => {
    const before = (await server.api.get('/v1/statistics')).body.authority;
    const all = [await declare('2026-01-31T11:00Z'), await declare(), await declare()];
    const { id } = (await makeBundle(all.map((one) => one.id))).body;
    const { body, status } = await server.api.post(`/v1/register/bundles/${id}/submissions`, {
      route: 'onlineForm',
      reference: 'IC-7',
      reasonsForDelay: 'the first looked like one mail',
      by: 'Ada',
    });
    expect(status).toBe(200);
    const late = Object.fromEntries(
      body.submissions.map((one: { reference: string; late: boolean }) => [one.reference, one.late]),
    );
    expect(late).toEqual(Object.fromEntries(all.map((one, n) => [one.reference, n === 0])));
    for (const one of all) {
      const [notice] = (await entryOf(one.id)).authority;
      expect(notice).toMatchObject({ outcome: 'told', reference: 'IC-7', phases: [{ report: body.report }] });
      expect(await entries(one.id, 'submission.recorded')).toHaveLength(1);
      const [reported] = await entries(one.id, 'bundle.reported');
      expect(reported.data.incidents).toEqual(all.map(({ reference }) => reference));
      expect(reported.text).toContain('one notification');
    }
    const grounds = { reason: 'the form says so', evidence: 'its receipt', secondBy: 'Ben' };
    const arrived = {
      route: 'onlineForm',
      reference: 'IC-8',
      madeAt: '2026-02-03T11:59Z',
      by: 'Ada',
      ...grounds,
    };
    await server.api.post(`/v1/incidents/${all[1]!.id}/submissions`, arrived);
    expect((await entryOf(all[1]!.id)).authority[0].phases).toMatchObject([
      { report: body.report, reference: 'IC-8', madeAt: '2026-02-03T11:59:00.000Z' },
    ]);
    const after = (await server.api.get('/v1/statistics')).body.authority;
    expect(after.incidentsReported - before.incidentsReported).toBe(3);
    expect(after.reports - before.reports).toBe(1);
  });

  it('takes the phase of the notice that was used for those that have none of their own', async () => {
    const all = [await declare(), await declare()];
    const { id } = (await makeBundle(all.map((one) => one.id))).body;
    const report = (values: object) =>
      server.api.post(`/v1/register/bundles/${id}/submissions`, { route: 'email', by: 'Ada', ...values });
    await report({});
    const path = `/v1/incidents/${all[1]!.id}`;
    const { revision } = (await server.api.get(path)).body;
    await server.api.patch(path, { revision, narrative: { likelyConsequences: 'phishing' } });
    const notice = await server.api.post(`${path}/notices`, { kind: 'ico-follow-up' });
    expect(notice.status).toBe(201);
    const { body, status } = await report({ notice: notice.body.id });
    expect(status).toBe(200);
    for (const one of all)
      expect((await entryOf(one.id)).authority[0].phases).toMatchObject([
        { phase: 'initial' },
        { phase: 'followUp', report: body.report },
      ]);
    const unknown = await report({ notice: '018f0000-0000-7000-8000-000000000009' });
    expect(unknown.status).toBe(404);
  });

  it('is kept for all or for none, and says whose duty is missing', async () => {
    const one = await declare();
    const { id } = (await makeBundle([one.id])).body;
    const body = { obligation: 'authority:nobody', route: 'email', by: 'Ada' };
    const refused = await server.api.post(`/v1/register/bundles/${id}/submissions`, body);
    expect(refused.status).toBe(404);
    expect(refused.body.detail).toMatch(new RegExp(`^${one.reference}: `));
    expect(await entries(one.id, 'submission.recorded')).toEqual([]);
  });

  it('leaves out an incident whose key was erased and names it', async () => {
    const [one, gone] = [await declare(), await declare()];
    const { id } = (await makeBundle([one.id, gone.id])).body;
    await eraseKey(server.db, server.organisationId, gone.id, server.time.now);
    const report = { route: 'email', by: 'Ada' };
    const { body } = await server.api.post(`/v1/register/bundles/${id}/submissions`, report);
    expect(body.submissions).toMatchObject([{ incident: one.id }]);
    expect(body.erased).toEqual([gone.reference]);
  });

  it('of nothing is refused', async () => {
    const one = await declare();
    const { id } = (await makeBundle([one.id])).body;
    await server.api.patch(`/v1/register/bundles/${id}`, { remove: [one.id], ...why });
    const report = { route: 'email', by: 'Ada' };
    expect((await server.api.post(`/v1/register/bundles/${id}/submissions`, report)).status).toBe(400);
  });

  it('waits for nobody for ever: incidents are locked in one order, in whichever order they are named', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push((await declare()).id);
    const answers = await Promise.all([makeBundle(ids), makeBundle(ids.toReversed())]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('waits for nobody for ever: bundles that swap incidents and report at the same time all end', async () => {
    const all = [await declare(), await declare(), await declare(), await declare()];
    const ids = all.map((one) => one.id);
    const bundles = [(await makeBundle(ids.slice(0, 2))).body.id, (await makeBundle(ids.slice(2))).body.id];
    const change = (bundle: string, remove: string, add: string) =>
      server.api.patch(`/v1/register/bundles/${bundle}`, { remove: [remove], add: [add], ...why });
    const report = (bundle: string) =>
      server.api.post(`/v1/register/bundles/${bundle}/submissions`, { route: 'email', by: 'Ada' });
    const answers = await Promise.all([
      change(bundles[0], ids[0]!, ids[3]!),
      change(bundles[1], ids[3]!, ids[0]!),
      report(bundles[0]),
      report(bundles[1]),
      ...ids.map((id) => server.api.post(`/v1/incidents/${id}/notes`, { text: 'a note' })),
    ]);
    for (const { status } of answers) expect([200, 404, 409]).toContain(status);
  });
});
