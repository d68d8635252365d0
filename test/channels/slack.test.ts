import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSlackChannel, postedAt } from '../../channels/slack.ts';
import { pageBlocks } from '../../channels/slackBlocks.ts';
import type { ChannelTexts } from '../../channels/texts.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { ACCEPTED, answer, channelAt, failureOf, LINK, NOW, pageTo, texts, TOKEN } from './channelSupport.ts';

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
  receiver.behave(ACCEPTED.slack);
});
afterEach(() => receiver.close());

const english = texts['en'] as ChannelTexts;
const channel = () =>
  createSlackChannel({ now: () => NOW, url: receiver.url, token: 'xoxb-1234567890', texts: () => english });
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const send = (more = {}) => channelAt('slack', receiver.url).send(pageTo('slack', receiver.url, more));
const bodyOf = (n = 0) => receiver.requests[n]?.json as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- asserted on, not typed

describe('a page in Slack', () => {
  test('is chat.postMessage with headline, text, a button that answers and one that opens the page', async () => {
    const receipt = await send();
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', path: '/hook/chat.postMessage' });
    expect(receiver.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer xoxb-1234567890',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(bodyOf()).toEqual({
      channel: 'U0123456789',
      text: 'Incident 2026-001: ICO notification due 14:05 GMT',
      blocks: [
        { type: 'header', text: plain('ICO notification due Fri 27 Nov 2026, 14:05 GMT') },
        { type: 'section', text: plain('Due in 36 hours.\n\nAnswer please.') },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              style: 'primary',
              action_id: 'tocsin_acknowledge',
              text: plain('I have it'),
              value: TOKEN,
            },
            { type: 'button', action_id: 'tocsin_open', text: plain('Open'), url: LINK },
          ],
        },
      ],
      unfurl_links: false,
      unfurl_media: false,
      link_names: false,
      parse: 'none',
      client_msg_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      metadata: {
        event_type: 'tocsin_page',
        event_payload: { key: expect.stringMatching(/^[0-9a-f]{40}$/) },
      },
    });
    expect(receipt).toMatchObject({ provider: 'slack-ok', externalId: 'D0123456789/1732716330.000100' });
  });

  test('keeps its client_msg_id for every repeat of a key', async () => {
    await send();
    await send();
    await send({ key: 'another' });
    const ids = [0, 1, 2].map((n) => bodyOf(n)['client_msg_id'] as string);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('cannot ring everybody nor make links of what people wrote', async () => {
    await send({ short: '<!channel> & <https://evil.example|look>', text: '<!here> *x*' });
    expect(bodyOf()['text']).toBe('&lt;!channel&gt; &amp; &lt;https://evil.example|look&gt;');
    expect(bodyOf()['blocks'][1].text).toEqual(plain('<!here> *x*'));
  });

  test('stays within the limits of its blocks and loses nothing in between', () => {
    const text = Array.from({ length: 400 }, (_, n) => `line ${n} ${'x'.repeat(40)}`).join('\n');
    const message = pageTo('slack', '', { subject: 'x'.repeat(500), text });
    const blocks = pageBlocks(message, english) as { type: string; text: { text: string } }[];
    const sections = blocks.filter(({ type }) => type === 'section').map((block) => block.text.text);
    expect(blocks[0]?.text.text).toHaveLength(150);
    expect(Math.max(...sections.map(({ length }) => length))).toBeLessThanOrEqual(3000);
    expect(sections.join('\n')).toBe(text);
    const endless = pageBlocks({ ...message, text: '😀'.repeat(100_000) }, english);
    expect(endless).toHaveLength(12);
    expect(JSON.stringify(endless)).not.toMatch(/\\ud83d(?!\\ude00)/);
  });

  test('has no buttons where there is nothing to answer', async () => {
    await send({ acknowledgeUrl: undefined });
    expect(bodyOf()['blocks'].map((block: { type: string }) => block.type)).toEqual(['header', 'section']);
  });

  test.each(['', '#general', 'general', 'U1', 'U0123456789 C1', 'https://x'])(
    'goes to an id and not to %j',
    async (address) => {
      expect(await failureOf(send({ to: { name: 'M', address } }))).toMatchObject({ code: 'misconfigured' });
      expect(receiver.requests).toHaveLength(0);
    },
  );
});

