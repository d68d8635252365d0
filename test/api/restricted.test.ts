import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SCOPES } from '../../db/apiKeys.ts';
import { inOrganisation } from '../../db/database.ts';
import { acknowledgeToken } from '../../domain/links.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const TITLE = 'Payroll read by one of us';
const declaration = {
  title: TITLE,
  discoveredAt: '2026-03-27T16:30',
  questions: { insiderInvolved: 'yes' },
  tracks: [{ id: 'staff', facts: HIGH_RISK }],
};

let server: ApiServer;
/** May see it: the key of the one person who is named. */
let ada: ApiClient;
/** May not: a key of nobody, a key of somebody else. */
let nobody: ApiClient;
let ben: ApiClient;
/** May: the scope. */
let auditor: ApiClient;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: new Date('2026-03-27T16:40:00Z') });
  nobody = server.api;
  ada = nobody.as(await server.key(DEFAULT_SCOPES, 'ada'));
  ben = nobody.as(await server.key(DEFAULT_SCOPES, 'ben'));
  auditor = nobody.as(await server.key([...DEFAULT_SCOPES, 'incidents:restricted']));
});
afterAll(() => server.stop());

const restricted = async (values: Record<string, unknown> = {}) => {
  const answer = await ada.post('/v1/incidents', { ...declaration, restrictedTo: ['ada'], ...values });
  expect(answer.status).toBe(201);
  return answer.body;
};
const WHO = { by: 'Ada Owner', reason: 'It may be one of us' };
const GONE = { status: 404 };

interface Route {
  method: string;
  path: string;
}
/** Every route of the contract. */
const routes = (): Route[] => {
  const paths = server.app.swagger().paths ?? {};
  return Object.entries(paths).flatMap(([path, of]) =>
    Object.keys(of as object).map((method) => ({ method: method.toUpperCase(), path })),
  );
};
const withId = (): Route[] => routes().filter(({ path }) => path.includes('{id}'));
const withoutId = (): Route[] =>
  routes().filter(({ method, path }) => method === 'GET' && !path.includes('{'));

/** What names a restricted incident from inside: ids of its parts. */
async function partsOf(id: string): Promise<Record<string, string>> {
  const first = async (path: string): Promise<string> =>
    (await ada.get(`/v1/incidents/${id}/${path}`)).body.items?.[0]?.id ?? randomUUID();
  await ada.post(`/v1/incidents/${id}/notices`, { kind: 'ico-initial' });
  await ada.post(`/v1/incidents/${id}/demands`, { kind: 'complaint', from: 'A', subject: 'B' });
  return {
    id,
    page: await first('pages'),
    notice: await first('notices'),
    demand: 'complaint-1',
    obligation: 'authority',
    task: 'task-1',
    role: 'lead',
    hold: 'hold-1',
    track: 'staff',
  };
}

const fill = (path: string, parts: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? randomUUID());

/** Without what differs from one request to the next: the instant, the path that was asked, the time in a ZIP file. */
const comparable = (body: unknown): string =>
  (typeof body === 'string' ? body.replace(/^PK.*/s, (zip) => `${zip.length}`) : JSON.stringify(body))
    .replaceAll(/"(server|database)Time":"[^"]*"/g, '')
    .replace(/"instance":"[^"]*"/, '');

const BY = { by: 'Ben Friend' };
/** Changes that an open incident takes. */
const CHANGES: Record<string, object> = {
  'PATCH ': { revision: 1, title: 'Mine', ...BY },
  'POST /notes': { text: 'I was here', ...BY },
  'POST /containment': { contained: true, how: 'unplugged', ...BY },
  'POST /scope': { findings: 'nothing', ...BY },
  'POST /closure': { reason: 'all is well', ...BY },
  'POST /reopening': { reason: 'all is not well', ...BY },
  'POST /real': { reason: 'it is', ...BY },
  'POST /obligations/{obligation}/decision': { decision: 'notRequired', reason: 'no risk', ...BY },
  'POST /obligations/{obligation}/plan': { until: '2026-03-28T16:30', plan: 'wait', ...BY },
  'POST /obligations/{obligation}/satisfaction': { how: 'told them', ...BY },
  'POST /clock-confirmation': { decision: 'confirmed', reason: 'so it is', evidence: 'a log', ...BY },
  'POST /demands': { kind: 'complaint', from: 'A', subject: 'B', ...BY },
  'PATCH /demands/{demand}': { ended: true, reason: 'withdrawn', ...BY },
  'POST /submissions': { route: 'telephone', ...BY },
  'POST /notices': { kind: 'ico-initial' },
  'POST /notices/{notice}/approval': { ...BY },
  'POST /pages/{page}/acknowledgement': { ...BY },
  'POST /tasks': { title: 'Mine', ...BY },
  'PATCH /tasks/{task}': { owner: { role: 'lead' }, ...BY },
  'POST /tasks/{task}/state': { state: 'done', ...BY },
  'POST /tasks/{task}/comments': { text: 'I was here', ...BY },
  'POST /playbooks': { playbooks: ['insider'], ...BY },
  'PUT /roles/{role}': { person: 'ben', ...BY },
  'POST /legal-holds': { ...BY },
  'POST /legal-holds/{hold}/lifting': { reason: 'not needed', ...BY },
  'PUT /restriction': { restricted: false, reason: 'I want to see it', ...BY },
};

