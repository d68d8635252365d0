import type { DeclarationQuestions } from '../incident.ts';

interface Doubted {
  questions: DeclarationQuestions;
  /** Channels that a person has excluded from the incident. */
  excludedChannels?: readonly string[];
}

/** True where an answer by mail does not count, because the attacker may read or write the mail. */
export const isMailDoubted = ({ questions, excludedChannels = [] }: Doubted): boolean =>
  excludedChannels.includes('smtp') || questions.channelsCompromised === 'yes';
