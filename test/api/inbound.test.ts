import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/apiClient.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

type Json = Answer['body'];

const NOW = new Date('2026-02-03T12:00:00Z');
const SECRET = 'a-secret-of-sixteen-and-more';
const SIGNING = `whsec_${Buffer.from('twenty-four bytes of key').toString('base64')}`;

let server: ApiServer;
beforeAll(async () => {
  const inbound = [
    { kind: 'alertmanager', id: 'prometheus', secret: SECRET },
    { kind: 'sentry', id: 'sentry', secret: SECRET },
    {
      kind: 'json',
      id: 'siem',
      secret: SIGNING,
      title: '/rule/name',
      details: '/text',
      repeatOf: '/rule/id',
      occurredAt: '/at',
    },
    { kind: 'mail', id: 'mailbox', address: 'security@school.test' },
  ];
  server = await startApi({ organisation: sampleOrganisation({ inbound }), now: NOW });
});
afterAll(() => server.stop());

const send = async (
  source: string,
  body: string | Buffer,
  headers: Record<string, string>,
  organisation = server.organisationId,
) => {
  const response = await fetch(`${server.url}/v1/inbound/${organisation}/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, body: (await response.json()) as Json };
};
const bearer = { authorization: `Bearer ${SECRET}` };
const suspicion = async (id: string) => (await server.api.get(`/v1/suspected-incidents/${id}`)).body;
const entries = async (id: string) => (await server.api.get(`/v1/incidents/${id}/timeline`)).body.items;
const pages = async (id: string) => (await server.api.get(`/v1/incidents/${id}/pages`)).body.items;

/** As Alertmanager 0.28 sends it. */
const alerts = (groupKey: string, status = 'firing', fingerprint = '5ef77f1f8a3ecfcf') =>
  JSON.stringify({
    receiver: 'tocsin',
    status,
    alerts: [
      {
        status,
        labels: { alertname: 'ExportVolume', instance: 'db-1', severity: 'critical' },
        annotations: { summary: 'Exports ten times above normal', description: '41 GB in one hour' },
        startsAt: '2026-02-03T11:40:00.000Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.school.test/graph?g0.expr=x',
        fingerprint,
      },
    ],
    groupLabels: { alertname: 'ExportVolume' },
    commonLabels: { alertname: 'ExportVolume', instance: 'db-1', severity: 'critical' },
    commonAnnotations: { summary: 'Exports ten times above normal', description: '41 GB in one hour' },
    externalURL: 'http://alertmanager.school.test',
    version: '4',
    groupKey,
    truncatedAlerts: 0,
  });

describe('a notification of Alertmanager', () => {
  it('is a suspicion with the body as evidence; it pages, and its receipt is proposed as discovery', async () => {
    const body = alerts('{}:{alertname="first"}');
    const { status, body: answer } = await send('prometheus', body, bearer);
    expect([status, answer.outcome]).toEqual([202, 'new']);
    expect(await suspicion(answer.suspectedIncident)).toMatchObject({
      reference: answer.reference,
      title: 'ExportVolume: Exports ten times above normal',
      source: 'prometheus',
      kind: 'alertmanager',
      receivedAt: NOW.toISOString(),
    });
    expect(await pages(answer.suspectedIncident)).toHaveLength(1);
    const path = `/v1/suspected-incidents/${answer.suspectedIncident}/receipts`;
    const [receipt] = (await server.api.get(path)).body.items;
    expect(receipt).toMatchObject({
      sha256: createHash('sha256').update(body).digest('hex'),
      occurredAt: '2026-02-03T11:40:00.000Z',
    });
    expect((await server.api.get(receipt.href)).body).toBe(body);
  });

  it('of the same group is a repeat, and its end closes nothing', async () => {
    const { body: first } = await send('prometheus', alerts('{}:{alertname="group"}'), bearer);
    const { body: again } = await send(
      'prometheus',
      alerts('{}:{alertname="group"}', 'firing', 'another'),
      bearer,
    );
    const { body: over } = await send('prometheus', alerts('{}:{alertname="group"}', 'resolved'), bearer);
    expect([again, over]).toMatchObject([
      { outcome: 'repeat', suspectedIncident: first.suspectedIncident },
      { outcome: 'note', suspectedIncident: first.suspectedIncident },
    ]);
    expect(await suspicion(first.suspectedIncident)).toMatchObject({ state: 'open', count: 3 });
    expect(await pages(first.suspectedIncident)).toMatchObject([{ state: 'open' }]);
    const ended = (await entries(first.suspectedIncident)).find(
      (one: Json) => one.kind === 'suspicion.resolved',
    );
    expect(ended.text).toMatch(/it is over.*closes nothing/);
  });

  it('that only says that something is over, of which nobody had told, is a suspicion', async () => {
    const { body } = await send('prometheus', alerts('{}:{alertname="unseen"}', 'resolved'), bearer);
    expect(body.outcome).toBe('new');
  });

  it('after a dismissal says nothing new when it ends, and pages again when it fires', async () => {
    const { body: first } = await send('prometheus', alerts('{}:{alertname="flap"}'), bearer);
    await server.api.post(`/v1/suspected-incidents/${first.suspectedIncident}/dismissal`, {
      reason: 'a load test',
    });
    expect(
      (await send('prometheus', alerts('{}:{alertname="flap"}', 'resolved'), bearer)).body,
    ).toMatchObject({
      outcome: 'note',
      suspectedIncident: first.suspectedIncident,
    });
    const { body: next } = await send('prometheus', alerts('{}:{alertname="flap"}'), bearer);
    expect(next.outcome).toBe('new');
    expect(await pages(next.suspectedIncident)).toHaveLength(1);
  });
});

const sentry = (body: string, resource: string, headers: Record<string, string> = {}) =>
  send('sentry', body, {
    'sentry-hook-resource': resource,
    'sentry-hook-signature': createHmac('sha256', SECRET).update(body).digest('hex'),
    ...headers,
  });
const issue = (action: string, id = '4509'): string =>
  JSON.stringify({
    action,
    installation: { uuid: 'a8e5d37a' },
    data: {
      issue: {
        id,
        shortId: 'API-1',
        title: 'KeyError: tenant',
        culprit: 'export.run',
        level: 'error',
        firstSeen: '2026-02-03T11:59:00Z',
      },
    },
    actor: { type: 'application', id: 'sentry', name: 'Sentry' },
  });

describe('a webhook of Sentry', () => {
  it('folds issue, error and alert of one issue', async () => {
    const { body: first } = await sentry(issue('created'), 'issue');
    expect(first.outcome).toBe('new');
    const event = {
      event_id: 'e1',
      issue_id: '4509',
      title: 'KeyError: tenant',
      datetime: '2026-02-03T12:00:00Z',
    };
    const alert = JSON.stringify({ action: 'triggered', data: { event, triggered_rule: 'exports' } });
    const error = JSON.stringify({ action: 'created', data: { error: event } });
    for (const [body, resource] of [
      [alert, 'event_alert'],
      [error, 'error'],
    ] as const)
      expect((await sentry(body, resource)).body).toMatchObject({
        outcome: 'repeat',
        suspectedIncident: first.suspectedIncident,
      });
    expect((await sentry(issue('resolved'), 'issue')).body.outcome).toBe('note');
    expect((await sentry(issue('archived'), 'issue')).body.outcome).toBe('note');
    expect(await suspicion(first.suspectedIncident)).toMatchObject({
      title: 'KeyError: tenant',
      state: 'open',
      count: 5,
    });
  });

  it('that is no news of an error pages nobody', async () => {
    const installed = JSON.stringify({ action: 'created', data: { installation: { uuid: 'a8e5d37a' } } });
    expect((await sentry(installed, 'installation')).body).toEqual({
      outcome: 'nothing',
      suspectedIncident: null,
      reference: null,
    });
    expect((await sentry(issue('assigned', '77'), 'issue')).body.outcome).toBe('nothing');
  });

  it('tried again is one', async () => {
    const headers = { 'request-id': 'e0f4' };
    const { body: first } = await sentry(issue('created', '88'), 'issue', headers);
    expect((await sentry(issue('created', '88'), 'issue', headers)).body).toMatchObject({
      outcome: 'known',
      suspectedIncident: first.suspectedIncident,
    });
  });

  it('is refused when its body was changed on the way', async () => {
    const body = issue('created', '99');
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const changed = body.replace('KeyError', 'NameError');
    const headers = { 'sentry-hook-resource': 'issue', 'sentry-hook-signature': signature };
    expect((await send('sentry', changed, headers)).status).toBe(401);
  });
});

const signed = (body: string, { id = 'msg_1', at = NOW, secret = 'twenty-four bytes of key' } = {}) => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,wrong v1,${signature}`,
  };
};
const rule = (id: string) =>
  JSON.stringify({
    rule: { id, name: 'Impossible travel' },
    text: { user: 'x', km: 9000 },
    at: '2026-02-03T11:00:00Z',
  });

