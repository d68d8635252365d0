/* eslint-disable @typescript-eslint/no-explicit-any -- answers are asserted on, not typed */

export interface Answer {
  status: number;
  headers: Headers;
  body: any;
}

/** A client that speaks real HTTP and answers instead of throwing. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string | undefined;
  readonly #before: () => Promise<void>;

  constructor(url: string, key: string | undefined, before: () => Promise<void> = () => Promise.resolve()) {
    this.#url = url;
    this.#key = key;
    this.#before = before;
  }

  get = (path: string): Promise<Answer> => this.request('GET', path);
  post = (path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    this.request('POST', path, body, headers);
  patch = (path: string, body: unknown): Promise<Answer> => this.request('PATCH', path, body);
  put = (path: string, body: unknown): Promise<Answer> => this.request('PUT', path, body);

  /** As somebody else, or as nobody. */
  as = (key: string | undefined): ApiClient => new ApiClient(this.#url, key, this.#before);

  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    await this.#before();
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(this.#key ? { authorization: `Bearer ${this.#key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }
}
