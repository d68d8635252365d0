import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ChannelError } from '../../channels/errors.ts';
import { createSmtpChannel, type SmtpOptions } from '../../channels/smtp.ts';
import type { Channel, OutboundMessage } from '../../channels/types.ts';
import { createSmtpReceiver, type SmtpReceiver, type SmtpReceiverOptions } from '../support/smtpReceiver.ts';

const FROM = { name: 'Tocsin', address: 'tocsin@School.example' };
const PAGE: OutboundMessage = {
  key: 'inc-1/authority/1/50/1/1/maria/smtp',
  to: { name: 'María Ñandú', address: 'maria@school.example' },
  subject: 'ICO notification due Fri 27 Nov 2026, 14:05 GMT',
  short: 'Due in 36 hours',
  text: 'Due in 36 hours.\n\n.a line that starts with a dot\n',
  html: '<p>Due in 36 hours.</p>',
  data: {},
};

let receiver: SmtpReceiver;
const opened: Channel[] = [];
const others: SmtpReceiver[] = [];

beforeEach(async () => {
  receiver = await createSmtpReceiver();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((channel) => channel.close()));
  await Promise.all([receiver, ...others.splice(0)].map((one) => one.close()));
});

/** A further receiver, closed after the test also if that fails. */
async function receive(options: SmtpReceiverOptions): Promise<SmtpReceiver> {
  const other = await createSmtpReceiver(options);
  others.push(other);
  return other;
}

function open(options: Partial<SmtpOptions> = {}): Channel {
  const channel = createSmtpChannel({ url: receiver.url, from: FROM, ...options });
  opened.push(channel);
  return channel;
}

async function failureOf(sending: Promise<unknown>): Promise<ChannelError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  return error as ChannelError;
}

/** Nothing that came from outside may be in what a workflow history would keep. */
function expectNoOutsideText(error: ChannelError): void {
  const kept = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
  expect(kept).not.toContain('@school.example');
  expect(kept).not.toContain('not taken');
  expect(error.cause).toBeUndefined();
}

describe('a mail that is accepted', () => {
  test('arrives with its text, its HTML and its encoded names', async () => {
    const receipt = await open().send(PAGE);
    const { mail, from, to } = await receiver.waitForMessage();
    expect(receipt).toMatchObject({ outcome: 'accepted', provider: 'smtp-250' });
    expect([from, to]).toEqual(['tocsin@school.example', ['maria@school.example']]);
    expect(mail.subject).toBe(PAGE.subject);
    expect(mail.text).toContain('\n.a line that starts with a dot');
    expect(mail.html).toContain('<p>Due in 36 hours.</p>');
    expect(mail.to).toMatchObject({ value: [{ name: 'María Ñandú', address: 'maria@school.example' }] });
  });

  test('says that a machine wrote it and offers no unsubscribing', async () => {
    await open().send(PAGE);
    const { mail } = await receiver.waitForMessage();
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.has('list-unsubscribe')).toBe(false);
    expect(mail.headers.has('x-mailer')).toBe(false);
  });

  test('has a Message-ID made of the key’s hash and the sender’s domain, the same for every repeat', async () => {
    const channel = open();
    const first = await channel.send(PAGE);
    const second = await channel.send(PAGE);
    const hash = createHash('sha256').update(PAGE.key).digest('hex').slice(0, 40);
    expect(first.messageId).toBe(`<${hash}@school.example>`);
    expect(second.messageId).toBe(first.messageId);
    const ids = receiver.messages.map(({ mail }) => [mail.messageId, mail.headers.get('x-tocsin-key')]);
    expect(ids).toEqual([
      [first.messageId, hash],
      [first.messageId, hash],
    ]);
    expect(receiver.messages[0]?.raw).not.toContain('inc-1');
  });

  test('has another Message-ID for another key', async () => {
    const channel = open();
    const first = await channel.send(PAGE);
    const second = await channel.send({ ...PAGE, key: `${PAGE.key}/2` });
    expect(second.messageId).not.toBe(first.messageId);
  });

  test('carries its attachments', async () => {
    const content = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';
    const attachment = { filename: 'deadlines.ics', contentType: 'text/calendar; charset=utf-8', content };
    await open().send({ ...PAGE, attachments: [attachment] });
    const { mail } = await receiver.waitForMessage();
    expect(mail.attachments[0]).toMatchObject({ filename: 'deadlines.ics', contentType: 'text/calendar' });
    expect(mail.attachments[0]?.content.toString()).toBe(content);
  });

  test('goes with twenty others through the pool', async () => {
    const channel = open();
    const keys = Array.from({ length: 20 }, (_, index) => `${PAGE.key}/${index}`);
    await Promise.all(keys.map((key) => channel.send({ ...PAGE, key })));
    expect(new Set(receiver.messages.map(({ mail }) => mail.messageId)).size).toBe(20);
  });
});

