import type { Incident } from './incident.ts';
import type { ChannelName } from './policy/contacts.ts';

type Asked = Pick<Incident, 'questions' | 'excludedChannels'>;

/** What "our mail, chat or sign-in" of the question means where a person named no channel. */
const MAIL_AND_CHAT: readonly ChannelName[] = ['smtp', 'slack', 'teams'];

/**
 * The channels that the attacker may use: an answer through them does not count, and messages avoid them where they
 * can. Those that a person excluded; without any, mail and chat if the answer is "yes".
 */
export function doubtedChannels({ questions, excludedChannels }: Asked): ReadonlySet<ChannelName> {
  if (excludedChannels.length > 0) return new Set(excludedChannels);
  return new Set(questions.channelsCompromised === 'yes' ? MAIL_AND_CHAT : []);
}

/**
 * True where an answer through this channel does not count. A link of an older release does not say how it was sent:
 * while anything is doubted it does not count either.
 */
export function isDoubted(incident: Asked, channel: ChannelName | null): boolean {
  const doubted = doubtedChannels(incident);
  return channel === null ? doubted.size > 0 : doubted.has(channel);
}

/** Mail or chat may be read by the attacker unless somebody said "no": until then a page carries no facts. */
export const isFactless = ({ questions, excludedChannels }: Asked): boolean =>
  questions.channelsCompromised !== 'no' || excludedChannels.length > 0;
