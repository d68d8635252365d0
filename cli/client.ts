import type { Connection } from './connection.ts';
import { ApiProblem, type ProblemDocument, Unreachable } from './errors.ts';

const TIMEOUT_MS = 35_000;
/** A document may have to be drawn, and others before it. */
const DOCUMENT_TIMEOUT_MS = 300_000;
/** Codes of a connection that was never made, so that nothing can have arrived. */
const NEVER_ARRIVED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

type Query = Record<string, string | number | boolean | undefined>;
interface Sending {
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/** Talks to the HTTP API. Refusals are {@link ApiProblem}, a missing answer is {@link Unreachable}. */
export class Client {
  readonly apiUrl: string;
  readonly #apiKey: string;
  readonly #timeoutMs: number;
  readonly #documentTimeoutMs: number;

  constructor(connection: Connection, options: { timeoutMs?: number; documentTimeoutMs?: number } = {}) {
    this.apiUrl = connection.apiUrl;
    this.#apiKey = connection.apiKey;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#documentTimeoutMs = options.documentTimeoutMs ?? DOCUMENT_TIMEOUT_MS;
  }

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.#json<T>('GET', path + queryText(query));
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.#json<T>('POST', path, { body, headers });
  }

  patch<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.#json<T>('PATCH', path, { body, headers });
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#json<T>('PUT', path, { body });
  }

  delete<T>(path: string, query: Query = {}): Promise<T> {
    return this.#json<T>('DELETE', path + queryText(query));
  }

  /** A document as it is. */
  async download(path: string, query: Query = {}): Promise<Buffer> {
    const timeoutMs = this.#documentTimeoutMs;
    const response = await this.#send('GET', path + queryText(query), { timeoutMs });
    const bytes = await response.arrayBuffer().catch((error: unknown) => {
      throw this.#unreachable(error, timeoutMs);
    });
    return Buffer.from(bytes);
  }

  async #json<T>(method: string, path: string, sending?: Sending): Promise<T> {
    const response = await this.#send(method, path, sending);
    const text = await response.text().catch((error: unknown) => {
      throw this.#unreachable(error, this.#timeoutMs);
    });
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ApiProblem(notOurs(this.apiUrl, response.status));
    }
  }

  async #send(method: string, path: string, sending: Sending = {}): Promise<Response> {
    const { body, headers = {}, timeoutMs = this.#timeoutMs } = sending;
    const response = await fetch(this.apiUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw this.#unreachable(error, timeoutMs);
    });
    if (response.ok) return response;
    throw new ApiProblem(await problemOf(response, this.apiUrl));
  }

  #unreachable(error: unknown, timeoutMs: number): Unreachable {
    if ((error as { name?: unknown }).name === 'TimeoutError') {
      return new Unreachable(`${this.apiUrl} did not answer within ${timeoutMs / 1000} s.`, true);
    }
    const code = codeOf(error);
    if (!NEVER_ARRIVED.includes(code))
      return new Unreachable(`The connection to ${this.apiUrl} broke before it answered (${code}).`, true);
    return new Unreachable(
      `Nothing answers at ${this.apiUrl} (${code}): start Tocsin with npm start, or say where the API is with --api.`,
      false,
    );
  }
}

async function problemOf(response: Response, apiUrl: string): Promise<ProblemDocument> {
  const document = (await response.json().catch(() => undefined)) as Partial<ProblemDocument> | undefined;
  return typeof document?.detail === 'string'
    ? (document as ProblemDocument)
    : notOurs(apiUrl, response.status);
}

const notOurs = (apiUrl: string, status: number): ProblemDocument => ({
  type: 'about:blank',
  title: 'This is not an answer of Tocsin',
  status: status === 400 ? 502 : status,
  detail: `${apiUrl} answered ${status} without a problem document: is that the address of Tocsin's API?`,
});

/** "ECONNREFUSED" and the like, from the error or what caused it. */
function codeOf(error: unknown): string {
  const { cause, code, message } = error as { cause?: unknown; code?: unknown; message?: unknown };
  if (typeof cause === 'object' && cause !== null) return codeOf(cause);
  if (typeof code === 'string') return code;
  return typeof message === 'string' ? message : 'no connection';
}

function queryText(query: Query): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) text.set(name, String(value));
  return text.size === 0 ? '' : `?${text.toString()}`;
}
