import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { inOrganisation } from '../../db/database.ts';
import { changeIncident } from '../../db/incidentChange.ts';
import { findOrganisation } from '../../db/organisations.ts';
import { acknowledgeToken } from '../../domain/links.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- the description is walked, not typed */

const NOW = new Date('2026-02-03T12:00:00Z');
const AT = '2026-02-03T11:00:00.000Z';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const person = (id: string, url: string, secret?: string) => ({
  id,
  name: id,
  webhook: { url, ...(secret ? { secret } : {}) },
});

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({
      people: [person('ada', 'https://pager.example.org/x', SECRET), person('ben', 'http://[::1]:9/')],
    }),
    now: NOW,
  });
});
afterAll(() => server.stop());

async function declared(values: Record<string, unknown> = {}) {
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Lost laptop',
    discoveredAt: AT,
    ...values,
  });
  expect(status).toBe(201);
  return { id: body.id as string, path: `/v1/incidents/${body.id}`, body };
}
const fieldsOf = (body: { errors?: { field: string }[] }) => (body.errors ?? []).map(({ field }) => field);

describe('changing the answers to the three questions', () => {
  const questions = { physicalDanger: 'yes', insiderInvolved: 'no', channelsCompromised: 'unknown' };

  it('leaves the answers alone that a change does not name', async () => {
    const { path } = await declared({ questions });
    const { body } = await server.api.patch(path, { revision: 1, questions: { insiderInvolved: 'yes' } });
    expect(body.questions).toEqual({ ...questions, insiderInvolved: 'yes' });
  });

  it('takes null as "skipped"', async () => {
    const { path } = await declared({ questions });
    const { body } = await server.api.patch(path, { revision: 1, questions: { physicalDanger: null } });
    expect(body.questions).toEqual({ ...questions, physicalDanger: null });
  });

  it('changes none of them when the title changes', async () => {
    const { path } = await declared({ questions });
    expect((await server.api.patch(path, { revision: 1, title: 'New' })).body.questions).toEqual(questions);
  });
});

describe('two changes at once', () => {
  it('answers the slower one with the state that the faster one left', async () => {
    const { id, path } = await declared();
    const store = { db: server.db, keys: server.keys, clock: { now: () => server.time.now } };
    const target = { organisationId: server.organisationId, incidentId: id, actor: SYSTEM };
    const { answer } = await changeIncident(store, target, async (change) => {
      const slower = server.api.patch(path, { revision: 1, title: 'Slower' });
      await until('the slower change to wait', someoneWaits);
      change.update({ title: 'Faster' });
      change.announce();
      return { answer: slower };
    });
    expect(await answer).toMatchObject({
      status: 409,
      body: { type: '/problems/revisionConflict', current: { title: 'Faster', revision: 2 } },
    });
  });

  async function someoneWaits(): Promise<boolean> {
    const { rows } = await sql<{ n: string }>`select count(*) as n from pg_locks where not granted`.execute(
      server.db,
    );
    return Number(rows[0]?.n) > 0;
  }
});

