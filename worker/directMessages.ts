import type { Logger } from 'pino';
import { ChannelError } from '../channels/errors.ts';
import type { Channel, DeliveryReceipt } from '../channels/types.ts';
import { type Database, failureCode, inOrganisation, isDatabaseAway } from '../db/database.ts';
import type { DataKeys } from '../db/dataKeys.ts';
import { DIRECT_CHANNEL, directKey, openDirectMessage, type SealedMessage } from '../db/directMessages.ts';
import {
  type Claim,
  claimMessage,
  type DueMessage,
  dueMessages,
  recordDirectFailure,
  recordDirectSent,
} from '../db/directMessageQueue.ts';
import { backOffMs } from '../domain/backOff.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChannelName } from '../domain/organisation.ts';
import { Listener } from './listener.ts';

const POLL_MS = 2_000;
/** At once in all and for one organisation: receivers that hang hold up neither the others nor the rest of the world. */
const MOST = 60;
const MOST_EACH = 6;
/** A send that takes longer is cut off. */
const SEND_MS = 22_000;
/** Longer than a send and its record. */
const LEASE_MS = 30_000;
const BACK_OFF = { firstMs: 2_000, mostMs: 5 * 60_000 };

export interface DirectMessageOptions {
  db: Database;
  /** For the connection that listens; the worker's role. */
  url: string;
  keys: DataKeys;
  clock: Clock;
  channels: Partial<Record<ChannelName, Channel>>;
  logger: Logger;
  /** From 0 to 1; Math.random. */
  chance?: () => number;
}

/**
 * Sends direct messages straight from PostgreSQL. Runs in the worker and in the watchdog; any number of copies share
 * the work.
 */
export class DirectMessageLoop {
  readonly #options: DirectMessageOptions;
  readonly #listener: Listener;
  readonly #underWay = new Map<string, Promise<void>>();
  #stopped = false;
  #wake: () => void = () => undefined;
  #woken = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: DirectMessageOptions) {
    this.#options = options;
    this.#listener = new Listener(options.url, DIRECT_CHANNEL, () => this.#lookAgain());
  }

  start(): void {
    this.#listener.start();
    this.#running = this.#loop();
  }

  /** Takes no more and lets what is under way finish. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#lookAgain();
    await this.#running;
    await this.#listener.stop();
    await Promise.all(this.#underWay.values());
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      await this.#startDue();
      await this.#pause();
    }
  }

  async #startDue(): Promise<void> {
    const { db, clock, logger } = this.#options;
    try {
      const due = await dueMessages(db, { now: clock.now(), each: MOST_EACH, limit: MOST });
      for (const message of due) this.#start(message);
    } catch (error) {
      logger.warn(about(error), 'direct messages not readable; trying again');
    }
  }

  #start(message: DueMessage): void {
    const { organisationId, messageId } = message;
    const key = `${organisationId}/${messageId}`;
    const ofThisOne = [...this.#underWay.keys()].filter((one) => one.startsWith(organisationId)).length;
    if (this.#underWay.has(key) || this.#underWay.size >= MOST || ofThisOne >= MOST_EACH) return;
    const sending = sendDirectMessage(this.#options, message)
      // Only then: what fails here fails again at once.
      .then(() => this.#lookAgain())
      .catch((error: unknown) =>
        this.#options.logger.warn({ ...about(error), ...message }, 'a direct message waits; trying again'),
      )
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, sending);
  }

  #lookAgain(): void {
    this.#woken = true;
    this.#wake();
  }

  #pause(): Promise<void> {
    if (this.#woken || this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** One attempt at one message: the claim, the act, what became of it; three transactions, none of them held open. */
async function sendDirectMessage(options: DirectMessageOptions, due: DueMessage): Promise<void> {
  const { db, clock } = options;
  const { organisationId, messageId } = due;
  const claim = await inOrganisation(db, organisationId, (scope) =>
    claimMessage(scope, messageId, { now: clock.now(), leaseMs: LEASE_MS }),
  );
  if (!claim) return;
  try {
    const receipt = await attempt(options, organisationId, claim);
    await inOrganisation(db, organisationId, (scope) =>
      recordDirectSent(scope, messageId, {
        code: receipt.provider,
        outsideId: receipt.messageId,
        now: clock.now(),
      }),
    );
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await recordFailure(options, organisationId, claim, error);
  }
}

async function attempt(
  options: DirectMessageOptions,
  organisationId: string,
  { row }: Claim,
): Promise<DeliveryReceipt> {
  const sealer = await inOrganisation(options.db, organisationId, (scope) =>
    options.keys.of(scope, organisationId),
  );
  const name = row.channel as ChannelName;
  const channel = options.channels[name];
  if (!channel) throw new ChannelError(name, 'misconfigured');
  const message = { key: directKey(row.id), ...outbound(openDirectMessage(row, sealer)) };
  return channel.send(message, AbortSignal.timeout(SEND_MS));
}

const outbound = ({ to, content }: SealedMessage) => ({
  to: { name: to.name, address: to.address },
  subject: content.subject,
  short: content.short,
  text: content.text,
  html: content.html,
  data: content.data,
  ...(content.acknowledgeUrl ? { acknowledgeUrl: content.acknowledgeUrl } : {}),
  ...(to.secret ? { secret: to.secret } : {}),
});

/** A fault of ours (a key that was erased, a seal that does not open) is tried again too, and keeps no other message. */
async function recordFailure(
  { db, clock, logger, chance = Math.random }: DirectMessageOptions,
  organisationId: string,
  claim: Claim,
  error: unknown,
): Promise<void> {
  const failed = error instanceof ChannelError ? error : undefined;
  const code = failed?.code ?? about(error).code;
  const waitMs = Math.max(backOffMs(claim.attempt, BACK_OFF, chance()), failed?.retryAfterMs ?? 0);
  const failure = { code, final: failed?.retryable === false, waitMs, now: clock.now() };
  await inOrganisation(db, organisationId, (scope) => recordDirectFailure(scope, claim, failure));
  const message = { organisationId, messageId: claim.row.id, kind: claim.row.kind, code };
  logger.warn(
    message,
    failure.final ? 'a direct message was refused for good' : 'a direct message did not go out',
  );
}

const about = (error: unknown): { code: string } => ({
  code: failureCode(error),
});
