import type { Reason } from '../obligations.ts';

/** Joint controllers arrange who notifies (Art. 26); each stays responsible. */
export const JOINT: Record<'them' | 'notArranged', Reason> = {
  them: { code: 'jointTheyNotify', source: 'UK GDPR Art. 26', facts: ['joint'] },
  notArranged: { code: 'jointNotArranged', source: 'UK GDPR Art. 26', facts: ['joint'] },
};