describe('header injection', () => {
  test('a line break in the subject or a name opens no further header', async () => {
    await open().send({
      ...PAGE,
      subject: 'Breach\r\nBcc: eve@evil.example\r\n\r\nbody',
      to: { name: 'Maria\r\nX-Evil: yes', address: PAGE.to.address },
    });
    const { mail, to, raw } = await receiver.waitForMessage();
    expect(mail.subject).toBe('Breach Bcc: eve@evil.example body');
    expect(mail.bcc).toBeUndefined();
    expect(mail.headers.has('x-evil')).toBe(false);
    expect(raw).not.toMatch(/^(Bcc|X-Evil):/im);
    expect(to).toEqual(['maria@school.example']);
  });

  test('a file name and a content type of an attachment open no further header', async () => {
    const attachment = {
      filename: 'a"\r\nX-Evil: 1.ics',
      contentType: 'text/plain\r\nX-Evil: 2',
      content: 'x',
    };
    await open().send({ ...PAGE, attachments: [attachment] });
    const { raw, mail } = await receiver.waitForMessage();
    expect(raw).not.toMatch(/^X-Evil:/im);
    expect(mail.attachments).toHaveLength(1);
  });

  test.each([
    'maria@school.example, eve@evil.example',
    'maria@school.example\r\nRCPT TO:<eve@evil.example>',
    'Maria <maria@school.example>',
    'maria',
    '"maria"@school.example',
    '',
  ])('the address %j is not used', async (address) => {
    const error = await failureOf(open().send({ ...PAGE, to: { name: 'M', address } }));
    expect(error).toMatchObject({ code: 'misconfigured', retryable: false });
    expect(receiver.attempts()).toBe(0);
  });
});

