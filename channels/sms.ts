import { CONNECTIONLESS, cut } from './http.ts';
import { shortLine } from './identity.ts';
import { baseOf, checkedNumber, createAt, type TwilioOptions } from './twilio.ts';
import type { Channel, OutboundMessage } from './types.ts';

/** Twilio takes 1,600 characters, as up to ten parts. */
const LONGEST_BODY = 1_600;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/;

/** A text message: the short line, and below it the link with which one answers. */
export function createSmsChannel(options: TwilioOptions): Channel {
  baseOf('sms', options);
  const sender = senderOf(options.from);
  return {
    name: 'sms',
    ...CONNECTIONLESS,
    send: (message, signal) => createAt('sms', options, 'Messages', message, fields(message), signal),
  };

  function fields(message: OutboundMessage): Record<string, string> {
    const status = options.callbacks?.status(message);
    return { ...sender, Body: bodyOf(message), ...(status ? { StatusCallback: status } : {}) };
  }
}

const senderOf = (from: string): Record<string, string> =>
  MESSAGING_SERVICE.test(from) ? { MessagingServiceSid: from } : { From: checkedNumber('sms', from) };

function bodyOf({ short, acknowledgeUrl }: OutboundMessage): string {
  const line = shortLine(short);
  return acknowledgeUrl ? `${line}\n${acknowledgeUrl}` : cut(line, LONGEST_BODY);
}
