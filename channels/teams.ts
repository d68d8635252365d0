import { answerFailure, checkedUrl, codeOfStatus, CONNECTIONLESS, cut, post } from './http.ts';
import { keyHash, singleLine } from './identity.ts';
import type { PagerOptions } from './pagerduty.ts';
import { DEFAULT_LANGUAGE } from './texts.ts';
import type { Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

/** A message of Teams may have 28 KiB, card included. */
const LONGEST_TEXT = 6_000;
const MOST_LINES = 80;

/**
 * Microsoft Teams by a workflow's webhook ("When a Teams webhook request is received"): an Adaptive Card with a button
 * that opens the page where one answers. Teams has no way to drop a repeat; its key travels in a header.
 * @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function createTeamsChannel(options: PagerOptions): Channel {
  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const url = checkedUrl('teams', 'A Teams workflow', message.to.address, options.allowPlaintext);
    const id = `msg_${keyHash(message.key)}`;
    const { open } = options.texts(message.language ?? DEFAULT_LANGUAGE);
    const request = {
      url,
      headers: { 'content-type': 'application/json', 'x-tocsin-key': id },
      body: JSON.stringify(cardMessage(message, open)),
    };
    const answer = await post('teams', options, request, signal);
    if (answer.ok) return { outcome: 'accepted', provider: `http-${answer.status}`, messageId: id };
    throw answerFailure('teams', codeOfStatus(answer.status), answer, options.now());
  }

  return { name: 'teams', ...CONNECTIONLESS, send };
}

const cardMessage = (message: OutboundMessage, open: string) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        fallbackText: singleLine(message.short),
        msteams: { width: 'Full' },
        body: [heading(message.subject), ...lines(message.text)],
        ...(message.acknowledgeUrl
          ? { actions: [{ type: 'Action.OpenUrl', title: open, url: message.acknowledgeUrl }] }
          : {}),
      },
    },
  ],
});

/** Text runs, because a TextBlock is Markdown: what people wrote into an incident must not become a link. */
const runs = (text: string, style: Record<string, unknown> = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...style }],
});

const heading = (text: string) => runs(singleLine(text), { weight: 'Bolder', size: 'Large' });

const lines = (text: string) =>
  cut(text, LONGEST_TEXT)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(0, MOST_LINES)
    .map((line) => runs(line));