describe("Slack's words for failures", () => {
  test.each([
    ['ratelimited', 'deferred'],
    ['internal_error', 'deferred'],
    ['service_unavailable', 'deferred'],
    ['duplicate_message_not_found', 'deferred'],
    ['invalid_auth', 'auth'],
    ['token_revoked', 'auth'],
    ['missing_scope', 'auth'],
    ['channel_not_found', 'misconfigured'],
    ['not_in_channel', 'misconfigured'],
    ['is_archived', 'misconfigured'],
    ['msg_too_long', 'tooLarge'],
    ['restricted_action', 'refused'],
    ['a word of tomorrow', 'refused'],
    ['constructor', 'refused'],
  ])('%s is %s', async (error, code) => {
    receiver.behave(answer(200, { ok: false, error, needed: 'chat:write' }));
    const failure = await failureOf(send());
    expect(failure).toMatchObject({ channel: 'slack', code });
    expect(failure.message).not.toContain(error);
  });

  test('a limit is waited out as long as Slack asks', async () => {
    receiver.behave(answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '7' }));
    expect(await failureOf(send())).toMatchObject({ code: 'deferred', retryAfterMs: 7_000 });
  });

  test('verify asks Slack whether the token is good', async () => {
    receiver.behave(answer(200, { ok: true, team_id: 'T1' }));
    await channel().verify();
    expect(receiver.requests[0]?.path).toBe('/hook/auth.test');
    receiver.behave(answer(200, { ok: false, error: 'invalid_auth' }));
    expect(await failureOf(channel().verify())).toMatchObject({ code: 'auth' });
  });

  test.each(['', 'secret token', 'xoxb-\r\nx-y: z'])(
    'a token like %j is refused without repeating it',
    (token) => {
      const create = () =>
        createSlackChannel({ now: () => NOW, url: receiver.url, token, texts: () => english });
      expect(create).toThrow('A Slack token begins with');
    },
  );
});

describe('what follows a page in Slack', () => {
  const posted = {
    conversation: 'D0123456789',
    ts: '1732716330.000100',
    blocks: pageBlocks(pageTo('slack', ''), english),
  };

  test('shows who answered and takes the buttons away', async () => {
    await channel().showAnswer(posted, 'Ada <Owner> has it.');
    expect(receiver.requests[0]?.path).toBe('/hook/chat.update');
    expect(bodyOf()).toEqual({
      channel: 'D0123456789',
      ts: '1732716330.000100',
      text: 'Ada &lt;Owner&gt; has it.',
      blocks: [
        posted.blocks[0],
        posted.blocks[1],
        { type: 'context', elements: [plain('Ada <Owner> has it.')] },
      ],
    });
  });

  test('showing it again shows it once', async () => {
    await channel().showAnswer(posted, 'Ada has it.');
    const [first] = [bodyOf()['blocks'] as Record<string, unknown>[]];
    await channel().showAnswer({ ...posted, blocks: first }, 'Ada has it.');
    expect(bodyOf(1)['blocks']).toEqual(first);
  });

  test('finds the message again from what its receipt says', async () => {
    const { externalId = '' } = await send();
    expect(postedAt(externalId, pageTo('slack', ''), () => english)).toEqual(posted);
    expect(postedAt('nowhere', pageTo('slack', ''), () => english)).toBeUndefined();
  });

  test('tells one member what nobody else sees', async () => {
    await channel().tell('C0123456789', 'U0123456789', 'Use <the link>.');
    expect(receiver.requests[0]?.path).toBe('/hook/chat.postEphemeral');
    expect(bodyOf()).toEqual({ channel: 'C0123456789', user: 'U0123456789', text: 'Use &lt;the link&gt;.' });
  });
});
