import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSmsChannel } from '../../channels/sms.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import {
  ACCEPTED,
  ACCOUNT,
  answer,
  channelAt,
  failureOf,
  formOf,
  LINK,
  NOW,
  pageTo,
  SID,
} from './channelSupport.ts';

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
  receiver.behave(ACCEPTED.sms);
});
afterEach(() => receiver.close());

const callbacks = {
  status: () => 'https://tocsin.school.test/hooks/twilio/status/a.b',
  answer: () => 'https://tocsin.school.test/hooks/twilio/voice/a.b?x=1&y=2',
};

describe('a text message', () => {
  const send = (more = {}, options = {}) =>
    channelAt('sms', receiver.url, options).send(pageTo('sms', receiver.url, more));

  test('is a form posted to Messages.json with the account as user', async () => {
    const receipt = await send();
    const [request] = receiver.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: `/hook/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${ACCOUNT}:auth-token`).toString('base64')}`,
    });
    expect(formOf(request)).toEqual({
      To: '+441632960202',
      From: '+441632960101',
      Body: `Incident 2026-001: ICO notification due 14:05 GMT\n${LINK}`,
    });
    expect(receipt).toMatchObject({ provider: 'http-201', externalId: SID });
  });

  test('asks for a report where the provider can reach us', async () => {
    await send({}, { callbacks });
    expect(formOf(receiver.requests[0])).toMatchObject({ StatusCallback: callbacks.status() });
  });

  test('may go through a messaging service', async () => {
    const from = `MG${'0'.repeat(32)}`;
    const channel = createSmsChannel({
      now: () => NOW,
      url: receiver.url,
      accountSid: ACCOUNT,
      user: 'SK1',
      password: 'secret',
      from,
    });
    await channel.send(pageTo('sms', receiver.url));
    const form = formOf(receiver.requests[0]);
    expect(form['MessagingServiceSid']).toBe(from);
    expect(form['From']).toBeUndefined();
  });

  test.each([
    ['', 'misconfigured'],
    ['01632 960202', 'misconfigured'],
    ['+44 1632 960202', 'misconfigured'],
    ['+441632960202,+1', 'misconfigured'],
    ['client:maria', 'misconfigured'],
  ])('to %j goes nowhere and is not repeated', async (address, code) => {
    const error = await failureOf(send({ to: { name: 'M', address } }));
    expect(error).toMatchObject({ code, retryable: false });
    if (address) expect(error.message).not.toContain(address);
    expect(receiver.requests).toHaveLength(0);
  });

  test.each([
    [400, 21211, 'refused'],
    [400, 21610, 'refused'],
    [400, 21614, 'refused'],
    [400, 21606, 'misconfigured'],
    [401, 20003, 'auth'],
    [429, 20429, 'deferred'],
    [400, 21611, 'deferred'],
    [400, 99999, 'refused'],
    [401, undefined, 'auth'],
  ] as const)('status %i with the code %p is %s', async (status, code, expected) => {
    receiver.behave(answer(status, { code, message: "The 'To' number +441632960202 is not", status }));
    const error = await failureOf(send());
    expect(error).toMatchObject({ code: expected, status });
    expect(error.message).not.toContain('+44');
  });

  test('a sender that is no number is refused at the start', () => {
    const options = { now: () => NOW, accountSid: ACCOUNT, user: 'a', password: 'b', from: 'TOCSIN' };
    expect(() => createSmsChannel(options)).toThrow(/begins with \+/);
    expect(() => createSmsChannel({ ...options, from: '+441632960101', accountSid: '../..' })).toThrow(
      /account/,
    );
  });
});

describe('a call', () => {
  const send = (more = {}, options = {}) => {
    receiver.behave(ACCEPTED.voice);
    return channelAt('voice', receiver.url, options).send(pageTo('voice', receiver.url, more));
  };

  test('says the short line twice, from inline TwiML', async () => {
    const receipt = await send({ short: 'Fire & <flood>\nat "Büro"' });
    expect(receiver.requests[0]?.path).toBe(`/hook/2010-04-01/Accounts/${ACCOUNT}/Calls.json`);
    const { Twiml, ...form } = formOf(receiver.requests[0]);
    const said = '<Say language="en-GB">Fire &amp; &lt;flood&gt; at &quot;Büro&quot;</Say>';
    expect(Twiml).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><Response>${said}<Pause length="2"/>${said}</Response>`,
    );
    expect(form).toEqual({ To: '+441632960202', From: '+441632960101', Timeout: '25' });
    expect(receipt.externalId).toBe(SID.replace('SM', 'CA'));
  });

  test('takes one digit where the provider can reach us', async () => {
    await send({ short: 'Fire', language: 'de' }, { callbacks });
    const { Twiml, StatusCallback } = formOf(receiver.requests[0]);
    const said = '<Say language="de-DE">Fire</Say><Say language="de-DE">Drücken Sie die Eins.</Say>';
    expect(Twiml).toContain(
      '<Gather numDigits="1" timeout="10" method="POST" ' +
        'action="https://tocsin.school.test/hooks/twilio/voice/a.b?x=1&amp;y=2">' +
        `${said}<Pause length="2"/>${said}</Gather>`,
    );
    expect(StatusCallback).toBe(callbacks.status());
  });

  test('cannot be made to say more than text, nor break the XML', async () => {
    await send({ short: '</Say><Dial>+1</Dial>\u0000\uD800\u0007' });
    const { Twiml = '' } = formOf(receiver.requests[0]);
    expect(Twiml).not.toContain('<Dial>');
    expect(Twiml).toMatch(/^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD]+$/);
  });

  test('stays within the 4,000 characters of inline TwiML', async () => {
    await send({ short: '&'.repeat(5_000) }, { callbacks });
    expect(formOf(receiver.requests[0])['Twiml']?.length).toBeLessThan(4_000);
  });
});
