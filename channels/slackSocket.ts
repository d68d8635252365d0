import { backOffMs } from '../domain/backOff.ts';
import { ChannelError } from './errors.ts';
import { isLoopback } from './identity.ts';
import { createSlackApi, type SlackApiOptions } from './slackApi.ts';
import { type EndReason, SlackConnection } from './slackConnection.ts';
import type { Press } from './slackPress.ts';

const SILENCE_MS = 60_000;
const BACK_OFF = { firstMs: 1_000, mostMs: 60_000 };

export interface SlackSocketOptions extends SlackApiOptions {
  /** Called for each press, after Slack was told that it arrived; repeats are possible. It must not reject. */
  onPress(press: Press): void;
  /** Something for the log: codes only. */
  onEvent?(event: SocketEvent): void;
  silenceMs?: number;
  /** In [0, 1), for the jitter. */
  chance?: () => number;
  /** Of the back-off; 1 s. */
  firstWaitMs?: number;
}

export type SocketEvent =
  | { event: 'ready' }
  | { event: 'ended'; reason: EndReason; waitMs: number }
  | { event: 'refused'; code: string; waitMs: number };

/**
 * Slack's Socket Mode: presses of our buttons arrive over a connection that we open, so that no address of ours need be
 * reachable. Connections come and go by Slack's wish; a new one is opened while the old one still works. Several
 * workers may each hold one: Slack gives each press to one of them.
 */
export class SlackSocket {
  readonly #options: SlackSocketOptions;
  readonly #api;
  readonly #connections = new Set<SlackConnection>();
  readonly #stopping = new AbortController();
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @throws ChannelError `misconfigured` for an unusable token or URL */
  constructor(options: SlackSocketOptions) {
    this.#options = options;
    this.#api = createSlackApi(options);
  }

  /** How many connections stand, those included that are about to close. */
  get connections(): number {
    return this.#connections.size;
  }

  start(): void {
    void this.#open();
  }

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    for (const connection of [...this.#connections]) connection.close();
  }

  async #open(): Promise<void> {
    try {
      const answer = await this.#api('apps.connections.open', {}, this.#stopping.signal);
      if (!this.#stopping.signal.aborted) this.#connect(socketUrl(answer));
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const code = error instanceof ChannelError ? error.code : 'unknown';
      const asked = error instanceof ChannelError ? error.retryAfterMs : undefined;
      this.#options.onEvent?.({ event: 'refused', code, waitMs: this.#again(asked) });
    }
  }

  #connect(url: URL): void {
    const connection = new SlackConnection(url, {
      silenceMs: this.#options.silenceMs ?? SILENCE_MS,
      onReady: () => {
        this.#failures = 0;
        this.#options.onEvent?.({ event: 'ready' });
      },
      onPress: (press) => this.#options.onPress(press),
      onEnd: (reason) => this.#ended(reason),
      onClose: () => this.#connections.delete(connection),
    });
    this.#connections.add(connection);
  }

  /** A connection that Slack wants replaced goes on until Slack closes it. */
  #ended(reason: EndReason): void {
    if (this.#stopping.signal.aborted) return;
    const waitMs = reason === 'replace' ? this.#now() : this.#again();
    this.#options.onEvent?.({ event: 'ended', reason, waitMs });
  }

  #now(): number {
    void this.#open();
    return 0;
  }

  #again(leastMs = 0): number {
    const { chance = Math.random, firstWaitMs = BACK_OFF.firstMs } = this.#options;
    this.#failures += 1;
    const backOff = { ...BACK_OFF, firstMs: firstWaitMs };
    const waitMs = Math.max(leastMs, backOffMs(this.#failures, backOff, chance()));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#open(), waitMs);
    this.#timer.unref();
    return waitMs;
  }
}

/** @throws ChannelError `deferred` where Slack named no usable address */
function socketUrl(answer: unknown): URL {
  const { url: address } = answer as { url?: unknown };
  const url = typeof address === 'string' ? URL.parse(address) : null;
  const usable = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && isLoopback(url.hostname));
  if (url && usable) return url;
  throw new ChannelError('slack', 'deferred');
}
