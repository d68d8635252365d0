import {
  answerFailure,
  below,
  checkedUrl,
  codeOfApiStatus,
  CONNECTIONLESS,
  cut,
  type HttpAnswer,
  post,
  secretOf,
  textAt,
} from './http.ts';
import { keyHash, singleLine } from './identity.ts';
import { alertOf, type PagerOptions } from './pagerduty.ts';
import type { Alert, Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

const ENDPOINT = 'https://api.opsgenie.com';
/** Opsgenie's own limits. */
const LONGEST_MESSAGE = 130;
const LONGEST_DESCRIPTION = 15_000;
const REQUEST_ID = /^[\w-]{1,100}$/;

const PRIORITY: Record<Alert['severity'], string> = {
  critical: 'P1',
  error: 'P2',
  warning: 'P3',
  info: 'P5',
};
/** How the alert's own history names who acknowledged or closed it. */
const US = 'Tocsin';

/**
 * The alert API of Opsgenie, and of what is compatible with it: creates, acknowledges and closes the alert whose alias
 * is the `dedupKey`. Opsgenie folds repeats by the alias.
 * @see https://docs.opsgenie.com/docs/alert-api
 */
export function createOpsgenieChannel(options: PagerOptions): Channel {
  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const base = checkedUrl(
      'opsgenie',
      'An Opsgenie API',
      message.endpoint ?? ENDPOINT,
      options.allowPlaintext,
    );
    const alert = alertOf('opsgenie', message);
    const request = {
      url: urlFor(base, alert),
      headers: {
        'content-type': 'application/json',
        authorization: `GenieKey ${secretOf('opsgenie', message)}`,
      },
      body: JSON.stringify(bodyFor(message, alert)),
      read: true,
    };
    const answer = await post('opsgenie', options, request, signal);
    if (answer.status === 202) return receipt(message, answer);
    throw answerFailure('opsgenie', codeOfApiStatus(answer.status), answer, options.now());
  }

  return { name: 'opsgenie', ...CONNECTIONLESS, send };
}

const VERB = { acknowledge: 'acknowledge', resolve: 'close' } as const;

function urlFor(base: URL, { action, dedupKey }: Alert): URL {
  if (action === 'trigger') return below(base, 'v2/alerts');
  const url = below(base, `v2/alerts/${encodeURIComponent(dedupKey)}/${VERB[action]}`);
  url.search = 'identifierType=alias';
  return url;
}

function bodyFor(message: OutboundMessage, { action, dedupKey, severity }: Alert): Record<string, unknown> {
  if (action !== 'trigger') return { user: US, source: US };
  const { acknowledgeUrl } = message;
  return {
    message: cut(singleLine(message.short), LONGEST_MESSAGE),
    alias: dedupKey,
    description: cut(message.text, LONGEST_DESCRIPTION),
    priority: PRIORITY[severity],
    source: US,
    details: { key: keyHash(message.key), ...(acknowledgeUrl ? { acknowledge: acknowledgeUrl } : {}) },
  };
}

/** 202: taken into the queue. The id of the request is what one may ask for its outcome. */
function receipt(message: OutboundMessage, answer: HttpAnswer): DeliveryReceipt {
  const requestId = textAt(answer.json, 'requestId');
  return {
    outcome: 'accepted',
    provider: 'http-202',
    messageId: `msg_${keyHash(message.key)}`,
    ...(requestId && REQUEST_ID.test(requestId) ? { externalId: requestId } : {}),
  };
}