describe('a webhook of any JSON', () => {
  it('is read by the pointers of the policy, signed or with the secret as bearer', async () => {
    const { body: first } = await send('siem', rule('r1'), signed(rule('r1')));
    expect(first.outcome).toBe('new');
    expect(await suspicion(first.suspectedIncident)).toMatchObject({
      title: 'Impossible travel',
      details: '{"user":"x","km":9000}',
    });
    const { body: again } = await send('siem', rule('r1'), { authorization: `Bearer ${SIGNING}` });
    expect(again).toMatchObject({ outcome: 'repeat', suspectedIncident: first.suspectedIncident });
  });

  it('sent again under its own id is one, and one of long ago is refused', async () => {
    const headers = signed(rule('r2'), { id: 'msg_2' });
    expect((await send('siem', rule('r2'), headers)).body.outcome).toBe('new');
    expect((await send('siem', rule('r2'), headers)).body.outcome).toBe('known');
    const old = signed(rule('r3'), { at: new Date(NOW.getTime() - 6 * 60_000) });
    expect((await send('siem', rule('r3'), old)).status).toBe(401);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['prometheus', '{"version":"4"}', bearer],
    ['prometheus', 'not json at all', bearer],
    ['prometheus', '', bearer],
    ['prometheus', Buffer.from([0x7b, 0x00, 0xff, 0xfe, 0x22]), bearer],
    ['siem', '{"rule":{"name":{"de":"kein Text"}}}', { authorization: `Bearer ${SIGNING}` }],
  ])('%s: %s is kept as it came, pages, and is said to the sender', async (source, body, headers) => {
    const { status, body: answer } = await send(source, body, headers);
    expect([status, answer.type]).toEqual([422, '/problems/inboundUnreadable']);
    const { title } = await suspicion(answer.suspectedIncident);
    expect(title).toMatch(/cannot be read/);
    expect(await pages(answer.suspectedIncident)).toHaveLength(1);
    const path = `/v1/suspected-incidents/${answer.suspectedIncident}/receipts`;
    const [receipt] = (await server.api.get(path)).body.items;
    expect(receipt.sha256).toBe(createHash('sha256').update(body).digest('hex'));
    const again = await send(source, body, headers);
    expect(again.body.suspectedIncident).toBe(answer.suspectedIncident);
  });

  it('is not kept above 1 MiB, and that is said', async () => {
    const { status, body } = await send('prometheus', `"${'x'.repeat(1024 * 1024)}"`, bearer);
    expect([status, body.type]).toEqual([413, '/problems/payloadTooLarge']);
  });
});