describe('a restricted incident, for a key that may not see it', () => {
  it('answers on every route that takes an incident as one that does not exist does', async () => {
    const { id } = await restricted();
    const parts = await partsOf(id);
    const other = { ...parts, id: randomUUID() };
    const asked = withId();
    expect(asked.length).toBeGreaterThan(25);
    for (const { method, path } of asked) {
      for (const outsider of [nobody, ben]) {
        const body = method === 'GET' ? undefined : {};
        const hidden = await outsider.request(method, fill(path, parts), body);
        const none = await outsider.request(method, fill(path, other), body);
        expect([path, hidden.status, comparable(hidden.body)]).toEqual([
          path,
          none.status,
          comparable(none.body),
        ]);
        if (method === 'GET') expect([path, hidden.status]).toEqual([path, 404]);
      }
    }
  });

  it('takes no change, however well it is written', async () => {
    const { id } = await restricted();
    const parts = await partsOf(id);
    const before = (await ada.get(`/v1/incidents/${id}/timeline?limit=500`)).body.items.length;
    for (const [route, body] of Object.entries(CHANGES)) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await ben.request(method, fill(`/v1/incidents/{id}${path}`, parts), body);
      expect([route, answer.status, answer.body.detail]).toEqual([route, 404, 'There is no such incident.']);
    }
    expect((await ada.get(`/v1/incidents/${id}/timeline?limit=500`)).body.items).toHaveLength(before);
  });

  it('and those who may see it are answered: the ids of the matrix are real', async () => {
    const { id } = await restricted();
    const parts = await partsOf(id);
    const answers = [];
    // An incident that was declared is no suspicion: those routes answer 404 to everybody.
    const declared = withId().filter(({ path }) => !path.startsWith('/v1/suspected-incidents'));
    for (const { path } of declared.filter(({ method }) => method === 'GET')) {
      const { status } = await ada.get(fill(path, parts));
      answers.push([path, status]);
    }
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  });

  it('changes no list, register, figure, count, feed or document', async () => {
    const look = async (who: ApiClient) =>
      Promise.all(
        withoutId().map(async ({ path }) => [path, comparable((await who.get(path)).body)] as const),
      );
    await nobody.post('/v1/incidents', { title: 'Known to all', discoveredAt: '2026-03-27T16:30' });
    const before = [await look(nobody), await look(ben)];
    const incident = await restricted();
    await partsOf(incident.id);
    const after = [await look(nobody), await look(ben)];
    expect(after).toEqual(before);
    const seen = (await look(ada)).filter(([, body]) => body.includes(incident.reference));
    expect(seen.map(([path]) => path)).toEqual(
      expect.arrayContaining(['/v1/incidents', '/v1/register', '/v1/register.csv']),
    );
  });

  it('takes its number from a series of its own, so that no gap tells of it', async () => {
    const one = await nobody.post('/v1/incidents', { title: 'One', discoveredAt: '2026-03-27T16:30' });
    expect((await restricted()).reference).toMatch(/^2026-R\d{3}$/);
    const two = await nobody.post('/v1/incidents', { title: 'Two', discoveredAt: '2026-03-27T16:30' });
    expect(Number(two.body.reference.slice(5))).toBe(Number(one.body.reference.slice(5)) + 1);
  });

  it('is not found by its reference, nor by the Idempotency-Key of its declaration', async () => {
    const { reference } = await restricted();
    expect((await ben.get(`/v1/incidents?reference=${reference}`)).body.items).toEqual([]);
    const headers = { 'idempotency-key': 'restricted-1' };
    const body = { ...declaration, restrictedTo: ['ada'] };
    await ada.post('/v1/incidents', body, headers);
    expect(await ben.post('/v1/incidents', body, headers)).toMatchObject(GONE);
    expect(await ada.post('/v1/incidents', body, headers)).toMatchObject({ status: 201 });
  });

  it('cannot be reached through another incident, nor named in a bundle', async () => {
    const { id } = await restricted();
    const { page = '', notice = '' } = await partsOf(id);
    const { body: known } = await ben.post('/v1/incidents', {
      title: 'Known',
      discoveredAt: '2026-03-27T16:30',
    });
    const answers = async (parts: { page: string; notice: string; incident: string }) => {
      const about = `/v1/incidents/${known.id}`;
      const bundle = { name: 'Both', incidents: [known.id, parts.incident], reason: 'alike', by: 'Ben' };
      const all = [
        await ben.post(`${about}/pages/${parts.page}/acknowledgement`),
        await ben.get(`${about}/notices/${parts.notice}`),
        await ben.post('/v1/register/bundles', bundle),
      ];
      return all.map(({ status, body }) => [status, comparable(body)]);
    };
    const none = { page: randomUUID(), notice: randomUUID(), incident: randomUUID() };
    const hidden = await answers({ page, notice, incident: id });
    expect(hidden).toEqual(await answers(none));
    expect(hidden.map(([status]) => status)).toEqual([404, 404, 404]);
  });

  it('verifies as part of the whole record, without being counted', async () => {
    const before = (await ben.get('/v1/timeline/verification')).body;
    await restricted();
    const after = (await ben.get('/v1/timeline/verification')).body;
    expect([after.ok, after.sealed + after.unsealed]).toEqual([true, before.sealed + before.unsealed]);
    const all = (await auditor.get('/v1/timeline/verification')).body;
    expect(all.sealed + all.unsealed).toBeGreaterThan(after.sealed + after.unsealed);
  });
});