describe('text that cannot be kept', () => {
  const refused = async (body: unknown, field: string) => {
    const answer = await server.api.post('/v1/incidents', body);
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalidRequest' } });
    expect(fieldsOf(answer.body)).toEqual([field]);
    expect(answer.body.detail).toMatch(/take it out/);
  };

  it.each([
    ['NUL in a title', { title: 'a\u0000b', discoveredAt: AT }, '/title'],
    [
      'half an emoji, deep inside',
      { title: 'x', discoveredAt: AT, narrative: { whatHappened: '\ud83d' } },
      '/narrative/whatHappened',
    ],
    [
      'NUL in a list',
      {
        title: 'x',
        discoveredAt: AT,
        tracks: [{ id: 'a', facts: { role: 'controller', dataCategories: ['ok', '\u0000'] } }],
      },
      '/tracks/0/facts/dataCategories/1',
    ],
    ['NUL in the name of a field', { 'a/b\u0000': 1 }, '/a~1b\uFFFD'],
  ])('is refused with its field: %s', (_, body, field) => refused(body, field));

  it('is refused however deep it lies, without a fault of the API', async () => {
    const depth = 100_000;
    const answer = await server.api.request(
      'POST',
      '/v1/incidents',
      `${'['.repeat(depth)}"\\u0000"${']'.repeat(depth)}`,
    );
    expect(answer.status).toBe(400);
  });

  it('is refused in a query parameter and in the path', async () => {
    const { path } = await declared();
    const query = await server.api.get('/v1/incidents?reference=%00');
    expect([query.status, fieldsOf(query.body)]).toEqual([400, ['querystring/reference']]);
    const actor = await server.api.get(`${path}/timeline?actor=a%00`);
    expect([actor.status, fieldsOf(actor.body)]).toEqual([400, ['querystring/actor']]);
    const inPath = await server.api.post(`${path}/obligations/a%00/satisfaction`, { how: 'told' });
    expect([inPath.status, fieldsOf(inPath.body)]).toEqual([400, ['params/obligation']]);
  });

  it('answers a path that is not UTF-8 with a problem document', async () => {
    const answer = await server.api.get('/v1/incidents/%ff');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({ status: 400, body: { type: '/problems/invalidRequest' } });
  });

  it('takes every other character, emoji and all', async () => {
    expect((await declared({ title: 'Zoë’s 💻\tstolen\n' })).body.title).toBe('Zoë’s 💻\tstolen');
  });
});

describe('a body that is not JSON', () => {
  it.each(['{', '{"title": "x",}', ''])('is refused with the field "/" and what to do: %p', async (text) => {
    const { status, body } = await server.api.request('POST', '/v1/incidents', text);
    expect(status).toBe(400);
    expect(fieldsOf(body)).toEqual(['/']);
    expect(body.detail).toMatch(/send/);
  });
});

