import { EventEmitter } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const DEFAULT_WAIT_MS = 10_000;

/** Things that arrive, and waiting for one of them by event, without sleeping. */
export class Inbox<Item> {
  readonly items: Item[] = [];
  readonly #arrivals = new EventEmitter().setMaxListeners(0);

  add(item: Item): void {
    this.items.push(item);
    this.#arrivals.emit('arrival');
  }

  /** The first item that fits, arrived already or yet to come; rejects after `timeoutMs`. */
  wait(fits: (item: Item) => boolean, timeoutMs = DEFAULT_WAIT_MS): Promise<Item> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#arrivals.off('arrival', look);
      };
      const look = () => {
        const found = this.items.find(fits);
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Nothing that fits among ${this.items.length} arrivals within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#arrivals.on('arrival', look);
      look();
    });
  }
}

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body parsed, or undefined if it is not JSON. */
  json: unknown;
}

/** An answer, no answer at all, or a connection that breaks. */
export type HttpBehaviour =
  { status: number; headers?: Record<string, string>; body?: string; endless?: boolean } | 'hang' | 'drop';

export interface HttpReceiver {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived completely, also those that were refused. */
  readonly requests: ReceivedRequest[];
  /** From now on; a function decides request by request. */
  behave(behaviour: HttpBehaviour | ((request: ReceivedRequest) => HttpBehaviour)): void;
  waitForRequest(fits?: (request: ReceivedRequest) => boolean, timeoutMs?: number): Promise<ReceivedRequest>;
  close(): Promise<void>;
}

/** A real HTTP server on loopback for webhook tests; answers 204 until told otherwise. */
export async function createHttpReceiver(): Promise<HttpReceiver> {
  const inbox = new Inbox<ReceivedRequest>();
  let behaviour: HttpBehaviour | ((request: ReceivedRequest) => HttpBehaviour) = { status: 204 };
  const server = createServer((request, response) => {
    void received(request).then((whole) => {
      inbox.add(whole);
      answer(response, typeof behaviour === 'function' ? behaviour(whole) : behaviour);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests: inbox.items,
    behave: (next) => (behaviour = next),
    waitForRequest: (fits = () => true, timeoutMs) => inbox.wait(fits, timeoutMs),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function received(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body, json: parsed(body) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, behaviour: HttpBehaviour): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'drop') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(behaviour.status, behaviour.headers);
  if (behaviour.endless) response.write(behaviour.body ?? '.');
  else response.end(behaviour.body);
}
