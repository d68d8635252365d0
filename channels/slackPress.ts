import type { Block } from './slackBlocks.ts';
import { ACKNOWLEDGE_ACTION } from './slackBlocks.ts';

/** Somebody pressed the button that answers. */
export interface Press {
  /** Of an acknowledge link; not checked yet. */
  token: string;
  /** Who pressed, as Slack says. */
  member: string;
  conversation: string;
  /** Names the message within the conversation; undefined for one that only its reader sees. */
  ts?: string;
  blocks: Block[];
}

const MEMBER = /^[UW][A-Z0-9]{5,20}$/;
const CONVERSATION = /^[CGD][A-Z0-9]{5,20}$/;
const TIMESTAMP = /^\d{1,12}\.\d{1,8}$/;
const MOST_BLOCKS = 50;

type Loose = Record<string, unknown> | null | undefined;

/**
 * The press in an interaction's payload, or undefined for anything else that people do with our messages.
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function pressIn(payload: unknown): Press | undefined {
  const { type, user, channel, message, actions } = (payload ?? {}) as Record<string, Loose>;
  if ((type as unknown) !== 'block_actions' || !Array.isArray(actions)) return undefined;
  const action = (actions as Loose[]).find((one) => one?.['action_id'] === ACKNOWLEDGE_ACTION);
  const token = text(action?.['value'], /^[\w.-]{1,2000}$/);
  const member = text(user?.['id'], MEMBER);
  const conversation = text(channel?.['id'], CONVERSATION);
  if (!token || !member || !conversation) return undefined;
  const ts = text(message?.['ts'], TIMESTAMP);
  return { token, member, conversation, blocks: blocksOf(message), ...(ts ? { ts } : {}) };
}

const text = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

function blocksOf(message: Loose): Block[] {
  const blocks = message?.['blocks'];
  if (!Array.isArray(blocks)) return [];
  return blocks.slice(0, MOST_BLOCKS).filter((block): block is Block => typeof block === 'object' && !!block);
}
