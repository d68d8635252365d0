import { describe, expect, it } from '@jest/globals';
import type { OutboundMessage } from '../../channels/types.ts';
import { loadConfig } from '../../config/index.ts';
import { checkCallbackToken } from '../../domain/callbackToken.ts';
import { keyHash } from '../../domain/keyHash.ts';
import { acknowledgeToken } from '../../domain/links.ts';
import { callbacksFor } from '../../worker/callbacks.ts';
import { channelTexts, createChannels } from '../../worker/channels.ts';

const LINK_KEY = Buffer.alloc(32, 1);
const NOW = new Date('2026-02-03T12:00:00Z');
const clock = { now: () => NOW };
const ACCOUNT = { TOCSIN_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TOCSIN_TWILIO_AUTH_TOKEN: 'secret' };
const NUMBER = { TOCSIN_TWILIO_FROM: '+441632960101' };
const ALWAYS = ['opsgenie', 'pagerduty', 'teams', 'webhook'];

const named = (env: Record<string, string>): string[] => {
  const { channels } = createChannels(loadConfig(env), clock, LINK_KEY);
  expect(Object.entries(channels).every(([name, channel]) => channel.name === name)).toBe(true);
  return Object.keys(channels).sort();
};

describe('the ways out', () => {
  it.each([
    ['nothing set', {}, []],
    ['a Slack bot token', { TOCSIN_SLACK_BOT_TOKEN: 'xoxb-12345678' }, ['slack']],
    ['an app-level token alone', { TOCSIN_SLACK_APP_TOKEN: 'xapp-12345678' }, []],
    ['a telephone account and number', { ...ACCOUNT, ...NUMBER }, ['sms', 'voice']],
    ['no sender', ACCOUNT, []],
    ['no credentials', { TOCSIN_TWILIO_ACCOUNT_SID: 'AC1', ...NUMBER }, []],
    ['a messaging service', { ...ACCOUNT, TOCSIN_TWILIO_FROM: `MG${'0'.repeat(32)}` }, ['sms']],
    [
      'an API key and a number for calls alone',
      {
        TOCSIN_TWILIO_ACCOUNT_SID: 'AC1',
        TOCSIN_TWILIO_API_KEY: 'SK1',
        TOCSIN_TWILIO_API_SECRET: 's',
        TOCSIN_TWILIO_VOICE_FROM: '+441632960102',
      },
      ['voice'],
    ],
    ['a mail server', { TOCSIN_SMTP_URL: 'smtp://127.0.0.1:1' }, ['smtp']],
  ])('with %s', (_, env, extra) =>
    expect(named(env as Record<string, string>)).toEqual([...ALWAYS, ...extra].sort()),
  );

  it.each([
    [
      'TOCSIN_SLACK_URL',
      { TOCSIN_SLACK_BOT_TOKEN: 'xoxb-12345678', TOCSIN_SLACK_URL: 'http://slack.example/secret' },
    ],
    ['TOCSIN_TWILIO_URL', { ...ACCOUNT, ...NUMBER, TOCSIN_TWILIO_URL: 'http://telephone.example/secret' }],
  ])('a wrong %s is named and not repeated', (name, env) => {
    const create = () => createChannels(loadConfig(env), clock, LINK_KEY);
    expect(create).toThrow(name);
    expect(create).not.toThrow('example/secret');
  });

  it.each([
    ['TOCSIN_SLACK_BOT_TOKEN', 'xapp-12345678'],
    ['TOCSIN_SLACK_APP_TOKEN', 'xoxb-12345678'],
    ['TOCSIN_TWILIO_FROM', 'Tocsin'],
    ['TOCSIN_TWILIO_VOICE_FROM', '01632 960101'],
    ['TOCSIN_TWILIO_ACCOUNT_SID', '../..'],
  ])('%s of %j is refused without repeating it', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(name);
    expect(() => loadConfig({ [name]: value })).not.toThrow(value);
  });

  it('adds texts in the language asked for, else in English', () =>
    expect(channelTexts('xx')).toEqual(channelTexts('en')));
});

describe('where a telephone provider reports to', () => {
  const reachable = { ...ACCOUNT, TOCSIN_PUBLIC_URL: 'https://tocsin.school.test/base/' };
  const ids = {
    organisationId: '018f0000-0000-7000-8000-000000000001',
    incidentId: '018f0000-0000-7000-8000-000000000002',
    pageId: '018f0000-0000-7000-8000-000000000003',
  };
  const token = acknowledgeToken(LINK_KEY, {
    ...ids,
    personId: 'ada',
    expiresAt: new Date(NOW.getTime() + 1),
  });
  const message = (link?: string) => ({ key: 'a/key', acknowledgeUrl: link }) as OutboundMessage;
  const link = `https://tocsin.school.test/base/acknowledge/${token}`;

  it('is below the public address and names the message', () => {
    const callbacks = callbacksFor(loadConfig(reachable), LINK_KEY, clock)!;
    const status = callbacks.status(message(link)) ?? '';
    expect(status).toMatch(/^https:\/\/tocsin\.school\.test\/base\/hooks\/twilio\/status\/[\w.-]+$/);
    expect(checkCallbackToken(LINK_KEY, status.split('/').at(-1) ?? '')).toEqual({
      ...ids,
      keyHash: keyHash('a/key'),
    });
    expect(callbacks.answer(message(link))).toBe(
      `https://tocsin.school.test/base/hooks/twilio/voice/${token}`,
    );
  });

  it.each([
    ['no public address', ACCOUNT],
    ['an address of this machine', { ...ACCOUNT, TOCSIN_PUBLIC_URL: 'http://127.0.0.1:8420' }],
    ['no auth token', { TOCSIN_PUBLIC_URL: 'https://tocsin.school.test' }],
  ])('is nowhere with %s', (_, env) =>
    expect(callbacksFor(loadConfig(env as Record<string, string>), LINK_KEY, clock)).toBeUndefined(),
  );

  it('is nowhere for a message without a link of ours', () => {
    const callbacks = callbacksFor(loadConfig(reachable), LINK_KEY, clock)!;
    expect(callbacks.status(message())).toBeUndefined();
    expect(callbacks.answer(message())).toBeUndefined();
    expect(callbacks.status(message('https://elsewhere.example/a/b'))).toBeUndefined();
  });
});
