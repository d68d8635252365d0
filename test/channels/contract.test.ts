import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { ACCEPTED, answer, channelAt, failureOf, IMPATIENT, pageTo, TESTED } from './channelSupport.ts';

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
});
afterEach(() => receiver.close());

/** What every channel over HTTP promises, whichever provider is at the other end. */
describe.each(TESTED)('%s', (name) => {
  const channel = () => channelAt(name, receiver.url);
  const page = (more = {}) => pageTo(name, receiver.url, more);

  test('takes a message with one request and says nothing of its key but a hash', async () => {
    receiver.behave(ACCEPTED[name]);
    const receipt = await channel().send(page());
    expect(receipt).toMatchObject({
      outcome: 'accepted',
      messageId: expect.stringMatching(/^msg_[0-9a-f]{40}$/),
    });
    expect(receiver.requests).toHaveLength(1);
    expect(JSON.stringify(receiver.requests)).not.toContain('inc-1/authority');
  });

  test('repeats a key with the same request, and another key with another id', async () => {
    receiver.behave(ACCEPTED[name]);
    const first = await channel().send(page());
    const second = await channel().send(page());
    const other = await channel().send(page({ key: 'another' }));
    expect(second.messageId).toBe(first.messageId);
    expect(other.messageId).not.toBe(first.messageId);
    const [one, two] = receiver.requests;
    expect(two?.body).toBe(one?.body);
  });

  test.each([
    [400, 'refused', false],
    [404, 'refused', false],
    [413, 'tooLarge', false],
    [429, 'deferred', true],
    [500, 'deferred', true],
    [503, 'deferred', true],
  ] as const)('status %i is %s, whatever the provider says beside it', async (status, code, retryable) => {
    receiver.behave(answer(status, { message: 'secret text of the provider', error: 'Secret text' }));
    const error = await failureOf(channel().send(page()));
    expect(error).toMatchObject({ channel: name, code, retryable, status });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/secret text/i);
  });

  test('waits as long as the provider asks', async () => {
    receiver.behave(answer(429, {}, { 'retry-after': '30' }));
    expect(await failureOf(channel().send(page()))).toMatchObject({ code: 'deferred', retryAfterMs: 30_000 });
  });

  test('a redirect is refused and not followed', async () => {
    receiver.behave({ status: 307, headers: { location: receiver.url } });
    expect(await failureOf(channel().send(page()))).toMatchObject({ code: 'refused', status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  test('no answer is a timeout, a broken connection is tried again', async () => {
    receiver.behave('hang');
    expect(await failureOf(channelAt(name, receiver.url, IMPATIENT).send(page()))).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    receiver.behave('drop');
    expect(await failureOf(channel().send(page()))).toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('nobody listening is unreachable', async () => {
    const [sender, message] = [channel(), page()];
    await receiver.close();
    expect(await failureOf(sender.send(message))).toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('an aborted signal gives its own reason, before and during the sending', async () => {
    receiver.behave('hang');
    const reason = new Error('cancelled');
    await expect(channel().send(page(), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(receiver.requests).toHaveLength(0);
    const controller = new AbortController();
    const sending = channel().send(page(), controller.signal);
    await receiver.waitForRequest();
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });

  test('takes no unencrypted way to another machine', async () => {
    const url = 'http://provider.example/api';
    const error = await failureOf(Promise.resolve().then(() => channelAt(name, url).send(pageTo(name, url))));
    expect(error).toMatchObject({ code: 'misconfigured', retryable: false });
    expect(error.message).not.toContain('provider.example');
  });
});

describe.each(['slack', 'sms', 'voice'] as const)(
  '%s, whose answer says whether the message was taken',
  (name) => {
    test.each([
      ['garbage', { status: 200, body: '<html>secret text</html>' }],
      ['an empty body', { status: 200 }],
      ['another JSON', answer(200, [null, 'secret text'])],
      ['an answer without end', { status: 200, body: '{"ok":true,"sid":"', endless: true }],
      [
        'an answer that is far too long',
        { status: 200, body: JSON.stringify({ ok: true, x: 'x'.repeat(100_000) }) },
      ],
    ])('%s is no answer: the same message is tried again', async (_, behaviour) => {
      receiver.behave(behaviour);
      const channel = channelAt(name, receiver.url, IMPATIENT);
      const error = await failureOf(channel.send(pageTo(name, receiver.url)));
      expect(error.retryable).toBe(true);
      expect(error.message).not.toContain('secret text');
    });
  },
);

describe.each(['pagerduty', 'opsgenie'] as const)('%s, which takes into a queue with 202 alone', (name) => {
  test('a 200 of something else is tried again', async () => {
    receiver.behave({ status: 200, body: '<html>a proxy</html>' });
    const error = await failureOf(channelAt(name, receiver.url).send(pageTo(name, receiver.url)));
    expect(error).toMatchObject({ code: 'deferred', status: 200 });
  });

  test.each([401, 403])('status %i says that our key is not accepted', async (status) => {
    receiver.behave(answer(status, { message: 'Could not authenticate', took: 0.1 }));
    const error = await failureOf(channelAt(name, receiver.url).send(pageTo(name, receiver.url)));
    expect(error).toMatchObject({ code: 'auth', retryable: false });
  });

  test.each([
    ['an alert', { alert: undefined }],
    [
      'a key that the pager can hold',
      { alert: { action: 'trigger', dedupKey: 'x'.repeat(256), severity: 'info' } },
    ],
    ['a secret', { secret: undefined }],
    ['a secret of one line', { secret: 'a\r\nb' }],
  ])('a message without %s is sent nowhere', async (_, more) => {
    const message = pageTo(name, receiver.url, more as object);
    expect(await failureOf(channelAt(name, receiver.url).send(message))).toMatchObject({
      code: 'misconfigured',
    });
    expect(receiver.requests).toHaveLength(0);
  });
});
