import { ChannelError } from './errors.ts';
import { CONNECTIONLESS, textAt } from './http.ts';
import { keyHash } from './identity.ts';
import { createSlackApi, type SlackApi, type SlackApiOptions } from './slackApi.ts';
import { answeredBlocks, type Block, escaped, fallbackText, pageBlocks } from './slackBlocks.ts';
import { DEFAULT_LANGUAGE, type TextsOf } from './texts.ts';
import type { Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

const CONVERSATION = /^[CGDUW][A-Z0-9]{5,20}$/;
const POSTED = /^[CGD][A-Z0-9]{5,20}$/;
const TIMESTAMP = /^\d{1,12}\.\d{1,8}$/;

export interface SlackOptions extends SlackApiOptions {
  texts: TextsOf;
}

/** Where a message stands, and what it said. */
export interface Posted {
  conversation: string;
  /** Slack's timestamp, which names a message within its conversation. */
  ts: string;
  blocks: readonly Block[];
}

export interface SlackChannel extends Channel {
  /** Shows beneath a message who answered, and takes its buttons away. Repeating it changes nothing. */
  showAnswer(posted: Posted, note: string, signal?: AbortSignal): Promise<void>;
  /** Tells one member something that nobody else in the conversation sees. */
  tell(conversation: string, member: string, text: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A message to a member or a conversation of one Slack workspace, with a button that answers. The same
 * `client_msg_id` for every attempt of one key lets Slack drop repeats; the hash of the key is in the metadata.
 * @throws ChannelError `misconfigured` for an unusable token or URL
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  const api = createSlackApi(options);
  return {
    name: 'slack',
    ...CONNECTIONLESS,
    send: (message, signal) => send(api, options.texts, message, signal),
    verify: async () => void (await api('auth.test', {})),
    showAnswer: async ({ conversation, ts, blocks }, note, signal) => {
      const body = { channel: conversation, ts, text: escaped(note), blocks: answeredBlocks(blocks, note) };
      await api('chat.update', body, signal);
    },
    tell: async (conversation, member, text, signal) => {
      const body = { channel: conversation, user: member, text: escaped(text) };
      await api('chat.postEphemeral', body, signal);
    },
  };
}

async function send(
  api: SlackApi,
  texts: TextsOf,
  message: OutboundMessage,
  signal?: AbortSignal,
): Promise<DeliveryReceipt> {
  signal?.throwIfAborted();
  const hash = keyHash(message.key);
  const answer = await api('chat.postMessage', bodyFor(message, hash, texts), signal);
  const [channel, ts] = [textAt(answer, 'channel'), textAt(answer, 'ts')];
  const place = channel && ts && POSTED.test(channel) && TIMESTAMP.test(ts) ? `${channel}/${ts}` : undefined;
  return {
    outcome: 'accepted',
    provider: 'slack-ok',
    messageId: `msg_${hash}`,
    ...(place ? { externalId: place } : {}),
  };
}

const bodyFor = (message: OutboundMessage, hash: string, texts: TextsOf) => ({
  channel: checkedConversation(message.to.address),
  text: fallbackText(message),
  blocks: pageBlocks(message, texts(message.language ?? DEFAULT_LANGUAGE)),
  unfurl_links: false,
  unfurl_media: false,
  link_names: false,
  parse: 'none',
  client_msg_id: uuidOf(hash),
  metadata: { event_type: 'tocsin_page', event_payload: { key: hash } },
});

function checkedConversation(id: string): string {
  if (CONVERSATION.test(id)) return id;
  throw new ChannelError('slack', 'misconfigured', {
    advice: 'A Slack member or conversation is given by its id',
  });
}

/** The first 128 bits of a hash, laid out as a UUID of version 8 (RFC 9562 §5.8). */
const uuidOf = (hash: string): string =>
  `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;

/** `externalId` of a receipt → where the message stands; its text is not kept here. */
export function postedAt(externalId: string, message: OutboundMessage, texts: TextsOf): Posted | undefined {
  const [conversation = '', ts = ''] = externalId.split('/', 2);
  if (!POSTED.test(conversation) || !TIMESTAMP.test(ts)) return undefined;
  return { conversation, ts, blocks: pageBlocks(message, texts(message.language ?? DEFAULT_LANGUAGE)) };
}
