import type { Facts } from '../facts.ts';
import type { Question } from './codes.ts';
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
  /** What a person is asked where the answer is `decide`. */
  question: Question | null;
}

const NONE: Exceptions = { met: [], reasons: [], answer: null, question: null };

/**
 * (a) the affected copy is unintelligible to whoever has it, and nothing else makes the risk high: unreadable data that
 * are missing from a hospital still harm. (b) measures taken afterwards ended the high risk. (c) telling people one by
 * one is out of proportion: then a public communication takes its place, which is for a person to decide.
 */
export function exceptionsOf(facts: Facts, { best, worst }: RiskAssessment): Exceptions {
  const high = worst[1] === 'high';
  if (isProtected(facts) && !high && harmVerdict(facts).cell[1] === 'unlikely')
    return { ...NONE, met: ['a'], reasons: [fired('exceptionUnintelligible', 'protection')] };
  const { highRiskEnded, contactDisproportionate } = facts.measures ?? {};
  if (high && highRiskEnded) return highRiskIsOver(facts, best[0] === 'high');
  return high && contactDisproportionate
    ? {
        met: ['c'],
        reasons: [fired('exceptionPublicInstead', 'measures.contactDisproportionate')],
        answer: 'decide',
        question: 'decidePublicInstead',
      }
    : NONE;
}

/**
 * Nothing calls back what is published, and nobody can say that a risk is over whose size, or in whose hands the data
 * are, nobody knows: a person must.
 */
function highRiskIsOver({ exfiltration }: Facts, established: boolean): Exceptions {
  const open = [null, undefined, 'unknown', 'published'].includes(exfiltration);
  return established && !open
    ? {
        met: ['b'],
        reasons: [fired('exceptionHighRiskEnded', 'measures.highRiskEnded')],
        answer: 'notRequired',
        question: null,
      }
    : { ...NONE, answer: 'decide', question: 'decideHighRiskEnded' };
}
