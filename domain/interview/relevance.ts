import { breachOf } from '../assessment/breach.ts';
import { malice } from '../assessment/causes.ts';
import { type ExposureKind, exposureOf } from '../assessment/exposure.ts';
import { completed } from '../assessment/known.ts';
import { riskOf } from '../assessment/risk.ts';
import type { Facts } from '../facts.ts';

/** One clear "no" to what makes a personal data breach, or a near miss, ends the interview. */
export const mayBeBreach = (facts: Facts): boolean => breachOf(facts).answer !== false;

/** A processor tells its controllers whatever the risk (Art. 33(2)): the rest is theirs to assess. */
export const assessesRisk = (facts: Facts): boolean => facts.role === 'controller' && mayBeBreach(facts);

/** Harm that was seen tells of a breach where nothing else does: a mishap that touched no data is none without it. */
export const harmMayTell = (facts: Facts): boolean =>
  assessesRisk({ ...facts, harmSeen: facts.harmSeen ?? 'seen' });

/** Who may have the data at worst, leaving encryption aside. */
function exposure(facts: Facts): ExposureKind {
  const { protection: _, ...unprotected } = facts;
  return exposureOf(completed(unprotected, 'worst')).kind;
}

/** Somebody may have seen or got the data, readable or not. */
export const mayBeSeen = (facts: Facts): boolean => assessesRisk(facts) && exposure(facts) !== 'none';

/** The recipients count where nobody meant harm and the data are not public: else they are strangers in any case. */
export const recipientsCount = (facts: Facts): boolean =>
  mayBeSeen(facts) &&
  exposure(facts) !== 'residual' &&
  malice(facts) !== true &&
  facts.exfiltration !== 'published';

/** Something happened to the data, as far as is known. */
export const isAffected = (facts: Facts): boolean =>
  mayBeSeen(facts) ||
  (assessesRisk(facts) && (facts.cia?.integrity !== 'none' || facts.cia.availability !== 'none'));

/** Where nobody hostile was inside and nobody could see the data, nothing can have left. */
export const mayHaveLeft = (facts: Facts): boolean =>
  assessesRisk(facts) && (facts.cia?.confidentiality !== 'none' || malice(facts) !== false);

/** Data that are lost for good come back from no copy. */
export const mayBeRestored = ({ cia, ...facts }: Facts): boolean =>
  assessesRisk(facts) && cia?.availability !== 'none' && cia?.availability !== 'permanent';

/** Art. 34(3)(b) and (c) matter where a high risk is possible. */
export const mayBeHigh = (facts: Facts): boolean => assessesRisk(facts) && riskOf(facts).worst[1] === 'high';
