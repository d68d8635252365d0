import { isDoubted } from '../doubt.ts';
import type { Incident } from '../incident.ts';

/** True where an answer by mail does not count, because the attacker may read or write the mail. */
export const isMailDoubted = (incident: Pick<Incident, 'questions' | 'excludedChannels'>): boolean =>
  isDoubted(incident, 'smtp');
