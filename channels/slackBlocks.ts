import { cut } from './http.ts';
import { shortLine, singleLine } from './identity.ts';
import type { ChannelTexts } from './texts.ts';
import type { OutboundMessage } from './types.ts';

/** Names our button among the presses that Slack tells us of. */
export const ACKNOWLEDGE_ACTION = 'tocsin_acknowledge';

/** Slack's own limits. */
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3000;
const MOST_SECTIONS = 10;
const LONGEST_VALUE = 2000;
const LONGEST_URL = 3000;

export type Block = Record<string, unknown>;

/** Plain text: in Slack's own markup what people wrote into an incident could ring everybody or become a link. */
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

/** Headline, text, and the buttons with which one answers. */
export function pageBlocks(message: OutboundMessage, texts: ChannelTexts): Block[] {
  return [
    { type: 'header', text: plain(cut(singleLine(message.subject) || 'Tocsin', LONGEST_HEADER)) },
    ...sections(message.text),
    ...buttons(message.acknowledgeUrl, texts),
  ];
}

/** What Slack shows in a notification; there its markup does count. */
export const fallbackText = (message: OutboundMessage): string => escaped(shortLine(message.short));

/** What a page looks like once somebody answered: without its buttons, with one more line. */
export const answeredBlocks = (blocks: readonly Block[], note: string): Block[] => [
  ...blocks.filter(({ type }) => type === 'header' || type === 'section').slice(0, MOST_SECTIONS + 1),
  { type: 'context', elements: [plain(cut(singleLine(note), LONGEST_SECTION))] },
];

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function sections(text: string): Block[] {
  const parts: Block[] = [];
  let rest = text.trim().toWellFormed();
  while (rest !== '' && parts.length < MOST_SECTIONS) {
    const part = firstPart(rest);
    parts.push({ type: 'section', text: plain(part) });
    rest = rest.slice(part.length).trimStart();
  }
  return parts;
}

/** As many whole lines as a section holds, or as much of one line, never through a surrogate pair. */
function firstPart(text: string): string {
  if (text.length <= LONGEST_SECTION) return text;
  const whole = text.slice(0, LONGEST_SECTION).replace(/[\uD800-\uDBFF]$/, '');
  const end = whole.lastIndexOf('\n');
  return end > 0 ? whole.slice(0, end) : whole;
}

function buttons(acknowledgeUrl: string | undefined, texts: ChannelTexts): Block[] {
  const token = tokenOf(acknowledgeUrl);
  if (!acknowledgeUrl || !token || token.length > LONGEST_VALUE || acknowledgeUrl.length > LONGEST_URL)
    return [];
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          style: 'primary',
          action_id: ACKNOWLEDGE_ACTION,
          text: plain(texts.acknowledge),
          value: token,
        },
        { type: 'button', action_id: 'tocsin_open', text: plain(texts.open), url: acknowledgeUrl },
      ],
    },
  ];
}

/** The signed token of an acknowledge link is the last part of its path. */
const tokenOf = (acknowledgeUrl: string | undefined): string | undefined =>
  URL.parse(acknowledgeUrl ?? '')
    ?.pathname.split('/')
    .at(-1);
