import { ChannelError, type ChannelErrorCode } from './errors.ts';
import { isLoopback } from './identity.ts';
import type { ChannelName, OutboundMessage } from './types.ts';

const LONGEST_MS = 10_000;
/** A receiver may slow us down; it may not silence a page for longer than this. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;
/** Answers are short; whatever is longer is not read to its end. */
const LONGEST_ANSWER_BYTES = 65_536;
const TLS_CODE = /CERT|TLS|SSL|UNABLE_TO_/;
const TIMEOUT_CODE = /TIMEOUT|TIMEDOUT/;

export interface HttpOptions {
  /** The real clock, for signed timestamps and for a Retry-After that is a date. */
  now: () => Date;
  /** From the first byte to the whole answer; at most 10 s, which is the default. */
  timeoutMs?: number;
  /** Allow http:// to another machine; off unless an operator says so. */
  allowPlaintext?: boolean;
}

export interface HttpAnswer {
  status: number;
  ok: boolean;
  headers: Headers;
  /** The body as JSON; undefined where it is none, too long, or was not asked for. */
  json: unknown;
}

export interface HttpRequest {
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** Left out: the answer's body is not read. */
  read?: boolean;
}

/**
 * One POST within a bounded time; redirects are not followed.
 * @throws ChannelError `timeout`, `unreachable` or `tls`; the signal's own reason if it was aborted
 */
export async function post(
  channel: ChannelName,
  options: HttpOptions,
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(Math.min(options.timeoutMs ?? LONGEST_MS, LONGEST_MS));
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { 'user-agent': 'Tocsin', ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const json = request.read ? parsed(await bounded(response)) : discard(response);
    return { status: response.status, ok: response.ok, headers: response.headers, json };
  } catch (error) {
    signal?.throwIfAborted();
    throw limit.aborted ? new ChannelError(channel, 'timeout') : fetchFailure(channel, error);
  }
}

function discard(response: Response): undefined {
  response.body?.cancel().catch(() => undefined);
  return undefined;
}

/** The body as text, or undefined where it does not end in time to be an answer. */
async function bounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > LONGEST_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** What fetch attaches to its errors; their messages are never passed on. */
interface FetchError {
  cause?: { code?: string; errors?: { code?: string }[] };
}

/** What fetch rejects with → ChannelError, by the code of its cause alone; what is unknown may be tried again. */
export function fetchFailure(channel: ChannelName, error: unknown): ChannelError {
  const { cause } = (error ?? {}) as FetchError;
  const code = String(cause?.code ?? cause?.errors?.[0]?.code ?? '');
  if (TLS_CODE.test(code)) return new ChannelError(channel, 'tls');
  return new ChannelError(channel, TIMEOUT_CODE.test(code) ? 'timeout' : 'unreachable');
}

/** HTTP status → code: "not now" for 408, 429 and 5xx, and for a success whose body was none. */
export function codeOfStatus(status: number): ChannelErrorCode {
  if (status === 413) return 'tooLarge';
  return status < 300 || status === 408 || status === 429 || status >= 500 ? 'deferred' : 'refused';
}

/** As {@link codeOfStatus}, for an interface that knows us by a credential. */
export const codeOfApiStatus = (status: number): ChannelErrorCode =>
  status === 401 || status === 403 ? 'auth' : codeOfStatus(status);

/** The failure that an answer is, with how long it asks us to wait. */
export function answerFailure(
  channel: ChannelName,
  code: ChannelErrorCode,
  answer: Pick<HttpAnswer, 'status' | 'headers'>,
  now: Date,
): ChannelError {
  const { status, headers } = answer;
  const retryAfterMs = code === 'deferred' ? retryAfter(headers.get('retry-after'), now) : undefined;
  return new ChannelError(channel, code, { status, retryAfterMs });
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3) → milliseconds from now, at most an hour; undefined if unreadable. */
function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
}

/**
 * An address that messages may go to: https://, or http:// on this machine.
 * @throws ChannelError `misconfigured`, which never repeats the address
 */
export function checkedUrl(channel: ChannelName, what: string, address: string, allowPlaintext = false): URL {
  const url = URL.parse(address);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw unusable(channel, `${what} has an https:// URL`);
  }
  if (url.username !== '' || url.password !== '') {
    throw unusable(channel, `The URL of ${what[0]?.toLowerCase()}${what.slice(1)} holds no user or password`);
  }
  if (url.protocol === 'http:' && !allowPlaintext && !isLoopback(url.hostname)) {
    throw unusable(channel, `${what} on another machine needs https://`);
  }
  return url;
}

/** `base` and a path below it, whether or not the base ends in a slash; its query and fragment are dropped. */
export function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = '';
  url.hash = '';
  return url;
}

const unusable = (channel: ChannelName, advice: string) =>
  new ChannelError(channel, 'misconfigured', { advice });

/** Cut at `length` UTF-16 units with "…", never through a surrogate pair. */
export const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** What every channel over HTTP has besides `send`: nothing is kept open. */
export const CONNECTIONLESS = {
  outward: true,
  verify: () => Promise.resolve(),
  close: () => Promise.resolve(),
} as const;

/** The string at a path of an answer, of at most 200 characters; undefined where there is none. */
export function textAt(json: unknown, ...path: string[]): string | undefined {
  let value = json;
  for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
}

/** The key of a pager. @throws ChannelError `misconfigured` without one */
export function secretOf(channel: ChannelName, { secret }: OutboundMessage): string {
  if (secret && /^[\x21-\x7E]+$/.test(secret)) return secret;
  throw unusable(channel, 'The service has no usable key');
}
