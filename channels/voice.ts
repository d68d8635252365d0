import { sayTwice } from '../domain/twiml.ts';
import { CONNECTIONLESS } from './http.ts';
import { shortLine } from './identity.ts';
import { DEFAULT_LANGUAGE, type TextsOf } from './texts.ts';
import { baseOf, checkedNumber, createAt, type TwilioOptions } from './twilio.ts';
import type { Channel, OutboundMessage } from './types.ts';

/** Seconds that a telephone may ring, which is before most mailboxes answer. */
const RING_SECONDS = 25;

export interface VoiceOptions extends TwilioOptions {
  texts: TextsOf;
}

/** A call that says the short line twice and, where the provider can reach us, takes a digit as the answer. */
export function createVoiceChannel(options: VoiceOptions): Channel {
  baseOf('voice', options);
  const from = checkedNumber('voice', options.from);
  return {
    name: 'voice',
    ...CONNECTIONLESS,
    send: (message, signal) => createAt('voice', options, 'Calls', message, fields(message), signal),
  };

  function fields(message: OutboundMessage): Record<string, string> {
    const status = options.callbacks?.status(message);
    return {
      From: from,
      Twiml: said(message),
      Timeout: String(RING_SECONDS),
      ...(status ? { StatusCallback: status, StatusCallbackMethod: 'POST' } : {}),
    };
  }

  function said(message: OutboundMessage): string {
    const language = message.language ?? DEFAULT_LANGUAGE;
    const answerUrl = options.callbacks?.answer(message);
    return sayTwice({
      language,
      text: shortLine(message.short),
      ...(answerUrl ? { answer: { url: answerUrl, prompt: options.texts(language).pressOne } } : {}),
    });
  }
}
