import { answerFailure, checkedUrl, codeOfStatus, CONNECTIONLESS, type HttpOptions, post } from './http.ts';
import { keyHash } from './identity.ts';
import { webhookSignature } from './signature.ts';
import type { Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

/**
 * A POST of the message's `data` as JSON, signed after Standard Webhooks. Redirects are not followed; the answer's
 * body is not read.
 */
export function createWebhookChannel(options: HttpOptions): Channel {
  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const url = checkedUrl('webhook', 'A webhook', message.to.address, options.allowPlaintext);
    const id = `msg_${keyHash(message.key)}`;
    const request = { url, ...requestFor(message, id, options.now()) };
    const answer = await post('webhook', options, request, signal);
    const { status } = answer;
    if (answer.ok) return { outcome: 'accepted', provider: `http-${status}`, messageId: id };
    throw answerFailure('webhook', codeOfStatus(status), answer, options.now());
  }

  return { name: 'webhook', ...CONNECTIONLESS, send };
}

function requestFor(message: OutboundMessage, id: string, now: Date) {
  const body = JSON.stringify(message.data);
  const timestamp = Math.floor(now.getTime() / 1000);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
  };
  if (message.secret) headers['webhook-signature'] = webhookSignature(message.secret, id, timestamp, body);
  return { headers, body };
}
