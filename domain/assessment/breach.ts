import type { Facts } from '../facts.ts';
import { isAccident, malice } from './causes.ts';
import { fired, type FiredReason } from './fired.ts';
import { harmVerdict } from './harm.ts';

/** Is it a personal data breach? `null`: not yet known. */
export interface BreachAnswer {
  answer: boolean | null;
  reasons: FiredReason[];
}

const no = (reason: FiredReason): BreachAnswer => ({ answer: false, reasons: [reason] });

/**
 * Art. 4(12): a failure of security that led to destruction, loss, alteration, disclosure of or access to personal data
 * (Art. 4(1)) of living people (Recital 27). Unlawful use without a failure of security, and a near miss, are none.
 * What is not known stays not known; one clear "no" is enough.
 */
export function breachOf(facts: Facts): BreachAnswer {
  if (facts.personalData === false) return no(fired('notPersonalData', 'personalData'));
  if (facts.livingIndividuals === false) return no(fired('notLivingPeople', 'livingIndividuals'));
  if (facts.securityFailure === false) return no(fired('noSecurityFailure', 'securityFailure'));
  if (isNearMiss(facts)) return no(fired('nearMiss', 'cause', 'cia', 'exfiltration'));
  const open = (['personalData', 'livingIndividuals', 'securityFailure'] as const).filter(
    (question) => facts[question] !== true,
  );
  return open.length === 0
    ? {
        answer: true,
        reasons: [fired('breachEstablished', 'personalData', 'livingIndividuals', 'securityFailure')],
      }
    : { answer: null, reasons: [fired('breachNotEstablished', ...open)] };
}

const COPY_GONE: readonly Facts['cause'][] = [
  'lostDevice', 'lostPaper', 'stolenDevice', 'stolenPaper', 'disposal',
]; // prettier-ignore

/**
 * Nothing was lost, altered, disclosed or read: by its cause, or by the facts of a mishap. A copy that is out of hand is
 * lost even if nobody can read it; where somebody hostile was at work, where outflow had to be ruled out afterwards, or
 * where harm has been seen, something happened.
 */
function isNearMiss(facts: Facts): boolean {
  const { cause, cia, exfiltration, protection } = facts;
  const untouched =
    cia?.confidentiality === 'none' && cia.integrity === 'none' && cia.availability === 'none';
  const taken = exfiltration === 'confirmed' || exfiltration === 'published' || exfiltration === 'unknown';
  if (cause === 'nearMiss') return untouched && !taken;
  const mishap = isAccident(cause) && malice(facts) === false && !COPY_GONE.includes(cause);
  const reliedOn = protection?.unintelligible === true;
  return (
    untouched && exfiltration === 'n/a' && mishap && !reliedOn && harmVerdict(facts).cell[1] === 'unlikely'
  );
}
