import { dependsOnRecords } from './availability.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import type { Completed } from './known.ts';
import { HIGH, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { sensitivityOf } from './sensitivity.ts';

/** What people risk because data were changed: decisions about them may have been taken on wrong data. */
export function integrityVerdict(facts: Completed): Verdict {
  const integrity = facts.cia?.integrity ?? 'none';
  if (integrity === 'none') return verdict(UNLIKELY, []);
  if (integrity === 'permanent') return lasting(facts);
  if (dependsOnRecords(facts))
    return verdict(LIKELY_OR_HIGH, [fired('alteredInCare', 'cia.integrity', 'sector')], 'decideAlteration');
  if (facts.malicious) return verdict(LIKELY, [fired('alteredWithIntent', 'cia.integrity', 'malicious')]);
  return verdict(UNLIKELY_OR_LIKELY, [fired('alteredRestored', 'cia.integrity')], 'decideAlteration');
}

function lasting(facts: Completed): Verdict {
  if (dependsOnRecords(facts)) return verdict(HIGH, [fired('alteredInCare', 'cia.integrity', 'sector')]);
  const reasons = [fired('alteredLasting', 'cia.integrity')];
  const { tier } = sensitivityOf(facts);
  return tier === 'serious' || tier === 'special'
    ? verdict(LIKELY_OR_HIGH, reasons, 'decideAlteration')
    : verdict(LIKELY, reasons);
}
