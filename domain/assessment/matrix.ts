import { classifyAll, tierRank } from './categories.ts';
import type { Question } from './codes.ts';
import { fired, type FiredReason } from './fired.ts';
import type { Completed } from './known.ts';
import { ANY, type Cell, HIGH, LIKELY, LIKELY_OR_HIGH, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { hasProtected } from './people.ts';
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
 * A recipient who can be relied on and has deleted the data may take the risk away (EDPB Guidelines 9/2022, section
 * IV.B). 01/2021 says so where nothing was sensitive; the ICO also for one vulnerable client's file.
 */
export function containedCell({ tier }: Sensitivity, facts: Completed): Judged {
  const number = people(facts);
  if (tier === 'special') {
    const oneFile = number <= ONE_FILE && facts.recipients?.count === 1;
    if (oneFile)
      return {
        cell: UNLIKELY,
        reasons: [fired('recipientTrustedSensitive', 'recipients', 'individuals.approx')],
      };
    return { cell: UNLIKELY_OR_LIKELY, question: 'decideTrustedSensitive' };
  }
  if (reaches(tier, 'serious') && number > MANY_PEOPLE)
    return { cell: UNLIKELY_OR_LIKELY, question: 'decideTrustedSensitive' };
  return { cell: UNLIKELY };
}

/** A few known recipients without bad intent who cannot be called trusted (EDPB Guidelines 01/2021, section 6). */
export function limitedCell(data: Sensitivity, facts: Completed): Judged {
  const { trusted, deletionConfirmed } = facts.recipients ?? {};
  const assured = trusted === true || deletionConfirmed === true;
  if (data.tier === 'coded') return { cell: UNLIKELY };
  if (facts.extentUnknown && data.tier === 'basic') return { cell: ANY, question: 'decideExtent' };
  if (facts.extentUnknown && facts.mode === 'worst') return wideCell(data, facts);
  const unsafe = whereaboutsUnsafe(facts);
  if (unsafe && !assured) return { cell: HIGH, reasons: [unsafe] };
  if (data.tier === 'special')
    return assured ? { cell: LIKELY_OR_HIGH, question: 'decideRecipient' } : { cell: HIGH };
  const judged = ofOrdinaryPeople(data, facts);
  const vulnerable = inNeedOfProtection(facts);
  return vulnerable ? { ...raised(judged), reasons: [...(judged.reasons ?? []), vulnerable] } : judged;
}

function ofOrdinaryPeople({ tier }: Sensitivity, facts: Completed): Judged {
  if (reaches(tier, 'serious')) return { cell: LIKELY_OR_HIGH, question: 'decideRecipient' };
  if (reaches(tier, 'some')) return { cell: LIKELY };
  const number = people(facts);
  const settled = facts.recipients?.deletionConfirmed === true || facts.recipients?.trusted === true;
  if (number <= FEW_PEOPLE || (settled && number <= MANY_PEOPLE))
    return { cell: UNLIKELY, reasons: [fired('fewBasicDetails', 'dataCategories', 'individuals.approx')] };
  return number <= MANY_PEOPLE
    ? { cell: UNLIKELY_OR_LIKELY, question: 'decideFewPeople' }
    : { cell: LIKELY, reasons: [fired('manyPeople', 'individuals.approx')] };
}

/** One step up for children and people who need more protection (Recital 75; EDPB Guidelines 9/2022, section IV.B). */
function raised({ cell }: Judged): Judged {
  if (cell[1] === 'unlikely') return { cell: UNLIKELY_OR_LIKELY, question: 'decideChildren' };
  if (cell[0] === 'unlikely') return { cell: LIKELY };
  return cell[1] === 'likely' ? { cell: LIKELY_OR_HIGH, question: 'decideChildren' } : { cell: HIGH };
}

/** Strangers, many people, or somebody with bad intent have the data, or may have them (01/2021, sections 2 to 7). */
export function wideCell({ tier }: Sensitivity, facts: Completed): Judged {
  if (tier === 'coded') return { cell: UNLIKELY_OR_LIKELY, question: 'decideCoded' };
  const vulnerable = inNeedOfProtection(facts);
  if (vulnerable) return { cell: HIGH, reasons: [vulnerable] };
  if (reaches(tier, 'considerable')) return { cell: HIGH };
  const accident = !facts.malicious && facts.exfiltration !== 'published';
  if (tier === 'some') {
    const noSign = accident && facts.cia?.confidentiality === 'possible';
    return noSign ? { cell: LIKELY } : { cell: LIKELY_OR_HIGH, question: 'decideInsight' };
  }
  return accident && people(facts) <= FEW_PEOPLE
    ? { cell: UNLIKELY_OR_LIKELY, question: 'decideFewPeople' }
    : { cell: LIKELY };
}

function inNeedOfProtection({ individuals }: Completed): FiredReason | null {
  const paths = (['children', 'vulnerable'] as const).filter((kind) => individuals?.[kind]);
  return paths.length > 0 ? fired('riskHighVulnerable', ...paths.map((kind) => `individuals.${kind}`)) : null;
}

/** Somebody who must not be found can be found now (ICO examples, case study 1: an adoptive family's address). */
function whereaboutsUnsafe(facts: Completed): FiredReason | null {
  const located = classifyAll(facts.dataCategories).some(({ whereabouts }) => whereabouts);
  const atRisk = facts.individuals?.vulnerable === true || hasProtected(facts);
  return located && atRisk ? fired('whereaboutsUnsafe', 'dataCategories', 'individuals.vulnerable') : null;
}
