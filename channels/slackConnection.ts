import { WebSocket } from 'ws';
import { type Press, pressIn } from './slackPress.ts';

const LONGEST_FRAME_BYTES = 1_048_576;
/** How long the other side may take to answer that we close. */
const CLOSING_MS = 1_000;

export type EndReason =
  /** Slack is about to close this connection and says so: another one is wanted now. */
  | 'replace'
  /** Socket Mode was switched off for the app. */
  | 'disabled'
  /** Closed, broken, silent or never greeted. */
  | 'lost';

export interface ConnectionOptions {
  /** How long connecting may take; after it, how long the other side may be silent, although we ping it. */
  silenceMs: number;
  onReady(): void;
  onPress(press: Press): void;
  /** Once; after `replace` the connection still works until Slack closes it. */
  onEnd(reason: EndReason): void;
  /** Once, last. */
  onClose(): void;
}

/**
 * One connection of Slack's Socket Mode. Every envelope is acknowledged at once, before anything is done with it, as
 * Slack asks (it sends again what is not acknowledged within three seconds).
 * Node's own WebSocket can neither ping nor leave a dead peer behind: its process would never end.
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class SlackConnection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #pinging: NodeJS.Timeout;
  #silence: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(url: URL, options: ConnectionOptions) {
    this.#options = options;
    const limits = { maxPayload: LONGEST_FRAME_BYTES, perMessageDeflate: false, followRedirects: false };
    this.#socket = new WebSocket(url, limits);
    this.#socket.on('message', (data: Buffer, isBinary) =>
      this.#receive(isBinary ? '' : data.toString('utf8')),
    );
    this.#socket.on('ping', () => this.#heard());
    this.#socket.on('pong', () => this.#heard());
    this.#socket.on('error', () => this.#socket.terminate());
    this.#socket.once('close', () => this.#closed());
    this.#pinging = setInterval(() => this.#ping(), options.silenceMs / 4).unref();
    this.#heard();
  }

  /** Says goodbye, and does not wait for long to hear it. */
  close(): void {
    this.#ended = true;
    this.#socket.close();
    setTimeout(() => this.#socket.terminate(), CLOSING_MS).unref();
  }

  /** A dead peer closes nothing: silence does. */
  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket.terminate(), this.#options.silenceMs).unref();
  }

  #ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  #closed(): void {
    clearTimeout(this.#silence);
    clearInterval(this.#pinging);
    this.#end('lost');
    this.#options.onClose();
  }

  #end(reason: EndReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd(reason);
  }

  #receive(text: string): void {
    this.#heard();
    const frame = parsed(text);
    if (typeof frame?.['envelope_id'] === 'string') this.#acknowledge(frame['envelope_id']);
    if (frame?.['type'] === 'hello') this.#options.onReady();
    if (frame?.['type'] === 'disconnect')
      this.#end(frame['reason'] === 'link_disabled' ? 'disabled' : 'replace');
    const press = frame?.['type'] === 'interactive' ? pressIn(frame['payload']) : undefined;
    if (press) this.#options.onPress(press);
  }

  #acknowledge(envelope: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ envelope_id: envelope }));
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
