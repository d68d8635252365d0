import { classifyAll } from './categories.ts';
import type { Question } from './codes.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import { findGraveHarm } from './harm.ts';
import type { Completed } from './known.ts';
import { ANY, atLeast, HIGH, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { hasPatients, isStaffOnly } from './people.ts';
import { isCare } from './sectors.ts';
import { sensitivityOf } from './sensitivity.ts';

/** Hours without the data that hardly anybody notices, in care and elsewhere. */
const SHORT = { care: 4, elsewhere: 24 };
/** Beyond this people feel it: in care a day, elsewhere three ("unadvisable in any case", 01/2021 section 2.1). */
const LONG = { care: 24, elsewhere: 72 };
const CARE_DOUBTFUL = 8;

const PATHS = ['cia.availability', 'backup.restoredWithinHours'];

/** What people risk because the data cannot be had: for a time, or for good. */
export function availabilityVerdict(facts: Completed): Verdict {
  if ((facts.cia?.availability ?? 'none') === 'none') return verdict(UNLIKELY, []);
  const judged = unavailable(facts, dependsOnRecords(facts));
  return mayBeCare(facts) ? opened(judged, unavailable(facts, true), 'decideOutage') : judged;
}

function unavailable(facts: Completed, care: boolean): Verdict {
  if (facts.cia?.availability === 'permanent') return lostForGood(facts, care);
  if (care && findGraveHarm(facts.backup?.effect))
    return verdict(HIGH, [fired('outageInCare', ...PATHS, 'backup.effect')]);
  return care ? outageInCare(facts) : outage(facts);
}

/** Hours until the data could be used again; where nobody knows, it is long in the worst case and short in the best. */
function hoursOf({ backup, mode }: Completed): number {
  return backup?.restoredWithinHours ?? (mode === 'worst' ? Infinity : 0);
}

function outage(facts: Completed): Verdict {
  const hours = hoursOf(facts);
  if (hours <= SHORT.elsewhere) return verdict(UNLIKELY, [shortOutage(facts, hours)]);
  const long = [fired('outageLong', ...PATHS)];
  return hours <= LONG.elsewhere ? verdict(UNLIKELY_OR_LIKELY, long, 'decideOutage') : verdict(LIKELY, long);
}

function outageInCare(facts: Completed): Verdict {
  const hours = hoursOf(facts);
  if (hours <= SHORT.care) return verdict(UNLIKELY, [shortOutage(facts, hours)]);
  const reasons = [fired('outageInCare', ...PATHS, 'sector')];
  if (hours >= LONG.care) return verdict(HIGH, reasons);
  return verdict(hours <= CARE_DOUBTFUL ? ANY : LIKELY_OR_HIGH, reasons, 'decideOutage');
}

const shortOutage = ({ backup }: Completed, hours: number) =>
  hours > 1 && backup?.available
    ? fired('restoredInTime', ...PATHS, 'backup.available')
    : fired('outageShort', ...PATHS);

function lostForGood(facts: Completed, care: boolean): Verdict {
  const { tier } = sensitivityOf(facts);
  if (care) return verdict(HIGH, [fired('lostInCare', 'cia.availability', 'sector')]);
  const reasons = [fired('lostForGood', 'cia.availability', 'backup.available')];
  const plain = (tier === 'basic' || tier === 'none') && (facts.dataCategories ?? []).length > 0;
  return plain ? verdict(LIKELY, reasons) : verdict(LIKELY_OR_HIGH, reasons, 'decideLoss');
}

/** Nobody knows what the organisation does, so people's care may hang on these records. */
export const mayBeCare = (facts: Completed): boolean =>
  !facts.sector && facts.mode === 'worst' && !isStaffOnly(facts);

/** From the lowest level outside of care to the highest in care: whether it is care is for a person to say. */
export function opened(elsewhere: Verdict, inCare: Verdict, question: Question): Verdict {
  if (atLeast(elsewhere.cell[1], inCare.cell[1])) return elsewhere;
  return verdict([elsewhere.cell[0], inCare.cell[1]], inCare.reasons, elsewhere.question ?? question);
}

/** Does somebody's health or safety hang on these records? Those of staff alone are not what care needs. */
export function dependsOnRecords(facts: Completed): boolean {
  if (isStaffOnly(facts)) return false;
  if (facts.sector && isCare(facts.sector)) return true;
  const health = classifyAll(facts.dataCategories).some(({ special }) => special === 'strong');
  const ill = hasPatients(facts) || facts.individuals?.vulnerable === true;
  if ((health || facts.specialCategory === true) && ill) return true;
  return !facts.sector && facts.mode === 'worst' && facts.specialCategory === true;
}