describe('instants', () => {
  const LATER = '2026-02-03T13:00:00Z';

  it.each(['occurredFrom', 'occurredTo'])('refuses %s in the future, declared or changed', async (field) => {
    const declaration = { title: 'x', discoveredAt: AT, [field]: LATER };
    const refused = await server.api.post('/v1/incidents', declaration);
    expect([refused.status, fieldsOf(refused.body)]).toEqual([400, [`/${field}`]]);
    const { path } = await declared();
    const changed = await server.api.patch(path, { revision: 1, [field]: LATER });
    expect([changed.status, fieldsOf(changed.body)]).toEqual([400, [`/${field}`]]);
    expect((await server.api.patch(path, { revision: 1, [field]: AT })).status).toBe(200);
  });

  it('corrects the discovery with a reason; what is counted from it gets a new clock, and an entry says so', async () => {
    const { path } = await declared();
    const discoveredAt = '2026-02-03T09:00:00.000Z';
    const { status, body } = await server.api.patch(path, {
      revision: 1,
      discoveredAt,
      discoveredReason: 'the alarm was older',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ discoveredAt, awareAt: AT });
    const clocks = body.obligations.map((one: any) => [one.id, one.clockVersion, one.dueAt]);
    expect(clocks).toContainEqual(['containment', 2, '2026-02-04T09:00:00.000Z']);
    expect(clocks).toContainEqual(['authority', 1, '2026-02-06T11:00:00.000Z']);
    const { items } = (await server.api.get(`${path}/timeline?kind=incident.discoveryMoved`)).body;
    expect(items).toMatchObject([
      { data: { from: AT, to: discoveredAt }, personal: { reason: 'the alarm was older' } },
    ]);
    expect(items[0].text).toContain('from Tue 3 Feb 2026, 11:00');
    const facts = (await server.api.get(`${path}/timeline?kind=incident.factsChanged`)).body.items;
    expect(facts).toEqual([]);
  });

  const reasons = { discoveredReason: 'the log says so', awareReason: 'checked first' };
  it.each([
    ['without a reason', { discoveredAt: '2026-02-03T10:00Z' }, 422, '/discoveredReason'],
    ['into the future', { discoveredAt: LATER, discoveredReason: 'a slip' }, 400, '/discoveredAt'],
    ['past awareness', { discoveredAt: '2026-02-03T11:30Z', ...reasons }, 400, '/discoveredAt'],
    [
      'past the awareness that moves with it',
      { discoveredAt: '2026-02-03T11:30Z', awareAt: '2026-02-03T11:20Z', ...reasons },
      400,
      '/awareAt',
    ],
  ])('never moves the discovery %s', async (_, change, status, field) => {
    const { path } = await declared();
    const answer = await server.api.patch(path, { revision: 1, ...change });
    expect([answer.status, fieldsOf(answer.body)]).toEqual([status, [field]]);
  });

  it('moves discovery and awareness together, each with its reason and its entry', async () => {
    const { path } = await declared();
    const later = '2026-02-03T11:30:00.000Z';
    const { body } = await server.api.patch(path, {
      revision: 1,
      discoveredAt: later,
      awareAt: later,
      ...reasons,
    });
    expect(body).toMatchObject({ discoveredAt: later, awareAt: later });
    const kinds = 'incident.discoveryMoved,incident.awarenessMoved';
    expect((await server.api.get(`${path}/timeline?kind=${kinds}`)).body.items).toHaveLength(2);
  });

  it('judges what is future by the clock of a drill', async () => {
    const { path } = await declared({ drill: { scale: 3600 } });
    server.time.now = new Date(NOW.getTime() + 60_000);
    const change = { revision: 1, occurredTo: '2026-02-05T12:00:00Z' };
    expect((await server.api.patch(path, change)).status).toBe(200);
    server.time.now = NOW;
  });
});

describe('the organisation', () => {
  const current = async () => (await server.api.get('/v1/organisation')).body;
  const storedSecret = async (): Promise<unknown> =>
    inOrganisation(server.db, server.organisationId, async (scope) => {
      const found = await findOrganisation(scope, await server.keys.of(scope, server.organisationId));
      return found?.organisation.policy.people[0]?.webhook?.secret;
    });

  it('refuses the short name of another one and names the field', async () => {
    const { organisation, revision } = await current();
    const stranger = server.api.as(await server.otherOrganisation());
    const theirs = (await stranger.get('/v1/organisation')).body.organisation.slug;
    const answer = await server.api.put('/v1/organisation', {
      revision,
      organisation: { ...organisation, slug: theirs },
    });
    expect([answer.status, fieldsOf(answer.body)]).toEqual([400, ['/organisation/slug']]);
    expect((await current()).revision).toBe(revision);
  });

  it('shows no signing secret to anybody, and keeps it when the marker comes back', async () => {
    const reader = server.api.as(await server.key(['organisation:read']));
    const shown = await reader.get('/v1/organisation');
    expect(JSON.stringify(shown.body)).not.toContain(SECRET);
    expect(shown.body.organisation.policy.people[0].webhook.secret).toBe('(set)');
    expect(shown.body.organisation.policy.people[1].webhook).not.toHaveProperty('secret');
    const { organisation, revision } = shown.body;
    const put = await server.api.put('/v1/organisation', {
      revision,
      organisation: { ...organisation, name: 'New name' },
    });
    expect(put).toMatchObject({ status: 200, body: { organisation: { name: 'New name' } } });
    expect(JSON.stringify(put.body)).not.toContain(SECRET);
    expect(await storedSecret()).toBe(SECRET);
    const stale = await server.api.put('/v1/organisation', { revision, organisation });
    expect(stale).toMatchObject({ status: 409, body: { current: { revision: revision + 1 } } });
    expect(JSON.stringify(stale.body)).not.toContain(SECRET);
  });

  it('refuses the marker where no secret is stored, and takes a new secret', async () => {
    const { organisation, revision } = await current();
    organisation.policy.people[1].webhook.secret = '(set)';
    const refused = await server.api.put('/v1/organisation', { revision, organisation });
    expect([refused.status, fieldsOf(refused.body)]).toEqual([
      400,
      ['/organisation/policy/people/1/webhook/secret'],
    ]);
    organisation.policy.people[1].webhook.secret = 'whsec_bmV3';
    expect((await server.api.put('/v1/organisation', { revision, organisation })).status).toBe(200);
    expect(await storedSecret()).toBe(SECRET);
  });
});