describe('a mail that is not accepted', () => {
  test.each([
    ['refuse', { code: 'refused', retryable: false, status: 550 }],
    ['defer', { code: 'deferred', retryable: true, status: 451 }],
    ['tooLarge', { code: 'tooLarge', retryable: false, status: 552 }],
  ] as const)('%s is reported by code, without what the server wrote', async (behaviour, expected) => {
    receiver.behave(behaviour);
    const error = await failureOf(open().send(PAGE));
    expect(error).toMatchObject({ ...expected, channel: 'smtp' });
    expectNoOutsideText(error);
  });

  test('a message beyond the size that the server announces is too large', async () => {
    const small = await receive({ maxBytes: 2_000 });
    const attachment = { filename: 'a.txt', contentType: 'text/plain', content: 'x'.repeat(10_000) };
    const error = await failureOf(open({ url: small.url }).send({ ...PAGE, attachments: [attachment] }));
    expect(error).toMatchObject({ code: 'tooLarge', retryable: false });
  });

  test('a server that stops answering is a timeout', async () => {
    receiver.behave('hang');
    const error = await failureOf(open({ stepTimeoutMs: 200 }).send(PAGE));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
  });

  test('a server that never greets is a timeout', async () => {
    receiver.behave('silent');
    const error = await failureOf(open({ stepTimeoutMs: 200 }).send(PAGE));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
  });

  test('the whole message has a limit of its own', async () => {
    receiver.behave('hang');
    const error = await failureOf(open({ totalTimeoutMs: 200 }).send(PAGE));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
  });

  test.each(['drop', 'dropAfterData'] as const)(
    'a broken connection (%s) can be retried',
    async (behaviour) => {
      receiver.behave(behaviour);
      const error = await failureOf(open().send(PAGE));
      expect(error).toMatchObject({ code: 'unreachable', retryable: true });
    },
  );

  test('after an unknown outcome the repeat has the same Message-ID', async () => {
    receiver.behave('dropAfterData');
    const channel = open();
    await failureOf(channel.send(PAGE));
    receiver.behave('accept');
    await channel.send(PAGE);
    expect(receiver.messages.length).toBeGreaterThan(1);
    expect(new Set(receiver.messages.map(({ mail }) => mail.messageId)).size).toBe(1);
  });

  test('nobody listening is unreachable', async () => {
    await receiver.close();
    const error = await failureOf(open().send(PAGE));
    expect(error).toMatchObject({ code: 'unreachable', retryable: true });
    expectNoOutsideText(error);
  });

  test('a restarted server gets the mail over the same channel', async () => {
    const channel = open();
    await channel.send(PAGE);
    await receiver.close();
    receiver = await createSmtpReceiver({ port: receiver.port });
    await channel.send({ ...PAGE, key: 'after the restart' });
    expect(receiver.messages).toHaveLength(1);
  });

  test('an aborted signal gives its own reason, before and during the sending', async () => {
    receiver.behave('hang');
    const reason = new Error('cancelled');
    await expect(open().send(PAGE, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sending = open().send(PAGE, controller.signal);
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });
});

describe('credentials and encryption', () => {
  test('user and password come percent-encoded from the URL', async () => {
    const guarded = await receive({ auth: { user: 'u@x', pass: 'p:/?' } });
    const url = `smtp://u%40x:p%3A%2F%3F@127.0.0.1:${guarded.port}`;
    await open({ url }).send(PAGE);
    expect(guarded.messages).toHaveLength(1);
  });

  test('a wrong password is an auth failure that does not repeat it', async () => {
    const guarded = await receive({ auth: { user: 'u', pass: 'right' } });
    const channel = open({ url: `smtp://u:wrongsecret@127.0.0.1:${guarded.port}` });
    const error = await failureOf(channel.send(PAGE));
    expect(error).toMatchObject({ code: 'auth', retryable: false, status: 535 });
    expect(`${error.message}${error.stack}`).not.toContain('wrongsecret');
    expect(await failureOf(channel.verify())).toMatchObject({ code: 'auth' });
  });

  test('on loopback any certificate will do, by STARTTLS and by TLS from the start', async () => {
    for (const option of [{ startTls: true }, { secure: true }]) {
      const encrypted = await receive(option);
      await open({ url: encrypted.url }).send(PAGE);
      expect(encrypted.messages).toHaveLength(1);
    }
  });

  // 0.0.0.0 reaches this machine and does not count as loopback.
  test('without encryption nothing goes to another machine', async () => {
    const error = await failureOf(open({ url: `smtp://0.0.0.0:${receiver.port}` }).send(PAGE));
    expect(error).toMatchObject({ code: 'tls', retryable: false });
    expect(receiver.attempts()).toBe(0);
  });

  test('an operator can allow mail without encryption', async () => {
    await open({ url: `smtp://0.0.0.0:${receiver.port}`, allowPlaintext: true }).send(PAGE);
    expect(receiver.messages).toHaveLength(1);
  });

  test.each([{ startTls: true }, { secure: true }])(
    'an unknown certificate is refused (%j)',
    async (option) => {
      const encrypted = await receive(option);
      const url = encrypted.url.replace('127.0.0.1', '0.0.0.0');
      expect(await failureOf(open({ url }).send(PAGE))).toMatchObject({ code: 'tls', retryable: false });
      expect(encrypted.attempts()).toBe(0);
    },
  );

  test('TLS from the start with a server that has none is a TLS failure', async () => {
    const url = receiver.url.replace('smtp:', 'smtps:');
    const error = await failureOf(open({ url, stepTimeoutMs: 500 }).send(PAGE));
    expect(['tls', 'timeout']).toContain(error.code);
  });
});

describe('a channel as configured', () => {
  test.each([
    'not a url',
    'http://mail.example',
    'smtp://',
    'smtp://u:secret@mail.example/path',
    'smtp://u:secret@mail.example?tls.rejectUnauthorized=false',
    'smtp://u:%E0%A4%A@mail.example',
  ])('the URL %j is refused without repeating it', (url) => {
    expect.assertions(2);
    try {
      open({ url });
    } catch (error) {
      expect(error).toMatchObject({ code: 'misconfigured', retryable: false });
      expect((error as Error).message).not.toContain('secret@');
    }
  });

  test('a sender that is not an address is refused', () => {
    expect(() => open({ from: { name: 'T', address: 'tocsin' } })).toThrow(ChannelError);
  });

  test('is outward unless it is the catcher', () => {
    expect(open().outward).toBe(true);
    expect(open({ catcher: true }).outward).toBe(false);
  });

  test('verifies against a server that answers and not against one that is gone', async () => {
    const channel = open();
    await expect(channel.verify()).resolves.toBeUndefined();
    await receiver.close();
    expect(await failureOf(open().verify())).toMatchObject({ code: 'unreachable' });
  });

  test('a closed channel takes no more', async () => {
    const channel = open();
    await channel.send(PAGE);
    await channel.close();
    expect(await failureOf(channel.send(PAGE))).toMatchObject({ code: 'unreachable', retryable: true });
  });
});
