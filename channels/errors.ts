import type { ChannelName } from './types.ts';

/** Why a message was not taken, and whether the same message may be tried again later. */
const RETRYABLE = {
  /** The other side said no, for good. */
  refused: false,
  /** The other side said not now. */
  deferred: true,
  timeout: true,
  unreachable: true,
  /** No trustworthy encrypted connection. */
  tls: false,
  auth: false,
  /** The address, URL, secret or option is unusable; nothing was sent. */
  misconfigured: false,
  tooLarge: false,
} as const;

export type ChannelErrorCode = keyof typeof RETRYABLE;

const SENTENCES: Record<ChannelErrorCode, string> = {
  refused: 'The receiving server refused the message',
  deferred: 'The receiving server asked to try again later',
  timeout: 'The receiving server did not answer in time',
  unreachable: 'The receiving server could not be reached',
  tls: 'No trustworthy encrypted connection to the receiving server',
  auth: 'The receiving server did not accept our credentials',
  misconfigured: 'The channel or the address is not usable as configured',
  tooLarge: 'The message is larger than the receiving server takes',
};

export interface ChannelErrorDetails {
  /** SMTP reply code or HTTP status. */
  status?: number | undefined;
  /** How long the other side asks us to wait. */
  retryAfterMs?: number | undefined;
  /** A sentence of our own about a wrong option; never text from outside. */
  advice?: string | undefined;
}

/**
 * The one failure of every channel. Its message is made of our own words only and it has no cause: what a server
 * answers contains addresses, and failures end up in workflow histories.
 */
export class ChannelError extends Error {
  readonly channel: ChannelName;
  readonly code: ChannelErrorCode;
  readonly retryable: boolean;
  readonly status?: number;
  readonly retryAfterMs?: number;

  constructor(channel: ChannelName, code: ChannelErrorCode, details: ChannelErrorDetails = {}) {
    const status = details.status === undefined ? '' : ` (${details.status})`;
    super(`${channel}: ${details.advice ?? SENTENCES[code]}${status}.`);
    this.name = 'ChannelError';
    this.channel = channel;
    this.code = code;
    this.retryable = RETRYABLE[code];
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
  }
}