describe('what is open to everybody', () => {
  it('names no restricted incident: metrics, health, the contract', async () => {
    const { id, reference } = await restricted();
    for (const path of ['/metrics', '/healthz', '/readyz', '/openapi.json', '/v1/time', '/']) {
      const { body } = await nobody.as(undefined).get(path);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      expect([path, text.includes(id), text.includes(reference)]).toEqual([path, false, false]);
    }
  });

  it('opens the link of a page to the named alone, and not to whoever was taken off the list', async () => {
    const { id } = await restricted({ restrictedTo: ['ada', 'ben'] });
    const page = (await ada.get(`/v1/incidents/${id}/pages`)).body.items[0].id;
    const link = (personId: string, incidentId = id) =>
      `/acknowledge/${acknowledgeToken(server.linkKey, {
        organisationId: server.organisationId, incidentId, pageId: page, personId,
        expiresAt: new Date(server.time.now.getTime() + 3_600_000),
      })}`; // prettier-ignore
    expect((await nobody.as(undefined).get(link('ben'))).status).toBe(200);
    await ada.put(`/v1/incidents/${id}/restriction`, { restricted: true, restrictedTo: ['ada'], ...WHO });
    const none = await nobody.as(undefined).get(link('ben', randomUUID()));
    for (const method of ['GET', 'POST']) {
      const answer = await nobody.as(undefined).request(method, link('ben'));
      expect([method, answer.status, answer.body]).toEqual([method, 404, none.body]);
    }
    expect((await nobody.as(undefined).get(link('ada'))).status).toBe(200);
  });
});

describe('who sees it', () => {
  it('is the key of a person who is named, and the scope incidents:restricted', async () => {
    const { id } = await restricted();
    const path = `/v1/incidents/${id}`;
    expect(await ada.get(path)).toMatchObject({ status: 200, body: { restrictedTo: ['ada'] } });
    expect(await auditor.get(path)).toMatchObject({ status: 200 });
    expect(await ada.post(`${path}/notes`, { text: 'Written by one who may' })).toMatchObject({
      status: 200,
    });
  });

  it('is read anew with every request: whoever is taken off the list is shut out', async () => {
    const { id } = await restricted({ restrictedTo: ['ada', 'ben'] });
    expect(await ben.get(`/v1/incidents/${id}`)).toMatchObject({ status: 200 });
    const change = { restricted: true, restrictedTo: ['ada'], ...WHO };
    expect(await ada.put(`/v1/incidents/${id}/restriction`, change)).toMatchObject({ status: 200 });
    expect(await ben.get(`/v1/incidents/${id}`)).toMatchObject(GONE);
  });

  it('is nobody in a transaction that says nothing of who is looking', async () => {
    const { id } = await restricted();
    const tables = ['obligations', 'pages', 'timelineEntries', 'tasks', 'legalHolds', 'demands'] as const;
    await inOrganisation(server.db, server.organisationId, async (scope) => {
      for (const table of tables) {
        const found = await scope.selectFrom(table).selectAll().where('incidentId', '=', id).execute();
        expect([table, found]).toEqual([table, []]);
      }
      expect(await scope.selectFrom('incidents').selectAll().where('id', '=', id).execute()).toEqual([]);
    });
  });
});

