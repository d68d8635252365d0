import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isSignedByTwilio } from '../../api/hooks/signatures.ts';
import { callbackToken } from '../../domain/callbackToken.ts';
import { keyHash } from '../../domain/keyHash.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import {
  entriesOf,
  NOW,
  paged,
  type Paged,
  pageOf,
  post,
  type Sent,
  sentMessage,
  signTwilio,
  startHooks,
  storedDelivery,
} from './hooksSupport.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startHooks();
});
afterAll(() => server.stop());

function fromTwilio(path: string, form: Record<string, string>, signature?: string): Promise<Sent> {
  return post(server, path, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': signature ?? signTwilio(path, form),
  });
}

describe('the signature of the provider', () => {
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form = (caller: string) =>
    new URLSearchParams({
      To: '+18005551212',
      From: caller,
      Digits: '1234',
      Caller: caller,
      CallSid: 'CA1234567890ABCDE',
    });

  it.each([
    ['+14158675310', 'GvWf1cFY/Q7PnoempGyD5oXAezc='],
    ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  ])("is the one of Twilio's own examples (%s)", (caller, signature) => {
    expect(isSignedByTwilio('12345', url, form(caller), signature)).toBe(true);
    expect(isSignedByTwilio('12346', url, form(caller), signature)).toBe(false);
    expect(isSignedByTwilio('12345', `${url}&x`, form(caller), signature)).toBe(false);
    expect(isSignedByTwilio('12345', url, form(`${caller}0`), signature)).toBe(false);
  });

  it('may be over the address with its usual port', () => {
    const signature = 'GvWf1cFY/Q7PnoempGyD5oXAezc=';
    const spelt = url.replace('.com/', '.com:443/');
    expect(isSignedByTwilio('12345', spelt, form('+14158675310'), signature)).toBe(true);
  });
});

interface Message extends Paged {
  key: string;
  path: string;
}

async function message(channel: 'sms' | 'voice' = 'sms'): Promise<Message> {
  const page = await paged(server);
  const key = await sentMessage(server, page.pageId, channel);
  const subject = { ...page, organisationId: server.organisationId, keyHash: keyHash(key) };
  return { ...page, key, path: `/hooks/twilio/status/${callbackToken(server.linkKey, subject)}` };
}

describe('a report of the provider', () => {
  it.each([
    ['sms', { MessageSid: 'SM1', MessageStatus: 'delivered' }, 'delivered', 'delivered'],
    ['sms', { MessageStatus: 'undelivered', ErrorCode: '30003' }, 'bounced', 'undelivered-30003'],
    ['sms', { MessageStatus: 'failed', ErrorCode: 'x; drop' }, 'bounced', 'failed'],
    ['voice', { CallSid: 'CA1', CallStatus: 'completed' }, 'delivered', 'completed'],
    ['voice', { CallStatus: 'no-answer' }, 'bounced', 'no-answer'],
    ['voice', { CallStatus: 'busy' }, 'bounced', 'busy'],
  ] as const)('of a message by %s (%j) is recorded as %s', async (channel, form, reported, code) => {
    const { key, path, incidentId } = await message(channel);
    expect(await fromTwilio(path, form as Record<string, string>)).toMatchObject({ status: 204 });
    expect(await storedDelivery(server, key)).toMatchObject({ status: 'sent', reported, reportedCode: code });
    const entry = (await entriesOf(server, incidentId)).find(({ kind }) => kind === `page.${reported}`);
    expect(entry).toMatchObject({ actor: { kind: 'provider', id: 'twilio' }, data: { channel, code } });
    expect(entry.text).not.toMatch(/\{\{|undefined/);
    expect(entry.text).toContain(channel === 'sms' ? 'text message' : 'telephone');
  });

  it.each(['queued', 'sending', 'sent', 'ringing', 'constructor', ''])(
    'of %j on the way says nothing',
    async (status) => {
      const { key, path } = await message();
      expect(await fromTwilio(path, { MessageStatus: status })).toMatchObject({ status: 204 });
      expect(await storedDelivery(server, key)).toMatchObject({ reported: null });
    },
  );

  it('stands once: repeats and later ones change nothing', async () => {
    const { key, path, incidentId } = await message();
    await Promise.all(Array.from({ length: 10 }, () => fromTwilio(path, { MessageStatus: 'undelivered' })));
    await fromTwilio(path, { MessageStatus: 'delivered' });
    expect(await storedDelivery(server, key)).toMatchObject({ reported: 'bounced', reportedAt: NOW });
    const kinds = (await entriesOf(server, incidentId)).map(({ kind }) => kind as string);
    expect(kinds.filter((kind) => kind === 'page.bounced')).toHaveLength(1);
    expect(kinds).not.toContain('page.delivered');
  });

  it('has one answer to whatever was not signed, or is about nothing of ours', async () => {
    const { key, path } = await message();
    const form = { MessageStatus: 'delivered' };
    const stranger = '/hooks/twilio/status/a.b';
    const sent = await Promise.all([
      fromTwilio(path, form, ''),
      fromTwilio(path, form, signTwilio(path, form, 'another token')),
      fromTwilio(path, { MessageStatus: 'failed' }, signTwilio(path, form)),
      fromTwilio(`${path}a`, form, signTwilio(path, form)),
      fromTwilio(stranger, form),
      fromTwilio('/hooks/twilio/voice/a.b', { Digits: '1' }),
    ]);
    expect(sent.map(({ status, body }) => `${status} ${String(body.detail)}`)).toEqual(
      sent.map(() => `403 ${String(sent[0]?.body.detail)}`),
    );
    expect(await storedDelivery(server, key)).toMatchObject({ reported: null });
  });

  it('is not asked for where the account has no auth token', async () => {
    const bare = await startApi({ organisation: sampleOrganisation(), now: NOW });
    try {
      const path = '/hooks/twilio/status/a.b';
      const sent = await post(bare, path, '', { 'x-twilio-signature': signTwilio(path, {}, '') });
      expect(sent.status).toBe(403);
    } finally {
      await bare.stop();
    }
  });
});

describe('a digit pressed in a call', () => {
  const press = (token: string, form: Record<string, string>) =>
    fromTwilio(`/hooks/twilio/voice/${token}`, form);

  it('answers the page if it is one, and says so', async () => {
    const { incidentId, token } = await paged(server);
    const sent = await press(token, { CallSid: 'CA1', Digits: '1', msg: 'Gather End' });
    expect(sent).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(sent.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-GB">' +
        'Thank you. It is recorded that you have it.</Say><Hangup/></Response>',
    );
    expect(await pageOf(server, incidentId)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Ada Owner',
      acknowledgedThrough: 'voice',
    });
    expect((await press(token, { Digits: '1' })).body).toContain('needs nobody any more');
  });

  it.each([{ Digits: '2' }, { Digits: '' }, {}])('is no answer with %j', async (form) => {
    const { incidentId, token } = await paged(server);
    expect((await press(token, form as Record<string, string>)).body).toContain('not the digit one');
    expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
  });

  it('is too late when the link has expired', async () => {
    const { incidentId, token } = await paged(server);
    server.time.now = new Date(NOW.getTime() + 7_200_000);
    try {
      expect((await press(token, { Digits: '1' })).body).toContain('was not taken');
      expect(await pageOf(server, incidentId)).toMatchObject({ state: 'open' });
    } finally {
      server.time.now = NOW;
    }
  });
});
