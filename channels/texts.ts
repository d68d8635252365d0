/** The few words that a channel adds to a message, in the message's language; the worker brings them in. */
export interface ChannelTexts {
  /** On the button that answers at once. */
  acknowledge: string;
  /** On the button or link that opens the page where one answers. */
  open: string;
  /** Said on the telephone: which digit answers. */
  pressOne: string;
}

export type TextsOf = (language: string) => ChannelTexts;

export const DEFAULT_LANGUAGE = 'en';