describe('the list', () => {
  const put = (who: ApiClient, id: string, body: object) => who.put(`/v1/incidents/${id}/restriction`, body);

  it('is set later as well, each version kept with who and when', async () => {
    const { body: incident } = await ada.post('/v1/incidents', declaration);
    const first = await put(ada, incident.id, { restricted: true, restrictedTo: ['ada'], ...WHO });
    expect(first.body.restrictedTo).toEqual(['ada']);
    const second = await put(ada, incident.id, { restricted: true, restrictedTo: ['ada', 'ben'], by: 'Ada' });
    expect(second.body.versions).toMatchObject([
      { version: 1, people: ['ada'], by: 'Ada Owner', reason: 'It may be one of us' },
      { version: 2, people: ['ada', 'ben'], by: 'Ada', reason: null },
    ]);
    const { items } = (await ada.get(`/v1/incidents/${incident.id}/timeline?kind=incident.restricted`)).body;
    expect(items.map(({ personal }: { personal: unknown }) => personal)).toMatchObject([
      { by: 'Ada Owner', names: 'ada' },
      { by: 'Ada', names: 'ada, ben', before: 'ada' },
    ]);
  });

  it('may name somebody who came after the declaration', async () => {
    const { body: incident } = await ada.post('/v1/incidents', declaration);
    const stored = (await nobody.get('/v1/organisation')).body;
    const { organisation } = stored;
    organisation.policy.people.push({ id: 'dee', name: 'Dee New', email: 'dee@school.test' });
    await nobody.put('/v1/organisation', { revision: stored.revision, organisation });
    const change = { restricted: true, restrictedTo: ['ada', 'dee'], ...WHO };
    expect(await put(ada, incident.id, change)).toMatchObject({ status: 200 });
    const dee = nobody.as(await server.key(DEFAULT_SCOPES, 'dee'));
    expect(await dee.get(`/v1/incidents/${incident.id}`)).toMatchObject({ status: 200 });
  });

  it('is lifted with a reason only, and then everybody sees the incident', async () => {
    const { id } = await restricted();
    expect(await put(ada, id, { restricted: false, by: 'Ada' })).toMatchObject({ status: 400 });
    expect(await put(ada, id, { restricted: false, ...WHO })).toMatchObject({
      status: 200,
      body: { restrictedTo: null },
    });
    expect(await ben.get(`/v1/incidents/${id}`)).toMatchObject({ status: 200 });
    expect(await put(ada, id, { restricted: false, ...WHO })).toMatchObject({ status: 409 });
  });

  it('cannot be undone silently: the database refuses to change or delete a version', async () => {
    const { id } = await restricted();
    const attempt = (text: string) =>
      inOrganisation(server.db, server.organisationId, async (scope) => {
        if (text === 'delete')
          await scope.deleteFrom('incidentRestrictions').where('incidentId', '=', id).execute();
        else await scope.updateTable('incidentRestrictions').set({ people: null }).execute();
      });
    await expect(attempt('delete')).rejects.toThrow(/permission denied/);
    await expect(attempt('update')).rejects.toThrow(/permission denied/);
  });

  it.each([
    [{ restrictedTo: ['zoe'] }, /not among the people of the policy/],
    [{ restrictedTo: ['ben'] }, /this key would not see the incident any more/],
  ])('refuses %j', async (values, message) => {
    const answer = await ada.post('/v1/incidents', { ...declaration, ...values });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: '/restrictedTo' }] } });
    expect(answer.body.detail).toMatch(message);
  });

  it('refuses people of whom nobody can be reached, and says what to do', async () => {
    const people = [
      { id: 'ada', name: 'Ada Owner' },
      { id: 'ben', name: 'Ben', email: 'ben@x.test' },
    ];
    const other = await startApi({
      organisation: sampleOrganisation({ people, escalation: [{ people: ['ben'] }] }),
      now: new Date('2026-03-27T16:40:00Z'),
    });
    try {
      const key = other.api.as(await other.key(DEFAULT_SCOPES, 'ada'));
      const answer = await key.post('/v1/incidents', { ...declaration, restrictedTo: ['ada'] });
      expect(answer.body.detail).toMatch(/none of these people can be reached; give one of them/);
    } finally {
      await other.stop();
    }
  });

  it('takes the incident out of a bundle that others read, and keeps it out', async () => {
    const { body: incident } = await ada.post('/v1/incidents', declaration);
    const { body: open } = await ada.post('/v1/incidents', declaration);
    const made = await ada.post('/v1/register/bundles', {
      name: 'Two of a kind', incidents: [incident.id, open.id], reason: 'the same manner', by: 'Ada',
    }); // prettier-ignore
    await put(ada, incident.id, { restricted: true, restrictedTo: ['ada'], ...WHO });
    const path = `/v1/register/bundles/${made.body.id}`;
    expect((await ben.get(path)).body.members).toHaveLength(1);
    const again = await ada.patch(path, { add: [incident.id], reason: 'again', by: 'Ada' });
    expect(again).toMatchObject({ status: 400, body: { detail: expect.stringContaining('is restricted') } });
  });
});
