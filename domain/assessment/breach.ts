import type { Facts } from '../facts.ts';
import { fired, type FiredReason } from './fired.ts';

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
  if (isNearMiss(facts)) return no(fired('nearMiss', 'cause', 'cia'));
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

/** A near miss by its cause, with nothing lost, altered, disclosed or read. */
function isNearMiss({ cause, cia, exfiltration }: Facts): boolean {
  const untouched =
    cia?.confidentiality === 'none' && cia.integrity === 'none' && cia.availability === 'none';
  const taken = exfiltration === 'confirmed' || exfiltration === 'published' || exfiltration === 'unknown';
  return cause === 'nearMiss' && untouched && !taken;
}
