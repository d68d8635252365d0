import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { channelAt, failureOf, LINK, pageTo } from './channelSupport.ts';

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
  receiver.behave({ status: 202 });
});
afterEach(() => receiver.close());

const send = async (more = {}) => {
  await channelAt('teams', receiver.url).send(pageTo('teams', receiver.url, more));
  const { json } = receiver.requests[0] as { json: { attachments: [{ content: Record<string, unknown> }] } };
  return { json, card: json.attachments[0].content };
};

test('posts an Adaptive Card 1.4 whose button opens the page where one answers', async () => {
  const { json } = await send();
  expect(json).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: 'Incident 2026-001: ICO notification due 14:05 GMT',
          msteams: { width: 'Full' },
          body: [
            {
              type: 'RichTextBlock',
              inlines: [
                {
                  type: 'TextRun',
                  text: 'ICO notification due Fri 27 Nov 2026, 14:05 GMT',
                  weight: 'Bolder',
                  size: 'Large',
                },
              ],
            },
            { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Due in 36 hours.' }] },
            { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Answer please.' }] },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open', url: LINK }],
        },
      },
    ],
  });
});

test('speaks the language of the message', async () => {
  const { card } = await send({ language: 'de' });
  expect(card['actions']).toMatchObject([{ title: 'Öffnen' }]);
});

test('has no button where there is nothing to answer', async () => {
  const { card } = await send({ acknowledgeUrl: undefined });
  expect(card['actions']).toBeUndefined();
});

test('stays within the 28 KiB of a Teams message, whatever people wrote', async () => {
  await send({ text: '語'.repeat(50_000), subject: 'x' });
  await send({ text: 'a\n'.repeat(50_000), subject: 'x' });
  const sizes = receiver.requests.map(({ body }) => Buffer.byteLength(body));
  expect(Math.max(...sizes)).toBeLessThan(28 * 1024);
});

test('never repeats the address, whose query is its password', async () => {
  receiver.behave({ status: 400 });
  const address = `${receiver.url}?sig=password-of-the-workflow`;
  const error = await failureOf(
    channelAt('teams', receiver.url).send(pageTo('teams', receiver.url, { to: { name: 'room', address } })),
  );
  expect(JSON.stringify([error, error.message])).not.toContain('password-of-the-workflow');
  expect(receiver.requests[0]?.path).toContain('sig=password-of-the-workflow');
});