describe('who does not hold the secret', () => {
  it('cannot tell an unknown source from a wrong secret', async () => {
    const wrong = { authorization: 'Bearer another-secret-of-some-length' };
    const answers = await Promise.all([
      send('prometheus', alerts('x'), wrong),
      send('prometheus', alerts('x'), {}),
      send('nobody', alerts('x'), bearer),
      send('mailbox', alerts('x'), bearer),
      send('prometheus', alerts('x'), bearer, '018f0000-0000-7000-8000-00000000dead'),
      send('prometheus', alerts('x'), bearer, "x' or true --"),
      send('sentry', issue('created'), bearer),
    ]);
    const alike = answers.map(({ status, body: { instance: _instance, ...body } }) => ({ status, body }));
    expect(new Set(alike.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(alike[0]).toMatchObject({ status: 401, body: { type: '/problems/inboundRefused' } });
  });
});

describe('a flood', () => {
  it('of different events of one source joins the newest once twenty wait, and loses none', async () => {
    const outcomes: string[] = [];
    let last = '';
    for (let n = 0; n < 24; n += 1) {
      const { body } = await send('siem', rule(`flood-${n}`), { authorization: `Bearer ${SIGNING}` });
      outcomes.push(body.outcome);
      last = body.suspectedIncident;
    }
    expect(outcomes.filter((one) => one === 'new').length).toBeLessThanOrEqual(20);
    expect(outcomes.at(-1)).toBe('repeat');
    const { count } = await suspicion(last);
    expect(count).toBeGreaterThanOrEqual(5);
  });
});
