import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createSlackChannel } from '../../channels/slack.ts';
import { loadConfig } from '../../config/index.ts';
import { createDatabase, type Database } from '../../db/database.ts';
import { acknowledgeToken } from '../../domain/links.ts';
import { channelTexts } from '../../worker/channels.ts';
import { type SlackAnswers, startSlackAnswers } from '../../worker/slackAnswers.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { createHttpReceiver, type HttpReceiver, type ReceivedRequest } from '../support/httpReceiver.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';
import {
  createWebSocketServer,
  type ServerSocket,
  type WebSocketServer,
} from '../support/webSocketServer.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
const ADA = 'U00000ADA1';
const STRANGER = 'U0000STRANGE';

let server: ApiServer;
let workerDb: Database;
let web: HttpReceiver;
let sockets: WebSocketServer;
let answers: SlackAnswers;
let slack: ServerSocket;

beforeAll(async () => {
  const person = { id: 'ada', name: 'Ada Owner', email: 'ada@school.test' };
  const organisation = sampleOrganisation({
    people: [
      { ...person, contacts: [{ channel: 'slack', member: ADA }] },
      { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
    ],
  });
  server = await startApi({ organisation, now: NOW });
  workerDb = createDatabase(server.database.workerUrl);
  web = await createHttpReceiver();
  sockets = await createWebSocketServer();
  web.behave(({ path }) => ({
    status: 200,
    body: JSON.stringify(path.endsWith('open') ? { ok: true, url: sockets.url } : { ok: true }),
  }));
  const clock = { now: () => server.time.now };
  const config = loadConfig({
    TOCSIN_SLACK_BOT_TOKEN: 'xoxb-12345678',
    TOCSIN_SLACK_APP_TOKEN: 'xapp-12345678',
    TOCSIN_SLACK_URL: web.url,
  });
  answers = startSlackAnswers({
    config,
    db: workerDb,
    keys: server.keys,
    clock,
    linkKey: server.linkKey,
    logger: pino({ level: 'silent' }),
    slack: createSlackChannel({ now: clock.now, url: web.url, token: 'xoxb-12345678', texts: channelTexts }),
  }) as SlackAnswers;
  slack = await sockets.sockets.wait(() => true);
  slack.send({ type: 'hello', num_connections: 1 });
});
afterAll(async () => {
  await answers.stop();
  await Promise.all([web.close(), sockets.close(), workerDb.destroy()]);
  await server.stop();
});
beforeEach(() => {
  web.requests.length = 0;
});

/** A new incident and the token in the button of its first page. */
async function paged(personId = 'ada') {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Lost laptop',
    discoveredAt: NOW.toISOString(),
  });
  const incidentId = body.id as string;
  const pageId = (await pageOf(incidentId)).id as string;
  const claims = { organisationId: server.organisationId, incidentId, pageId, personId };
  const expiresAt = new Date(NOW.getTime() + 3_600_000);
  return { incidentId, pageId, token: acknowledgeToken(server.linkKey, { ...claims, expiresAt }) };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are asserted on, not typed
const pageOf = async (incidentId: string): Promise<any> =>
  (await server.api.get(`/v1/incidents/${incidentId}/pages`)).body.items[0];

/** Somebody presses; what Slack is told next. */
function press(token: string, member = ADA, more: Record<string, unknown> = {}): Promise<ReceivedRequest> {
  slack.send({
    envelope_id: randomUUID(),
    type: 'interactive',
    payload: {
      type: 'block_actions',
      user: { id: member },
      channel: { id: 'D0123456789' },
      message: {
        ts: '1732716330.000100',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Page' } },
          { type: 'actions', elements: [] },
        ],
      },
      actions: [{ action_id: 'tocsin_acknowledge', value: token }],
      ...more,
    },
  });
  return web.waitForRequest();
}

const toldPrivately = (request: ReceivedRequest, text: RegExp, user = ADA) =>
  expect(request).toMatchObject({
    path: '/hook/chat.postEphemeral',
    json: { channel: 'D0123456789', user, text: expect.stringMatching(text) },
  });

describe('a press of the button in Slack', () => {
  it('answers the page as the person who has this Slack account, and shows it to all', async () => {
    const { incidentId, token } = await paged();
    expect(await press(token)).toMatchObject({
      path: '/hook/chat.update',
      json: {
        channel: 'D0123456789',
        ts: '1732716330.000100',
        blocks: [
          { type: 'header' },
          { type: 'context', elements: [{ text: 'Ada Owner has it (answered here).' }] },
        ],
      },
    });
    expect(await pageOf(incidentId)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Ada Owner',
      acknowledgedThrough: 'slack',
    });
    const { body } = await server.api.get(`/v1/incidents/${incidentId}/timeline?limit=100`);
    const entry = body.items.find(({ kind }: { kind: string }) => kind === 'page.acknowledged');
    expect(entry).toMatchObject({ actor: { kind: 'slack', id: 'ada' } });
    expect(entry.text).toContain('through Slack');
  });

  it('counts for who pressed, whoever the button was made for', async () => {
    const { incidentId, token } = await paged('ben');
    await press(token);
    expect(await pageOf(incidentId)).toMatchObject({ acknowledgedBy: 'Ada Owner' });
  });

  it('by somebody whom the policy does not know is not taken, and it says what to do', async () => {
    const { incidentId, token } = await paged();
    toldPrivately(await press(token, STRANGER), /member U0000STRANGE/, STRANGER);
    expect(await pageOf(incidentId)).toMatchObject({ state: 'open' });
  });

  it('twice answers once', async () => {
    const { incidentId, token } = await paged();
    await press(token);
    web.requests.length = 0;
    toldPrivately(await press(token), /needs nobody any more/);
    expect(await pageOf(incidentId)).toMatchObject({ state: 'acknowledged' });
  });

  it.each([
    ['made up', () => 'made.up'],
    ['changed', (token: string) => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
  ])('with a token that was %s is not taken', async (_, forge) => {
    const { incidentId, token } = await paged();
    toldPrivately(await press(forge(token)), /too old/);
    expect(await pageOf(incidentId)).toMatchObject({ state: 'open' });
  });

  it('too late is not taken', async () => {
    const { incidentId, token } = await paged();
    server.time.now = new Date(NOW.getTime() + 3_600_000);
    try {
      toldPrivately(await press(token), /too old/);
      expect(await pageOf(incidentId)).toMatchObject({ state: 'open' });
    } finally {
      server.time.now = NOW;
    }
  });

  it('about an incident that is not there is told so', async () => {
    const token = acknowledgeToken(server.linkKey, {
      organisationId: server.organisationId,
      incidentId: '018f0000-0000-7000-8000-000000000009',
      pageId: '018f0000-0000-7000-8000-000000000009',
      personId: 'ada',
      expiresAt: new Date(NOW.getTime() + 1),
    });
    toldPrivately(await press(token), /needs nobody any more/);
  });

  it('is kept even if Slack does not take our word about it', async () => {
    const { incidentId, token } = await paged();
    web.behave({ status: 200, body: JSON.stringify({ ok: false, error: 'cant_update_message' }) });
    await press(token);
    await until('the answer to be kept', async () => (await pageOf(incidentId)).state === 'acknowledged');
  });
});

it('nobody listens without both tokens', () => {
  const options = { db: workerDb, keys: server.keys, clock: { now: () => NOW }, linkKey: server.linkKey };
  const logger = pino({ level: 'silent' });
  const config = loadConfig({ TOCSIN_SLACK_APP_TOKEN: 'xapp-12345678' });
  expect(startSlackAnswers({ ...options, logger, config, slack: undefined })).toBeUndefined();
});
