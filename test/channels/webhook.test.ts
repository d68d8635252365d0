import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ChannelError } from '../../channels/errors.ts';
import { createWebhookChannel } from '../../channels/webhook.ts';
import { webhookSignature } from '../../channels/signature.ts';
import type { OutboundMessage } from '../../channels/types.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';

const NOW = new Date('2026-11-27T14:05:30.900Z');
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = () => NOW;

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
});
afterEach(() => receiver.close());

const page = (extra: Partial<OutboundMessage> = {}): OutboundMessage => ({
  key: 'inc-1/authority/1/50/1/1/maria/webhook',
  to: { name: 'Maria', address: receiver.url },
  subject: 'unused',
  short: 'unused',
  text: 'unused',
  html: 'unused',
  data: { type: 'page', dueAt: '2026-11-27T14:05:00Z', title: 'Büro' },
  secret: SECRET,
  ...extra,
});

const channel = createWebhookChannel({ now, timeoutMs: 300 });

async function failureOf(sending: Promise<unknown>): Promise<ChannelError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  expect((error as ChannelError).cause).toBeUndefined();
  return error as ChannelError;
}

describe('a webhook that is accepted', () => {
  test('posts the data as JSON', async () => {
    const receipt = await channel.send(page());
    const request = await receiver.waitForRequest();
    expect(receipt).toMatchObject({ outcome: 'accepted', provider: 'http-204' });
    expect(request).toMatchObject({ method: 'POST', path: '/hook', json: page().data });
    expect(request.headers['content-type']).toBe('application/json');
  });

  test('is signed as Standard Webhooks says, over what really went over the wire', async () => {
    await channel.send(page());
    const { headers, body } = await receiver.waitForRequest();
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(headers['webhook-timestamp']).toBe('1795788330');
  });

  test('reproduces the example that the Standard Webhooks libraries test against', () => {
    const signature = webhookSignature(
      SECRET,
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
    );
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('keeps its id for every repeat of a key and shows nothing of the key', async () => {
    const first = await channel.send(page());
    const second = await channel.send(page());
    const other = await channel.send(page({ key: 'another' }));
    expect(second.messageId).toBe(first.messageId);
    expect(other.messageId).not.toBe(first.messageId);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
      first.messageId,
      first.messageId,
      other.messageId,
    ]);
    expect(JSON.stringify(receiver.requests[0]?.headers)).not.toContain('inc-1');
  });

  test('is not signed without a secret, and signed twice while a secret is replaced', async () => {
    await channel.send(page({ secret: '' }));
    await channel.send(page({ secret: `${SECRET} whsec_bmV3IHNlY3JldA==` }));
    expect(receiver.requests[0]?.headers['webhook-signature']).toBeUndefined();
    expect(receiver.requests[1]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  });

  test('does not wait for a body that never ends', async () => {
    receiver.behave({ status: 200, body: 'x'.repeat(100_000), endless: true });
    await expect(channel.send(page())).resolves.toMatchObject({ provider: 'http-200' });
  });
});

describe('a webhook that is not accepted', () => {
  test.each([
    [400, 'refused', false],
    [401, 'refused', false],
    [404, 'refused', false],
    [410, 'refused', false],
    [413, 'tooLarge', false],
    [429, 'deferred', true],
    [500, 'deferred', true],
    [503, 'deferred', true],
  ] as const)('status %i is %s', async (status, code, retryable) => {
    receiver.behave({ status, body: 'secret text of the receiver' });
    const error = await failureOf(channel.send(page()));
    expect(error).toMatchObject({ channel: 'webhook', code, retryable, status });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret text');
  });

  test('a redirect is refused and not followed', async () => {
    receiver.behave({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
    expect(await failureOf(channel.send(page()))).toMatchObject({ code: 'refused', status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['Fri, 27 Nov 2026 14:06:30 GMT', 59_100],
    ['Fri, 27 Nov 2026 14:00:00 GMT', 0],
    ['86400', 3_600_000],
    ['soon', undefined],
  ])('Retry-After %j waits %p ms', async (value, retryAfterMs) => {
    receiver.behave({ status: 429, headers: { 'retry-after': value } });
    expect((await failureOf(channel.send(page()))).retryAfterMs).toBe(retryAfterMs);
  });

  test('no answer is a timeout', async () => {
    receiver.behave('hang');
    expect(await failureOf(channel.send(page()))).toMatchObject({ code: 'timeout', retryable: true });
  });

  test('a broken connection can be retried', async () => {
    receiver.behave('drop');
    expect(await failureOf(channel.send(page()))).toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('nobody listening is unreachable', async () => {
    const message = page();
    await receiver.close();
    expect(await failureOf(channel.send(message))).toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('TLS with a server that has none is a TLS failure', async () => {
    const address = receiver.url.replace('http:', 'https:');
    expect(await failureOf(channel.send(page({ to: { name: 'M', address } })))).toMatchObject({
      code: 'tls',
    });
  });

  test('an aborted signal gives its own reason, before and during the sending', async () => {
    receiver.behave('hang');
    const reason = new Error('cancelled');
    await expect(channel.send(page(), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(receiver.requests).toHaveLength(0);
    const controller = new AbortController();
    const sending = channel.send(page(), controller.signal);
    await receiver.waitForRequest();
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });
});

describe('an unusable webhook', () => {
  test.each([
    'not a url',
    'ftp://hooks.example/x',
    'http://hooks.example/x',
    'https://user:password@hooks.example/x',
  ])('the URL %j is refused without repeating it', async (address) => {
    const error = await failureOf(channel.send(page({ to: { name: 'M', address } })));
    expect(error).toMatchObject({ code: 'misconfigured', retryable: false });
    expect(error.message).not.toContain(address);
  });

  test('an operator can allow http to another machine', async () => {
    const allowing = createWebhookChannel({ now, allowPlaintext: true });
    const address = receiver.url.replace('127.0.0.1', '0.0.0.0');
    await expect(allowing.send(page({ to: { name: 'M', address } }))).resolves.toBeDefined();
  });

  test('a secret that is not base64 is refused without repeating it', async () => {
    const error = await failureOf(channel.send(page({ secret: 'whsec_not*base64' })));
    expect(error).toMatchObject({ code: 'misconfigured' });
    expect(error.message).not.toContain('not*base64');
    expect(receiver.requests).toHaveLength(0);
  });

  test('the channel verifies and closes without a receiver', async () => {
    await expect(channel.verify()).resolves.toBeUndefined();
    await expect(channel.close()).resolves.toBeUndefined();
    expect(channel.outward).toBe(true);
  });
});
