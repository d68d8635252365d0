import { dependsOnRecords, mayBeCare, opened } from './availability.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import type { Completed } from './known.ts';
import { HIGH, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { sensitivityOf } from './sensitivity.ts';

/** What people risk because data were changed: decisions about them may have been taken on wrong data. */
export function integrityVerdict(facts: Completed): Verdict {
  if ((facts.cia?.integrity ?? 'none') === 'none') return verdict(UNLIKELY, []);
  const judged = altered(facts, dependsOnRecords(facts));
  return mayBeCare(facts) ? opened(judged, altered(facts, true), 'decideAlteration') : judged;
}

function altered(facts: Completed, care: boolean): Verdict {
  if (facts.cia?.integrity === 'permanent') return lasting(facts, care);
  if (care)
    return verdict(LIKELY_OR_HIGH, [fired('alteredInCare', 'cia.integrity', 'sector')], 'decideAlteration');
  if (facts.malicious) return verdict(LIKELY, [fired('alteredWithIntent', 'cia.integrity', 'malicious')]);
  return verdict(UNLIKELY_OR_LIKELY, [fired('alteredRestored', 'cia.integrity')], 'decideAlteration');
}

function lasting(facts: Completed, care: boolean): Verdict {
  if (care) return verdict(HIGH, [fired('alteredInCare', 'cia.integrity', 'sector')]);
  const reasons = [fired('alteredLasting', 'cia.integrity')];
  const { tier } = sensitivityOf(facts);
  return tier === 'serious' || tier === 'special'
    ? verdict(LIKELY_OR_HIGH, reasons, 'decideAlteration')
    : verdict(LIKELY, reasons);
}