describe('warnings', () => {
  const codes = async (url: string, publicUrl?: string): Promise<string[]> => {
    const people = [person('ada', url)];
    const other = await startApi({
      organisation: sampleOrganisation({
        people,
        escalation: [{ people: ['ada'] }],
        standIn: undefined,
      }),
      now: NOW,
      ...(publicUrl ? { env: { TOCSIN_PUBLIC_URL: publicUrl } } : {}),
    });
    const { body } = await other.api.post('/v1/incidents', { title: 'x', discoveredAt: AT });
    await other.stop();
    return body.warnings.map((warning: { code: string }) => warning.code);
  };

  it.each(['http://127.0.0.1:9/', 'http://localhost:9/', 'http://[::1]:9/', 'http://2130706433/'])(
    'count neither a webhook nor a public address at %s as outward',
    async (url) => {
      expect(await codes(url, url)).toEqual(['noOutwardChannel', 'noPublicAddress']);
    },
  );

  it('fold what the set-up lacks into one sentence, after the declaration', async () => {
    const env = {
      TOCSIN_PUBLIC_URL: 'https://tocsin.example.org',
      TOCSIN_SMTP_URL: 'smtp://mail.example.org',
    };
    const other = await startApi({ organisation: sampleOrganisation(), now: NOW, env });
    const { body } = await other.api.post('/v1/incidents', { title: 'x', discoveredAt: AT });
    const shown = await other.api.get(`/v1/incidents/${body.id}`);
    await other.stop();
    expect(body.warnings).toEqual([]);
    expect(shown.body.warnings).toEqual([
      {
        code: 'contactsIncomplete',
        text: '2 of 2 ways to reach people are not verified; 2 of the people who may be asked have no second way that would not fail together with the first. bin/tocsin contacts says which, and what to do.',
      },
    ]);
  });

  it('say at once which step is empty, and go by the people and the rota as they are now', async () => {
    const env = { TOCSIN_PUBLIC_URL: 'https://tocsin.example.org' };
    const layers = [{ people: ['ada'], startsOn: '2026-02-02', hours: [{ from: '13:00', until: '14:00' }] }];
    const policy = {
      people: [person('ada', 'https://pager.example.org/'), person('ben', 'https://ben.example.org/')],
      schedules: [{ id: 'rota', layers }],
      standIn: undefined,
    };
    const escalation = [{ people: ['ben'] }, { schedules: ['rota'] }];
    const other = await startApi({
      organisation: sampleOrganisation({ ...policy, escalation }),
      now: NOW,
      env,
    });
    const { body } = await other.api.post('/v1/incidents', { title: 'x', discoveredAt: AT });
    expect(body.warnings.map(({ code }: any) => code)).toEqual(['stepsEmpty']);
    expect(body.warnings[0].text).toMatch(/^Step 2 of the escalation reaches nobody at the moment/);
    const { organisation, revision } = (await other.api.get('/v1/organisation')).body;
    organisation.policy.escalation = [{ schedules: ['rota'] }];
    await other.api.put('/v1/organisation', { revision, organisation });
    const codesNow = async () =>
      (await other.api.get(`/v1/incidents/${body.id}`)).body.warnings.map(({ code }: any) => code);
    expect(await codesNow()).toEqual(['nobodyToAsk']);
    other.time.now = new Date('2026-02-03T13:00:00Z');
    expect(await codesNow()).toEqual(['contactsIncomplete']);
    await other.stop();
  });

  it('are silent when both lead out of this machine', async () => {
    expect(await codes('https://pager.example.org/', 'https://tocsin.example.org')).toEqual([]);
  });
});

