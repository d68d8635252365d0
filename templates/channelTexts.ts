import { entry, textsSchema } from './entries.ts';

/** What channels and their answers say beside the message itself; see channels.yaml. */
export type ChannelText =
  | 'acknowledge'
  | 'open'
  | 'pressOne'
  | 'slackAnswered'
  | 'slackNotOpen'
  | 'slackExpired'
  | 'slackUnknown'
  | 'slackDoubted'
  | 'slackFailed'
  | 'voiceAnswered'
  | 'voiceNotOpen'
  | 'voiceNotTaken'
  | 'voiceWrongDigit';

/** One text, its {names} replaced by values that are shown as they are. @throws TemplateError for one without a text */
export function channelText(
  code: ChannelText,
  language: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const { text } = entry('channels.yaml', code, language, textsSchema);
  return text.trim().replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
