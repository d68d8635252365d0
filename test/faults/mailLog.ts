import type { ReceivedMail, SmtpReceiver } from '../support/smtpReceiver.ts';

export interface Arrival {
  /** Real milliseconds at which the whole message was taken. */
  at: number;
  /** The hash of the delivery's key, which is also the Message-ID's left side. */
  hash: string;
  messageId: string;
  to: string;
  subject: string;
  text: string;
}

type Moment = 'recipientNamed' | 'messageTaken';
interface Trap {
  moment: Moment;
  fits: (to: string, arrival: Arrival | undefined) => boolean;
  spring: () => void;
}

/**
 * Everything that a receiver takes, with its instant, and traps: what to do in the very moment at which a message is
 * about to be sent or was taken, before the sender hears an answer. A process that is killed there has either not
 * sent what it recorded, or not recorded what it sent.
 */
export class MailLog {
  readonly arrivals: Arrival[] = [];
  #traps: Trap[] = [];

  constructor(receiver: SmtpReceiver) {
    receiver.behave((to) => {
      const message = receiver.messages[this.arrivals.length];
      if (message) this.arrivals.push(toArrival(message));
      this.#meet(message ? 'messageTaken' : 'recipientNamed', to);
      return 'accept';
    });
  }

  /** Springs once, synchronously. */
  once(moment: Moment, fits: Trap['fits'], spring: () => void): void {
    this.#traps.push({ moment, fits, spring });
  }

  get armed(): number {
    return this.#traps.length;
  }

  of(hash: string): Arrival[] {
    return this.arrivals.filter((arrival) => arrival.hash === hash);
  }

  #meet(moment: Moment, to: string): void {
    const arrival = moment === 'messageTaken' ? this.arrivals.at(-1) : undefined;
    const sprung = this.#traps.find((trap) => trap.moment === moment && trap.fits(to, arrival));
    if (!sprung) return;
    this.#traps = this.#traps.filter((trap) => trap !== sprung);
    sprung.spring();
  }
}

function toArrival({ mail, to }: ReceivedMail): Arrival {
  const messageId = mail.messageId ?? '';
  const key = mail.headers.get('x-tocsin-key');
  const hash = typeof key === 'string' ? key : '';
  return {
    at: Date.now(),
    hash,
    messageId,
    to: to[0] ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  };
}

/** The path of the link in a page's mail. */
export const linkIn = (arrival: Arrival): string =>
  /\/acknowledge\/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/.exec(arrival.text)?.[0] ?? 'no link';
