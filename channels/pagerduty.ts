import { ChannelError } from './errors.ts';
import {
  answerFailure,
  below,
  checkedUrl,
  codeOfApiStatus,
  CONNECTIONLESS,
  cut,
  type HttpOptions,
  post,
  secretOf,
} from './http.ts';
import { keyHash, singleLine } from './identity.ts';
import { DEFAULT_LANGUAGE, type TextsOf } from './texts.ts';
import type { Alert, Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

const ENDPOINT = 'https://events.pagerduty.com';
/** PagerDuty's own limits. */
const LONGEST_DEDUP_KEY = 255;
const LONGEST_SUMMARY = 1024;
/** An event may have 512 KiB; what a person reads on a telephone is less. */
const LONGEST_DETAILS = 10_000;

export interface PagerOptions extends HttpOptions {
  texts: TextsOf;
}

/**
 * PagerDuty's Events API v2: opens, acknowledges and resolves an alert of the service whose routing key the message
 * carries. PagerDuty folds repeats by the alert's `dedupKey`.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function createPagerDutyChannel(options: PagerOptions): Channel {
  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const { texts } = options;
    const base = checkedUrl(
      'pagerduty',
      'A PagerDuty API',
      message.endpoint ?? ENDPOINT,
      options.allowPlaintext,
    );
    const request = {
      url: below(base, 'v2/enqueue'),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(eventOf(message, texts(message.language ?? DEFAULT_LANGUAGE).open)),
    };
    const answer = await post('pagerduty', options, request, signal);
    // 202: taken into the queue; whether it reached a service is not said. Anything else was not taken.
    if (answer.status === 202) return receipt(message);
    throw answerFailure('pagerduty', codeOfApiStatus(answer.status), answer, options.now());
  }

  return { name: 'pagerduty', ...CONNECTIONLESS, send };
}

const receipt = (message: OutboundMessage): DeliveryReceipt => ({
  outcome: 'accepted',
  provider: 'http-202',
  messageId: `msg_${keyHash(message.key)}`,
  externalId: alertOf('pagerduty', message).dedupKey,
});

/** @throws ChannelError `misconfigured` for a message without an alert that this pager can hold */
export function alertOf(channel: 'pagerduty' | 'opsgenie', { alert }: OutboundMessage): Alert {
  if (alert && alert.dedupKey !== '' && alert.dedupKey.length <= LONGEST_DEDUP_KEY) return alert;
  throw new ChannelError(channel, 'misconfigured', { advice: 'A message to a pager needs an alert' });
}

function eventOf(message: OutboundMessage, linkText: string): Record<string, unknown> {
  const { action, dedupKey, severity } = alertOf('pagerduty', message);
  const event = {
    routing_key: secretOf('pagerduty', message),
    event_action: action,
    dedup_key: dedupKey,
  };
  if (action !== 'trigger') return event;
  const { acknowledgeUrl } = message;
  return {
    ...event,
    payload: {
      summary: cut(singleLine(message.short), LONGEST_SUMMARY),
      source: 'tocsin',
      severity,
      custom_details: { message: cut(message.text, LONGEST_DETAILS), key: keyHash(message.key) },
    },
    client: 'Tocsin',
    ...(acknowledgeUrl ? { links: [{ href: acknowledgeUrl, text: linkText }] } : {}),
  };
}
