import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { backOffMs } from '../../domain/backOff.ts';
import type { Press } from '../../channels/slackPress.ts';
import { SlackSocket, type SlackSocketOptions, type SocketEvent } from '../../channels/slackSocket.ts';
import { createHttpReceiver, type HttpReceiver, Inbox } from '../support/httpReceiver.ts';
import { until } from '../support/until.ts';
import { createWebSocketServer, type WebSocketServer } from '../support/webSocketServer.ts';
import { answer } from './channelSupport.ts';

let web: HttpReceiver;
let slack: WebSocketServer;
let presses: Inbox<Press>;
let events: Inbox<SocketEvent>;
const sockets: SlackSocket[] = [];

beforeEach(async () => {
  web = await createHttpReceiver();
  slack = await createWebSocketServer();
  presses = new Inbox();
  events = new Inbox();
  let n = 0;
  web.behave(() => answer(200, { ok: true, url: `${slack.url}/link/?ticket=${(n += 1)}` }));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.stop();
  await Promise.all([web.close(), slack.close()]);
});

function listen(more: Partial<SlackSocketOptions> = {}): SlackSocket {
  const socket = new SlackSocket({
    now: () => new Date(),
    url: web.url,
    token: 'xapp-1-A0123456789-secret',
    firstWaitMs: 10,
    chance: () => 0,
    onPress: (press) => presses.add(press),
    onEvent: (event) => events.add(event),
    ...more,
  });
  sockets.push(socket);
  socket.start();
  return socket;
}

const HELLO = {
  type: 'hello',
  connection_info: { app_id: 'A0123456789' },
  num_connections: 1,
  debug_info: { host: 'applink-1', build_number: 10, approximate_connection_time: 18_060 },
};
const goodbye = (reason: string) => ({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } });

const pressed = (envelope: string, more: Record<string, unknown> = {}) => ({
  envelope_id: envelope,
  type: 'interactive',
  accepts_response_payload: false,
  payload: {
    type: 'block_actions',
    user: { id: 'U0123456789', username: 'ada', team_id: 'T1' },
    container: { type: 'message', message_ts: '1732716330.000100', channel_id: 'D0123456789' },
    trigger_id: '1.2.3',
    channel: { id: 'D0123456789', name: 'directmessage' },
    message: { type: 'message', ts: '1732716330.000100', blocks: [{ type: 'header' }, 'garbage'] },
    response_url: 'https://hooks.slack.example/actions/T1/1/x',
    actions: [
      {
        type: 'button',
        action_id: 'tocsin_acknowledge',
        block_id: 'b',
        value: 'token.signature',
        action_ts: '1',
      },
    ],
    ...more,
  },
});

/** The n-th connection, greeted. */
async function connected(n = 1) {
  await slack.sockets.wait(() => slack.sockets.items.length >= n);
  const connection = slack.sockets.items[n - 1]!;
  connection.send(HELLO);
  await events.wait(() => events.items.filter(({ event }) => event === 'ready').length >= n);
  return connection;
}

