import type { ChannelName } from '../domain/organisation.ts';
import { entry, textsSchema } from './entries.ts';
import { type Compiled, createEngine } from './liquid.ts';
import { renderMessage } from './messages.ts';
import type { RenderedMessage } from './types.ts';

const compiled = new Map<string, Compiled>();

function rendered(file: string, key: string, asked: string, values: Record<string, unknown>): string {
  const { text, language } = entry(file, key, asked, textsSchema);
  const name = `${language}/${file}#${key}`;
  const line = compiled.get(name) ?? createEngine('plain', language).compile(name, text, Object.keys(values));
  compiled.set(name, line);
  return line.render(values).replace(/\s+/g, ' ').trim();
}

/** What would keep a page from reaching a person, in one sentence or two, with the cure. */
export const warningText = (
  code: string,
  language: string,
  values: Record<string, string | number> = {},
): string => rendered('warnings.yaml', code, language, values);

/** Names of calendars and of shifts in them. */
export const rotaText = (
  key: 'ownCalendar' | 'scheduleCalendar' | 'ownShift' | 'shiftOf',
  language: string,
  values: { person: string; schedule: string },
): string => rendered('on-call.yaml', key, language, values);

interface CodeMessage extends RenderedMessage {
  /** One line, for channels that carry no more. */
  short: string;
}

/** The message that carries a verification code. A code that is spoken is spoken digit by digit. */
export function codeMessage(
  values: { organisation: string; recipient: string; code: string; validUntilLocal: string },
  { language, channel }: { language: string; channel: ChannelName },
): CodeMessage {
  const { organisation } = values;
  const code = channel === 'voice' ? [...values.code].join(' ') : values.code;
  return {
    ...renderMessage('contact-code', language, values),
    short: rendered('on-call.yaml', 'codeShort', language, { organisation, code }),
  };
}
