import diagnostics from 'node:diagnostics_channel';
import { type Press, pressIn } from './slackPress.ts';

/** Node tells of the other side's pings here only; its WebSocket answers them by itself. */
const PINGS = 'undici:websocket:ping';
const LONGEST_FRAME = 1_048_576;

export type EndReason =
  /** Slack is about to close this connection and says so: another one is wanted now. */
  | 'replace'
  /** Socket Mode was switched off for the app. */
  | 'disabled'
  /** Closed, broken, silent or never greeted. */
  | 'lost';

export interface ConnectionOptions {
  /** How long the greeting may take; after it, how long the other side may be silent. */
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
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class SlackConnection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #onPing = (message: unknown): void => {
    if ((message as { websocket?: unknown }).websocket === this.#socket) this.#heard();
  };
  #silence: NodeJS.Timeout | undefined;
  #ended = false;
  #closed = false;

  constructor(url: URL, options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new WebSocket(url);
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = () => this.#close();
    this.#socket.onerror = () => this.#close();
    diagnostics.subscribe(PINGS, this.#onPing);
    this.#heard();
  }

  close(): void {
    this.#ended = true;
    this.#close();
  }

  /** A dead peer closes nothing: silence does. */
  #heard(): void {
    clearTimeout(this.#silence);
    if (this.#closed) return;
    this.#silence = setTimeout(() => this.#close(), this.#options.silenceMs);
    this.#silence.unref();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#silence);
    diagnostics.unsubscribe(PINGS, this.#onPing);
    this.#socket.close();
    this.#end('lost');
    this.#options.onClose();
  }

  #end(reason: EndReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd(reason);
  }

  #receive(data: unknown): void {
    this.#heard();
    const frame = parsed(data);
    if (typeof frame?.['envelope_id'] === 'string') this.#acknowledge(frame['envelope_id']);
    if (frame?.['type'] === 'hello') this.#options.onReady();
    if (frame?.['type'] === 'disconnect')
      this.#end(frame['reason'] === 'link_disabled' ? 'disabled' : 'replace');
    const press = frame?.['type'] === 'interactive' ? pressIn(frame['payload']) : undefined;
    if (press) this.#options.onPress(press);
  }

  #acknowledge(envelope: string): void {
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ envelope_id: envelope }));
  }
}

function parsed(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== 'string' || data.length > LONGEST_FRAME) return undefined;
  try {
    const value = JSON.parse(data) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
