import type { ChannelName } from '../domain/policy/contacts.ts';

export type { ChannelName };

export interface Attachment {
  filename: string;
  contentType: string;
  content: Buffer | string;
}

/** One message to one person over one channel. */
export interface OutboundMessage {
  /** Idempotency key, kept by technical retries; only its hash leaves the machine. */
  key: string;
  /** `address` is an e-mail address or a URL. */
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** The webhook's payload. */
  data: Record<string, unknown>;
  /** The webhook's signing secret(s), "whsec_…"; several, separated by spaces, while one is replaced. */
  secret?: string;
  attachments?: readonly Attachment[];
  /** Mail: where an answer by reply goes. */
  replyTo?: string;
  /** Mail: stands in brackets behind the subject, so that an answer by reply carries it. */
  subjectTag?: string;
}

/** The other side took responsibility for the message; nobody has read it yet. */
export interface DeliveryReceipt {
  outcome: 'accepted';
  /** What answered, as a short code such as "smtp-250" or "http-204"; never outside text. */
  provider: string;
  /** The same for every attempt of one key. */
  messageId: string;
}

/** A way to reach someone. Every failure is a ChannelError, or the signal's own reason if it was aborted. */
export interface Channel {
  readonly name: ChannelName;
  /** False where messages stay on this machine (the embedded mail catcher). */
  readonly outward: boolean;
  send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt>;
  /** Rejects with a ChannelError if the channel cannot work as configured. */
  verify(): Promise<void>;
  /** Lets deliveries under way finish and takes no more. */
  close(): Promise<void>;
}
