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
  /** `address`: e-mail address, URL, telephone number (E.164), Slack member or conversation; unused by pagers. */
  to: { name: string; address: string };
  subject: string;
  /** One line of at most {@link SHORT_LENGTH} characters, for a text message and to be read out. */
  short: string;
  text: string;
  html: string;
  /** The signed link with which this person answers; left out where there is nothing to answer. */
  acknowledgeUrl?: string;
  /** Of the texts, as in the policy ("en"); what reads them out loud needs it. */
  language?: string;
  /** The webhook's payload. */
  data: Record<string, unknown>;
  /**
   * The webhook's signing secret(s), "whsec_…"; several, separated by spaces, while one is replaced. For a pager its
   * routing key or API key.
   */
  secret?: string;
  /** What a pager does with it; pagers need it, the others have no use for it. */
  alert?: Alert;
  /** Base URL of the pager's API. */
  endpoint?: string;
  attachments?: readonly Attachment[];
  /** Mail: where an answer by reply goes. */
  replyTo?: string;
  /** Mail: stands in brackets behind the subject, so that an answer by reply carries it. */
  subjectTag?: string;
}

/** Longest `short`; a text message of two parts in the alphabet of most telephones. */
export const SHORT_LENGTH = 300;

/** An alert in a pager of the organisation's own, which may be opened, answered and closed from here. */
export interface Alert {
  action: 'trigger' | 'acknowledge' | 'resolve';
  /** The same for every action on one alert, and for every technical retry; see domain/alertKey.ts. */
  dedupKey: string;
  severity: 'critical' | 'error' | 'warning' | 'info';
}

/** The other side took responsibility for the message; nobody has read it yet. */
export interface DeliveryReceipt {
  outcome: 'accepted';
  /** What answered, as a short code such as "smtp-250" or "http-204"; never outside text. */
  provider: string;
  /** The same for every attempt of one key. */
  messageId: string;
  /** What the other side calls the message, where it says so: identifiers only. */
  externalId?: string;
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
