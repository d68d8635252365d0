import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertKey } from '../../domain/alertKey.ts';
import type { ApiServer } from '../support/apiServer.ts';
import {
  entriesOf,
  OPSGENIE_SECRET,
  paged,
  PAGERDUTY_SECRET,
  pageOf,
  post,
  type Sent,
  signPagerDuty,
  startHooks,
} from './hooksSupport.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startHooks();
});
afterAll(() => server.stop());

let events = 0;
const USER = { id: 'PLH1HKV', type: 'user_reference', summary: 'Tenex Engineer', html_url: 'https://x' };

/** A v3 webhook as documented. */
const webhook = (incidentKey: string, more: Record<string, unknown> = {}) => ({
  event: {
    id: `01BVEDQ${(events += 1)}`,
    event_type: 'incident.acknowledged',
    resource_type: 'incident',
    occurred_at: '2026-02-03T11:59:58.000Z',
    agent: USER,
    client: null,
    data: {
      id: 'PGR0VU2',
      type: 'incident',
      number: 2,
      status: 'acknowledged',
      incident_key: incidentKey,
      title: 'A little bump in the road',
      service: { id: 'PF9KMXH', type: 'service_reference' },
      urgency: 'high',
    },
    ...more,
  },
});

const pathOf = (service = 'pager', organisation = server.organisationId) =>
  `/hooks/pagerduty/${organisation}/${service}`;

function fromPagerDuty(value: unknown, more: { path?: string; signature?: string } = {}): Promise<Sent> {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return post(server, more.path ?? pathOf(), body, {
    'content-type': 'application/json',
    'x-pagerduty-signature': more.signature ?? signPagerDuty(body),
    'x-webhook-id': '1',
  });
}

describe('an answer given in PagerDuty', () => {
  it('answers the page here, by the name of who gave it', async () => {
    const { incidentId, alias } = await paged(server);
    expect(await fromPagerDuty(webhook(alias))).toMatchObject({
      status: 202,
      body: { outcome: 'acknowledged' },
    });
    expect(await pageOf(server, incidentId)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Tenex Engineer',
      acknowledgedThrough: 'pagerduty',
    });
    const entry = (await entriesOf(server, incidentId)).find(({ kind }) => kind === 'page.acknowledged');
    expect(entry).toMatchObject({ actor: { kind: 'pager', id: 'pager' }, data: { through: 'pagerduty' } });
  });

  it('counts when somebody resolves it there, too', async () => {
    const { incidentId, alias } = await paged(server);
    await fromPagerDuty(webhook(alias, { event_type: 'incident.resolved' }));
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'acknowledged' });
  });

  it.each([
    ['a timeout of PagerDuty', { agent: null }],
    ['an integration, that is ourselves', { agent: { ...USER, type: 'integration_reference' } }],
    ['a service', { agent: { ...USER, type: 'service_reference' } }],
    ['another event', { event_type: 'incident.escalated' }],
    ['the trigger', { event_type: 'incident.triggered' }],
    ['an event of the day before yesterday', { occurred_at: '2026-02-01T11:59:58Z' }],
  ])('does not count from %s', async (_, more) => {
    const { incidentId, alias } = await paged(server);
    expect(await fromPagerDuty(webhook(alias, more))).toMatchObject({
      status: 202,
      body: { outcome: 'ignored' },
    });
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
  });

  it('acts once: the same event again does nothing, even when the page is open again', async () => {
    const { incidentId, pageId, alias } = await paged(server);
    const event = webhook(alias);
    await fromPagerDuty(event);
    await server.db.transaction().execute(async (trx) => {
      await trx.executeQuery({
        sql: `set local tocsin.organisation_id = '${server.organisationId}'`,
        parameters: [],
      } as never);
      await trx.updateTable('pages').set({ state: 'open' }).where('id', '=', pageId).execute();
    });
    expect(await fromPagerDuty(event)).toMatchObject({ status: 202, body: { outcome: 'repeated' } });
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
    expect(await fromPagerDuty(webhook(alias))).toMatchObject({ body: { outcome: 'acknowledged' } });
  });

  it('twenty deliveries of one event at once are one answer', async () => {
    const { incidentId, alias } = await paged(server);
    const event = webhook(alias);
    const sent = await Promise.all(Array.from({ length: 20 }, () => fromPagerDuty(event)));
    const outcomes = sent.map(({ body }) => body.outcome as string).sort();
    expect(outcomes).toEqual(['acknowledged', ...Array<string>(19).fill('repeated')]);
    const entries = await entriesOf(server, incidentId);
    expect(entries.filter(({ kind }) => kind === 'page.acknowledged')).toHaveLength(1);
  });

  it('is no longer needed once somebody answered here', async () => {
    const { incidentId, pageId, alias } = await paged(server);
    await server.api.post(`/v1/incidents/${incidentId}/pages/${pageId}/acknowledgement`, { by: 'Ada' });
    expect(await fromPagerDuty(webhook(alias))).toMatchObject({ body: { outcome: 'notOpen' } });
    expect(await pageOf(server, incidentId)).toMatchObject({
      acknowledgedBy: 'Ada',
      acknowledgedThrough: 'api',
    });
  });

  it('is taken with any one of several signatures, while a secret is replaced', async () => {
    const { alias } = await paged(server);
    const body = JSON.stringify(webhook(alias));
    const signature = `${signPagerDuty(body, 'the old one')},v2=abc, ${signPagerDuty(body)}`;
    expect(await fromPagerDuty(body, { signature })).toMatchObject({ body: { outcome: 'acknowledged' } });
  });

  it('keeps a name to one line and readable, whatever PagerDuty says', async () => {
    const { incidentId, alias } = await paged(server);
    const summary = `Eve\u0000\n\u202E\uD800${'x'.repeat(500)}`;
    await fromPagerDuty(webhook(alias, { agent: { ...USER, summary } }));
    const { acknowledgedBy } = await pageOf(server, incidentId);
    expect(acknowledgedBy).toMatch(/^Eve \uFFFDx+$/);
    expect(acknowledgedBy).toHaveLength(120);
  });

  it.each(['tocsin:a:b:c:d', '', 'key-of-something-else'])(
    'about %j is about nothing of ours',
    async (key) => {
      expect(await fromPagerDuty(webhook(key))).toMatchObject({ status: 202, body: { outcome: 'ignored' } });
    },
  );

  it.each([
    ['no JSON', '{"event":'],
    ['no event', '{}'],
    ['a list', '[]'],
    ['an event without a name', JSON.stringify({ event: { event_type: 'incident.acknowledged' } })],
  ])('that is signed but %s is not valid, and says where', async (_, body) => {
    const sent = await fromPagerDuty(body);
    expect(sent).toMatchObject({ status: 400, body: { type: '/problems/invalidRequest' } });
  });
});