describe("Slack's Socket Mode", () => {
  test('asks for an address with the app-level token and connects to it', async () => {
    listen();
    const connection = await connected();
    expect(web.requests[0]).toMatchObject({ method: 'POST', path: '/hook/apps.connections.open' });
    expect(web.requests[0]?.headers.authorization).toBe('Bearer xapp-1-A0123456789-secret');
    expect(connection.path).toBe('/link/?ticket=1');
  });

  test('acknowledges an envelope and hands on who pressed, where, and with which token', async () => {
    listen();
    (await connected()).send(pressed('envelope-1'));
    const frame = await slack.frames.wait(({ kind }) => kind === 'text');
    expect(JSON.parse(frame.text)).toEqual({ envelope_id: 'envelope-1' });
    expect(await presses.wait(() => true)).toEqual({
      token: 'token.signature',
      member: 'U0123456789',
      conversation: 'D0123456789',
      ts: '1732716330.000100',
      blocks: [{ type: 'header' }],
    });
  });

  test.each([
    ['another button', { actions: [{ action_id: 'tocsin_open' }] }],
    ['another interaction', { type: 'view_submission' }],
    ['nobody', { user: null }],
    ['no actions', { actions: 'none' }],
    ['a token that is none', { actions: [{ action_id: 'tocsin_acknowledge', value: { a: 1 } }] }],
    ['a conversation that is none', { channel: { id: '../x' } }],
  ])('acknowledges %s and does nothing with it', async (_, more) => {
    listen();
    const connection = await connected();
    connection.send(pressed('envelope-1', more));
    connection.send(pressed('envelope-2'));
    await presses.wait(() => true);
    const frames = await slack.frames.wait(({ text }) => text.includes('envelope-2'));
    expect(frames.socket).toBe(connection);
    expect(slack.frames.items.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { envelope_id: 'envelope-1' },
      { envelope_id: 'envelope-2' },
    ]);
    expect(presses.items).toHaveLength(1);
  });

  test('survives frames that are no JSON, no object, or of an unknown type', async () => {
    listen();
    const connection = await connected();
    for (const garbage of ['{', '[]', 'null', '"x"', '{"type":"tomorrow"}', '{"type":"interactive"}'])
      connection.send(garbage);
    connection.send(pressed('after'));
    await presses.wait(() => true);
  });

  test.each(['warning', 'refresh_requested'])(
    'opens another connection at once when Slack says %s, and still serves the old one',
    async (reason) => {
      listen();
      const first = await connected();
      first.send(goodbye(reason));
      const second = await connected(2);
      expect(second.path).toBe('/link/?ticket=2');
      first.send(pressed('old'));
      second.send(pressed('new'));
      const old = await slack.frames.wait(({ text }) => text.includes('old'));
      const recent = await slack.frames.wait(({ text }) => text.includes('new'));
      expect([old.socket, recent.socket]).toEqual([first, second]);
      first.close();
      await slack.frames.wait(({ socket, kind }) => socket === first && kind === 'close');
      second.send(pressed('later'));
      await slack.frames.wait(({ text }) => text.includes('later'));
      expect(slack.sockets.items).toHaveLength(2);
    },
  );

  test('comes back after a connection broke', async () => {
    listen();
    (await connected()).drop();
    await connected(2);
    expect(events.items).toContainEqual({ event: 'ended', reason: 'lost', waitMs: 5 });
  });

  test('says so when Socket Mode was switched off, and goes on asking', async () => {
    listen();
    (await connected()).send(goodbye('link_disabled'));
    await connected(2);
    expect(events.items).toContainEqual({ event: 'ended', reason: 'disabled', waitMs: 5 });
  });

  test('keeps a quiet connection as long as its pings are answered, and answers those of Slack', async () => {
    listen({ silenceMs: 1_000 });
    const connection = await connected();
    connection.ping();
    await slack.frames.wait(({ kind }) => kind === 'pong');
    await slack.frames.wait(() => slack.frames.items.filter(({ kind }) => kind === 'ping').length >= 8);
    expect(events.items.filter(({ event }) => event === 'ended')).toEqual([]);
    connection.die();
    expect(await events.wait(({ event }) => event === 'ended')).toMatchObject({ reason: 'lost' });
    await connected(2);
  });

  test('a connection that never comes to be is given up', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      const dead = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      web.behave(answer(200, { ok: true, url: dead }));
      listen({ silenceMs: 300 });
      expect(await events.wait(() => true)).toMatchObject({ event: 'ended', reason: 'lost' });
    } finally {
      silent.close();
    }
  });

  test('the stop does not wait for a dead peer', async () => {
    const socket = listen();
    const connection = await connected();
    connection.die();
    socket.stop();
    await until('our end to be let go', () => socket.connections === 0, 10_000);
  });

  test.each([
    ['a token that Slack does not take', answer(200, { ok: false, error: 'invalid_auth' }), 'auth', 5],
    ['a limit', answer(429, { ok: false }, { 'retry-after': '0' }), 'deferred', 5],
    ['an address that is none', answer(200, { ok: true, url: 'not a url' }), 'deferred', 5],
    ['an unencrypted address elsewhere', answer(200, { ok: true, url: 'ws://x.example/' }), 'deferred', 5],
  ])('%s is tried again, with its code for the log', async (_, behaviour, code, waitMs) => {
    let first = true;
    web.behave(() => {
      const next = first ? behaviour : answer(200, { ok: true, url: slack.url });
      first = false;
      return next;
    });
    listen();
    await connected();
    expect(events.items[0]).toEqual({ event: 'refused', code, waitMs });
  });

  test('waits at least as long as Slack asks', async () => {
    web.behave(answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '30' }));
    listen();
    expect(await events.wait(() => true)).toEqual({ event: 'refused', code: 'deferred', waitMs: 30_000 });
  });

  test('after the stop nothing is left: no connection, no attempt', async () => {
    const socket = listen();
    const connection = await connected();
    socket.stop();
    await slack.frames.wait(({ kind }) => kind === 'close');
    expect(slack.sockets.items).toEqual([connection]);
    expect(events.items.map(({ event }) => event)).toEqual(['ready']);
  });

  test('two listeners stand beside each other, as two workers do', async () => {
    listen();
    listen();
    await slack.sockets.wait(() => slack.sockets.items.length === 2);
    slack.sockets.items[1]!.send(pressed('envelope-1'));
    await presses.wait(() => true);
    expect(presses.items).toHaveLength(1);
  });
});

test('the wait doubles up to a minute, and is never the same for all', () => {
  const wait = (failures: number, chance: number) =>
    backOffMs(failures, { firstMs: 1_000, mostMs: 60_000 }, chance);
  expect([1, 2, 3, 6, 7, 101].map((failures) => wait(failures, 0.999_999))).toEqual([
    1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
  ]);
  expect(wait(1, 0)).toBe(500);
});
