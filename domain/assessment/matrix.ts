import { classifyAll, tierRank } from './categories.ts';
import type { Question } from './codes.ts';
import { fired, type FiredReason } from './fired.ts';
import { harmVerdict } from './harm.ts';
import type { Completed } from './known.ts';
import { ANY, type Cell, HIGH, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { LOWERING } from './lowering.ts';
import { hasProtected, hasPublicFigures } from './people.ts';
import type { Sensitivity } from './sensitivity.ts';
import type { Tier } from './vocabulary.ts';

/** A level for these facts, what it adds to the reasons, and the question where more than one level is left. */
export interface Judged {
  cell: Cell;
  reasons?: FiredReason[];
  question?: Question;
}

/** One person's file, with the members of the household. */
const ONE_FILE = 3;
const FEW_PEOPLE = 30;
const MANY_PEOPLE = 500;

const people = ({ individuals }: Completed): number => individuals?.approx ?? 1;
const reaches = (tier: Sensitivity['tier'], than: Tier): boolean =>
  tier !== 'coded' && tierRank(tier) >= tierRank(than);

/**
 * Trusted recipients who have deleted the data may take the risk away (EDPB Guidelines 9/2022, section IV.B). 01/2021 says
 * so of a few dozen people where nothing was sensitive; the ICO also for one vulnerable client's file. Beyond that it is
 * not for a machine to say: what somebody has read is not deleted.
 */
export function containedCell(data: Sensitivity, facts: Completed): Judged {
  if (data.tier === 'coded') return { cell: UNLIKELY };
  const number = people(facts);
  const oneFile = number <= ONE_FILE && facts.recipients?.count === 1;
  const grave = data.tier === 'special' || whereaboutsUnsafe(facts) !== null;
  if (facts.recipientsUncounted && facts.mode === 'worst')
    return { cell: ['unlikely', wideCell(data, facts).cell[1]], question: 'decideTrusted' };
  if (number > MANY_PEOPLE) {
    const top = inNeedOfProtection(facts) ? 'high' : 'likely';
    return { cell: ['unlikely', top], question: 'decideTrusted' };
  }
  if (!grave) return { cell: UNLIKELY };
  return oneFile
    ? { cell: UNLIKELY, reasons: trustedWithOneFile(data) }
    : { cell: UNLIKELY_OR_LIKELY, question: 'decideTrusted' };
}

const trustedWithOneFile = ({ tier }: Sensitivity): FiredReason[] =>
  tier === 'special' ? [fired('recipientTrustedSensitive', 'recipients', 'individuals.approx')] : [];

/** A few known recipients without bad intent who cannot be called trusted (EDPB Guidelines 01/2021, section 6). */
export function limitedCell(data: Sensitivity, facts: Completed): Judged {
  if (data.tier === 'coded') return { cell: UNLIKELY };
  const unsafe = whereaboutsUnsafe(facts);
  if (unsafe) return withoutHiding(unsafe, facts);
  if (facts.extentUnknown && data.tier === 'basic')
    return { cell: facts.mode === 'worst' ? LIKELY_OR_HIGH : ANY, question: 'decideExtent' };
  if (facts.extentUnknown && facts.mode === 'worst') return wideCell(data, facts);
  const judged = data.tier === 'special' ? ofSpecialData(facts) : ofOrdinaryPeople(data, facts);
  const vulnerable = inNeedOfProtection(facts);
  return vulnerable ? raised(judged, vulnerable) : judged;
}

/** Who has read where somebody hides knows it for good: only one who is trusted and deleted it leaves any doubt. */
function withoutHiding(unsafe: FiredReason, { recipients }: Completed): Judged {
  const assured = recipients?.trusted === true && recipients.deletionConfirmed === true;
  return assured
    ? { cell: LIKELY_OR_HIGH, reasons: [unsafe], question: 'decideRecipient' }
    : { cell: HIGH, reasons: [unsafe] };
}

const isSettled = ({ recipients }: Completed): boolean =>
  recipients?.deletionConfirmed === true || recipients?.trusted === true;

const ofSpecialData = (facts: Completed): Judged =>
  isSettled(facts) ? { cell: LIKELY_OR_HIGH, question: 'decideRecipient' } : { cell: HIGH };

function ofOrdinaryPeople({ tier }: Sensitivity, facts: Completed): Judged {
  if (reaches(tier, 'serious')) return { cell: LIKELY_OR_HIGH, question: 'decideRecipient' };
  if (reaches(tier, 'some')) return { cell: LIKELY };
  const number = people(facts);
  if (number <= FEW_PEOPLE || (isSettled(facts) && number <= MANY_PEOPLE))
    return { cell: UNLIKELY, reasons: hardlyHarms(facts) };
  return number <= MANY_PEOPLE
    ? { cell: UNLIKELY_OR_LIKELY, question: 'decideFewPeople' }
    : { cell: LIKELY, reasons: [fired('manyPeople', 'individuals.approx')] };
}

/** Not to be said where somebody was harmed. */
const hardlyHarms = (facts: Completed): FiredReason[] =>
  harmVerdict(facts).cell[1] === 'unlikely'
    ? [fired('fewBasicDetails', 'dataCategories', 'individuals.approx')]
    : [];

/** One step up for children and people who need more protection (Recital 75; EDPB Guidelines 9/2022, section IV.B). */
function raised({ cell, reasons = [] }: Judged, because: FiredReason): Judged {
  const kept = [...reasons.filter(({ code }) => !LOWERING.has(code)), because];
  if (cell[1] === 'unlikely') return { cell: UNLIKELY_OR_LIKELY, question: 'decideChildren', reasons: kept };
  if (cell[0] === 'unlikely') return { cell: LIKELY, reasons: kept };
  return cell[1] === 'likely'
    ? { cell: LIKELY_OR_HIGH, question: 'decideChildren', reasons: kept }
    : { cell: HIGH, reasons: kept };
}

/** Strangers, many people, or somebody with bad intent have the data, or may have them (01/2021, sections 2 to 7). */
export function wideCell(data: Sensitivity, facts: Completed): Judged {
  if (data.tier === 'coded') return { cell: UNLIKELY_OR_LIKELY, question: 'decideCoded' };
  const vulnerable = inNeedOfProtection(facts);
  if (vulnerable) return { cell: HIGH, reasons: [vulnerable] };
  if (reaches(data.tier, 'considerable')) return { cell: HIGH };
  const accident = !facts.malicious && facts.exfiltration !== 'published';
  if (data.tier === 'some' || data.slight) {
    const noSign = accident && facts.cia?.confidentiality === 'possible';
    return noSign ? { cell: LIKELY } : { cell: LIKELY_OR_HIGH, question: 'decideInsight' };
  }
  if (hasPublicFigures(facts) && isLocated(facts))
    return {
      cell: LIKELY_OR_HIGH,
      reasons: [fired('inPublicEye', 'individuals.kinds', 'dataCategories')],
      question: 'decideWhereabouts',
    };
  return accident && people(facts) <= FEW_PEOPLE
    ? { cell: UNLIKELY_OR_LIKELY, question: 'decideFewPeople' }
    : { cell: LIKELY };
}

function inNeedOfProtection({ individuals }: Completed): FiredReason | null {
  const paths = (['children', 'vulnerable'] as const).filter((kind) => individuals?.[kind]);
  return paths.length > 0 ? fired('riskHighVulnerable', ...paths.map((kind) => `individuals.${kind}`)) : null;
}

const isLocated = ({ dataCategories }: Completed): boolean =>
  classifyAll(dataCategories).some(({ whereabouts }) => whereabouts);

/** Somebody who must not be found can be found now (ICO examples, case study 1: an adoptive family's address). */
function whereaboutsUnsafe(facts: Completed): FiredReason | null {
  const atRisk = facts.individuals?.vulnerable === true || hasProtected(facts);
  return isLocated(facts) && atRisk
    ? fired('whereaboutsUnsafe', 'dataCategories', 'individuals.vulnerable')
    : null;
}