describe('what does not come from PagerDuty', () => {
  it('has one answer, whatever is wrong', async () => {
    const { incidentId, alias } = await paged(server);
    const body = JSON.stringify(webhook(alias));
    const wrong = await Promise.all([
      fromPagerDuty(body, { signature: '' }),
      fromPagerDuty(body, { signature: signPagerDuty(body, 'a guess') }),
      fromPagerDuty(`${body} `, { signature: signPagerDuty(body) }),
      fromPagerDuty(body, { signature: signPagerDuty(body).slice(3) }),
      fromPagerDuty(body, { signature: signPagerDuty(body).replace('v1', 'v0') }),
      fromPagerDuty(body, { path: pathOf('nobody') }),
      fromPagerDuty(body, { path: pathOf('hook') }),
      fromPagerDuty(body, { path: pathOf('mute'), signature: signPagerDuty(body, '') }),
      fromPagerDuty(body, { path: pathOf('mute'), signature: signPagerDuty(body, 'undefined') }),
      fromPagerDuty(body, { path: pathOf('genie'), signature: signPagerDuty(body, OPSGENIE_SECRET) }),
      fromPagerDuty(body, { path: pathOf('pager', '018f0000-0000-7000-8000-000000000001') }),
      fromPagerDuty(body, { path: pathOf('pager', "x'; drop table pages") }),
      fromPagerDuty('{"event":', { signature: 'v1=0' }),
    ]);
    const shown = wrong.map(({ status, body: { type, title, detail } }) => ({ status, type, title, detail }));
    expect(new Set(shown.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(shown[0]).toMatchObject({ status: 403, type: '/problems/notSigned' });
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
  });

  it('cannot answer the page of another organisation with its own secret', async () => {
    const { alias } = await paged(server);
    const other = await startHooks();
    try {
      const body = JSON.stringify(webhook(alias));
      const path = `/hooks/pagerduty/${other.organisationId}/pager`;
      const sent = await post(other, path, body, { 'x-pagerduty-signature': signPagerDuty(body) });
      expect(sent).toMatchObject({ status: 202, body: { outcome: 'ignored' } });
    } finally {
      await other.stop();
    }
  });

  it('is not read past 256 KiB', async () => {
    const body = JSON.stringify({ ...webhook('x'), filler: 'x'.repeat(300_000) });
    expect(await fromPagerDuty(body)).toMatchObject({ status: 413 });
  });
});

/** An outgoing webhook of Opsgenie as documented. */
const genie = (alias: string, more: Record<string, unknown> = {}, alert: Record<string, unknown> = {}) => ({
  source: { name: '', type: 'web' },
  alert: {
    updatedAt: 1420452224764,
    tags: ['tag1'],
    message: 'test alert',
    username: 'fili@ifountain.example',
    alertId: '052652ac-5d1c-464a-812a-7dd18bbfba8c',
    alias,
    tinyId: '23',
    ...alert,
  },
  action: 'Acknowledge',
  integrationId: '37c8f316-17c6-49d7-899b-9c7e540c048d',
  integrationName: 'Integration1',
  ...more,
});

const geniePath = (query = `?secret=${OPSGENIE_SECRET}`, service = 'genie') =>
  `/hooks/opsgenie/${server.organisationId}/${service}${query}`;
const fromOpsgenie = (value: unknown, path = geniePath(), headers = {}): Promise<Sent> =>
  post(server, path, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

describe('an answer given in Opsgenie', () => {
  it.each(['Acknowledge', 'Close'])('with %s answers the page here', async (action) => {
    const { incidentId, alias } = await paged(server);
    expect(await fromOpsgenie(genie(alias, { action }))).toMatchObject({
      status: 202,
      body: { outcome: 'acknowledged' },
    });
    expect(await pageOf(server, incidentId)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'fili@ifountain.example',
      acknowledgedThrough: 'opsgenie',
    });
  });

  it('may carry the secret in a header, out of the logs between', async () => {
    const { alias } = await paged(server);
    const sent = await fromOpsgenie(genie(alias), geniePath(''), { 'x-tocsin-secret': OPSGENIE_SECRET });
    expect(sent).toMatchObject({ body: { outcome: 'acknowledged' } });
  });

  it.each([
    ['another action', { action: 'AddNote' }, {}],
    ['a policy that closes by itself', { action: 'Close' }, { username: 'System' }],
    ['an interface, that is ourselves', {}, { username: 'Tocsin' }],
    ['nobody', {}, { username: null }],
    ['an alert of others', {}, { alias: 'aliastest' }],
  ])('does not count from %s', async (_, more, alert) => {
    const { incidentId, alias } = await paged(server);
    expect(await fromOpsgenie(genie(alias, more, alert))).toMatchObject({
      status: 202,
      body: { outcome: 'ignored' },
    });
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
  });

  it('has one answer to a wrong secret and to what does not exist', async () => {
    const { incidentId, alias } = await paged(server);
    const paths = [
      geniePath(''),
      geniePath('?secret='),
      geniePath('?secret=guess'),
      geniePath(`?secret=${OPSGENIE_SECRET}x`),
      geniePath(undefined, 'nobody'),
      geniePath(`?secret=${PAGERDUTY_SECRET}`, 'pager'),
      `/hooks/opsgenie/018f0000-0000-7000-8000-000000000001/genie?secret=${OPSGENIE_SECRET}`,
    ];
    const sent = await Promise.all(paths.map((path) => fromOpsgenie(genie(alias), path)));
    expect(new Set(sent.map(({ status, body }) => `${status} ${String(body.detail)}`)).size).toBe(1);
    expect(sent[0]).toMatchObject({ status: 403, body: { type: '/problems/notSigned' } });
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
  });

  it('says nothing when the incident is gone', async () => {
    const { alias } = await paged(server);
    const gone = alertKey(server.linkKey, {
      organisationId: server.organisationId,
      incidentId: '018f0000-0000-7000-8000-000000000009',
      pageId: alias.split(':')[3] as string,
    });
    expect(await fromOpsgenie(genie(gone))).toMatchObject({ status: 202, body: { outcome: 'ignored' } });
  });
});
