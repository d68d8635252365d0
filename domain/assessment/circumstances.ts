import type { Facts } from '../facts.ts';
import { malice } from './causes.ts';

/** The circumstances of a breach as the ENISA method scores them (2013, section 3.3). */
export interface Circumstances {
  confidentiality: 0 | 0.25 | 0.5;
  integrity: 0 | 0.25 | 0.5;
  availability: 0 | 0.25 | 0.5;
  malicious: boolean;
}

const RESTORED_HOURS = 24;

/** What is not known counts as the highest that is reasonable: nobody's silence lowers a score. */
export const circumstancesOf = (facts: Facts): Circumstances => ({
  confidentiality: confidentialityScore(facts),
  integrity: integrityScore(facts),
  availability: availabilityScore(facts),
  malicious: malice(facts) ?? true,
});

/**
 * 0: exposed to risk, nobody known to have read them; 0.25: known recipients; 0.5: unknown recipients. Encryption changes
 * nothing here: the method shows it as a flag.
 */
function confidentialityScore(facts: Facts): 0 | 0.25 | 0.5 {
  const { cia, exfiltration, recipients } = facts;
  const taken = exfiltration === 'confirmed' || exfiltration === 'published';
  if (exfiltration === 'published') return 0.5;
  if (cia?.confidentiality === 'none' && !taken && exfiltration !== 'unknown') return 0;
  const risked = cia?.confidentiality === 'possible' && !taken && malice(facts) === false;
  if (risked && recipients?.known === false) return 0;
  return risked || recipients?.known === true ? 0.25 : 0.5;
}

function integrityScore({ cia }: Facts): 0 | 0.25 | 0.5 {
  const integrity = cia?.integrity;
  if (integrity === 'none') return 0;
  return integrity === 'temporary' || integrity === 'possible' ? 0.25 : 0.5;
}

/** 0: restored without difficulty from a copy; 0.25: rebuilding takes time; 0.5: gone. */
function availabilityScore({ cia, backup }: Facts): 0 | 0.25 | 0.5 {
  const availability = cia?.availability;
  if (availability === 'none') return 0;
  const hours = backup?.available === true ? backup.restoredWithinHours : null;
  const easily = typeof hours === 'number' && hours <= RESTORED_HOURS;
  if (availability !== 'permanent' && easily) return 0;
  return availability === 'temporary' ? 0.25 : 0.5;
}
