import type { Facts } from '../facts.ts';
import { fired, type FiredReason } from './fired.ts';
import { harmVerdict } from './harm.ts';
import { isProtected } from './protection.ts';
import type { RiskAssessment } from './risk.ts';

/** Art. 34(3): why people need not be told one by one. For the people of one track. */
export type Art34Exception = 'a' | 'b' | 'c';

export interface Exceptions {
  met: Art34Exception[];
  reasons: FiredReason[];
  /** The answer that an exception gives about telling people; `null` where the risk alone answers it. */
  answer: 'notRequired' | 'decide' | null;
}

/**
 * (a) the affected copy is unintelligible to whoever has it, and nothing else makes the risk high: unreadable data that
 * are missing from a hospital still harm. (b) measures taken afterwards ended the high risk. (c) telling people one by
 * one is out of proportion: then a public communication takes its place, which is for a person to decide.
 */
export function exceptionsOf(facts: Facts, { worst }: RiskAssessment): Exceptions {
  const high = worst[1] === 'high';
  if (isProtected(facts) && !high && harmVerdict(facts).cell[1] === 'unlikely')
    return { met: ['a'], reasons: [fired('exceptionUnintelligible', 'protection')], answer: null };
  const { highRiskEnded, contactDisproportionate } = facts.measures ?? {};
  if (high && highRiskEnded)
    return {
      met: ['b'],
      reasons: [fired('exceptionHighRiskEnded', 'measures.highRiskEnded')],
      answer: 'notRequired',
    };
  return high && contactDisproportionate
    ? {
        met: ['c'],
        reasons: [fired('exceptionPublicInstead', 'measures.contactDisproportionate')],
        answer: 'decide',
      }
    : { met: [], reasons: [], answer: null };
}
