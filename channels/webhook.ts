import { ChannelError, type ChannelErrorCode } from './errors.ts';
import { isLoopback, keyHash } from './identity.ts';
import { fetchFailure } from './webhookFailure.ts';
import { webhookSignature } from './signature.ts';
import type { Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

const LONGEST_MS = 10_000;
/** A receiver may slow us down; it may not silence a page for longer than this. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

export interface WebhookOptions {
  /** The real clock, for the signed timestamp and for a Retry-After that is a date. */
  now: () => Date;
  /** From the first byte to the answer's headers; at most 10 s, which is the default. */
  timeoutMs?: number;
  /** Allow http:// to another machine; off unless an operator says so. */
  allowPlaintext?: boolean;
}

/**
 * A POST of the message's `data` as JSON, signed after Standard Webhooks. Redirects are not followed; the answer's
 * body is not read.
 */
export function createWebhookChannel(options: WebhookOptions): Channel {
  const timeoutMs = Math.min(options.timeoutMs ?? LONGEST_MS, LONGEST_MS);

  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const url = checkedUrl(message.to.address, options.allowPlaintext === true);
    const id = `msg_${keyHash(message.key)}`;
    const request = requestFor(message, id, options.now());
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        ...request,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      response.body?.cancel().catch(() => undefined);
      return receipt(response, id, options.now());
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ChannelError) throw error;
      throw limit.aborted ? new ChannelError('webhook', 'timeout') : fetchFailure(error);
    }
  }

  return {
    name: 'webhook',
    outward: true,
    send,
    verify: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function requestFor(message: OutboundMessage, id: string, now: Date): RequestInit {
  const body = JSON.stringify(message.data);
  const timestamp = Math.floor(now.getTime() / 1000);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'Tocsin',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
  };
  if (message.secret) headers['webhook-signature'] = webhookSignature(message.secret, id, timestamp, body);
  return { method: 'POST', headers, body, redirect: 'manual' };
}

function checkedUrl(address: string, allowPlaintext: boolean): URL {
  const url = URL.parse(address);
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw unusable('A webhook has an https:// URL');
  if (url.username !== '' || url.password !== '') {
    throw unusable('The URL of a webhook holds no user or password; use a signing secret');
  }
  if (url.protocol === 'http:' && !allowPlaintext && !isLoopback(url.hostname)) {
    throw unusable('A webhook on another machine needs https://');
  }
  return url;
}

const unusable = (advice: string) => new ChannelError('webhook', 'misconfigured', { advice });

function receipt(response: Response, id: string, now: Date): DeliveryReceipt {
  const { status } = response;
  if (response.ok) return { outcome: 'accepted', provider: `http-${status}`, messageId: id };
  const code = codeOf(status);
  const retryAfterMs = code === 'deferred' ? retryAfter(response.headers.get('retry-after'), now) : undefined;
  throw new ChannelError('webhook', code, { status, retryAfterMs });
}

function codeOf(status: number): ChannelErrorCode {
  if (status === 413) return 'tooLarge';
  return status === 429 || status >= 500 ? 'deferred' : 'refused';
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3) → milliseconds from now, at most an hour; undefined if unreadable. */
function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}