describe('the acknowledge page', () => {
  it('stays open to the holder of a link while others behind the same address are held back', async () => {
    const { id, path } = await declared();
    const [page] = (await server.api.get(`${path}/pages`)).body.items;
    const token = acknowledgeToken(server.linkKey, {
      organisationId: server.organisationId,
      incidentId: id,
      pageId: page.id,
      personId: 'ada',
      expiresAt: new Date(NOW.getTime() + 3_600_000),
    });
    const nobody = server.api.as(undefined);
    const statuses = [];
    for (let n = 0; n <= 60; n++) statuses.push((await nobody.get(`/acknowledge/guess-${n}.x`)).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    expect((await nobody.get(`/acknowledge/${token}`)).status).toBe(200);
    const one = [];
    for (let n = 0; n < 60; n++) one.push((await nobody.get(`/acknowledge/${token}`)).status);
    expect(one.at(-1)).toBe(429);
  });
});

describe('the description at /openapi.json', () => {
  let paths: Record<string, Record<string, any>>;
  beforeAll(async () => {
    paths = (await server.api.as(undefined).get('/openapi.json')).body.paths;
  });
  const operations = () =>
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );

  it('says of every answer what type it has and what is in it', () => {
    for (const { name, operation } of operations()) {
      for (const [status, answer] of Object.entries<any>(operation.responses)) {
        const types = Object.keys(answer.content);
        if (Number(status) >= 400)
          expect([name, status, types]).toEqual([name, status, ['application/problem+json']]);
        for (const { schema } of Object.values<any>(answer.content)) expect(schema).toHaveProperty('type');
      }
    }
  });

  it('knows the types of the documents', () => {
    const typesOf = (path: string) => Object.keys(paths[path]?.get.responses[200].content);
    const notice = '/v1/incidents/{id}/notices/{notice}';
    expect(typesOf('/v1/incidents/{id}/calendar.ics')).toEqual(['text/calendar']);
    expect(typesOf('/v1/incidents/{id}/sheet.pdf')).toEqual(['application/pdf']);
    expect(typesOf(`${notice}.pdf`)).toEqual(['application/pdf']);
    expect(typesOf(`${notice}.md`)).toEqual(['text/markdown']);
    expect(typesOf(`${notice}.html`)).toEqual(['text/html']);
    expect(typesOf(`${notice}.json`)).toEqual(['application/json']);
    expect(typesOf(`${notice}.docx`)).toEqual([
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ]);
  });

  it('gives every 201 its Location', () => {
    const creating = operations().filter(({ operation }) => operation.responses[201]);
    expect(creating.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['post /v1/incidents', 'post /v1/incidents/{id}/notices']),
    );
    for (const { operation } of creating)
      expect(operation.responses[201].headers.location.schema).toMatchObject({ type: 'string' });
  });

  it('asks for a key everywhere but on public routes', () => {
    const open = operations().filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ name }) => name)).toEqual(['get /v1/time']);
    for (const { name, operation } of operations())
      if (name !== 'get /v1/time') expect(Object.keys(operation.responses)).toContain('401');
  });

  it('has no default inside a change, where absent means unchanged', () => {
    const schema = paths['/v1/incidents/{id}']?.patch.requestBody.content['application/json'].schema;
    expect(JSON.stringify(schema)).not.toContain('"default"');
    expect(schema.properties.questions).not.toHaveProperty('required');
    expect(schema.properties).toHaveProperty('discoveredReason');
  });
});
