import { E164 } from '../domain/policy/contacts.ts';
import { ChannelError, type ChannelErrorCode } from './errors.ts';
import {
  answerFailure,
  below,
  checkedUrl,
  codeOfApiStatus,
  type HttpAnswer,
  type HttpOptions,
  post,
  textAt,
} from './http.ts';
import { keyHash } from './identity.ts';
import type { DeliveryReceipt, OutboundMessage } from './types.ts';

const ENDPOINT = 'https://api.twilio.com';
const SID = /^[A-Z]{2}[0-9a-f]{32}$/;

/** Where the provider tells what became of a message, and where it asks what to say next; undefined: nowhere. */
export interface Callbacks {
  status(message: OutboundMessage): string | undefined;
  answer(message: OutboundMessage): string | undefined;
}

export interface TwilioOptions extends HttpOptions {
  /** Base URL of a compatible provider; default: Twilio's. */
  url?: string | undefined;
  accountSid: string;
  /** Name and password of the basic authentication: account and auth token, or an API key and its secret. */
  user: string;
  password: string;
  /** A telephone number (E.164); for text messages also the id of a messaging service ("MG…"). */
  from: string;
  callbacks?: Callbacks;
}

/** Refused whoever asks again: no such number, not a mobile, blocked, stopped by its owner. */
const REFUSED = new Set([21211, 21214, 21217, 21401, 21407, 21408, 21610, 21612, 21614]);
/** Our own account, sender or rights. */
const MISCONFIGURED = new Set([21210, 21212, 21213, 21219, 21606, 21608, 21659, 21660]);
const AUTH = new Set([20003, 20005, 20006, 20008]);
/** Too many at once, or the queue is full. */
const DEFERRED = new Set([20429, 21611, 14107]);

/**
 * Creates one message or call at a Twilio-compatible provider. There is no key by which a provider drops repeats: a
 * retry after an unknown outcome may ring twice, and never not at all.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export async function createAt(
  channel: 'sms' | 'voice',
  options: TwilioOptions,
  resource: 'Messages' | 'Calls',
  message: OutboundMessage,
  fields: Record<string, string>,
  signal?: AbortSignal,
): Promise<DeliveryReceipt> {
  signal?.throwIfAborted();
  const request = {
    url: below(baseOf(channel, options), `2010-04-01/Accounts/${options.accountSid}/${resource}.json`),
    headers: {
      authorization: `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams({ To: checkedNumber(channel, message.to.address), ...fields }).toString(),
    read: true,
  };
  const answer = await post(channel, options, request, signal);
  const sid = textAt(answer.json, 'sid');
  if (answer.ok && sid && SID.test(sid)) return receipt(message, answer, sid);
  throw answerFailure(channel, codeOf(answer), answer, options.now());
}

const receipt = (message: OutboundMessage, { status }: HttpAnswer, sid: string): DeliveryReceipt => ({
  outcome: 'accepted',
  provider: `http-${status}`,
  messageId: `msg_${keyHash(message.key)}`,
  externalId: sid,
});

/** By the provider's error code, else by the HTTP status. */
function codeOf({ status, json }: HttpAnswer): ChannelErrorCode {
  const code = Number((json as { code?: unknown } | null | undefined)?.code);
  if (REFUSED.has(code)) return 'refused';
  if (MISCONFIGURED.has(code)) return 'misconfigured';
  if (AUTH.has(code)) return 'auth';
  return DEFERRED.has(code) ? 'deferred' : codeOfApiStatus(status);
}

/** @throws ChannelError `misconfigured` unless the number is one (E.164); it is never repeated */
export function checkedNumber(channel: 'sms' | 'voice', number: string): string {
  if (E164.test(number)) return number;
  throw new ChannelError(channel, 'misconfigured', {
    advice: 'A telephone number begins with + and its country, digits only',
  });
}

/** @throws ChannelError `misconfigured` for a URL or an account that cannot be one */
export function baseOf(
  channel: 'sms' | 'voice',
  { url, accountSid, allowPlaintext }: Pick<TwilioOptions, 'url' | 'accountSid' | 'allowPlaintext'>,
): URL {
  if (!/^[\w-]{1,64}$/.test(accountSid))
    throw new ChannelError(channel, 'misconfigured', { advice: 'The account of the provider is not usable' });
  return checkedUrl(channel, 'A telephone provider', url ?? ENDPOINT, allowPlaintext);
}
