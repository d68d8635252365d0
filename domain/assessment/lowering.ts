import type { ReasonCode } from './codes.ts';

/** Reasons that speak for a lower risk. They are given only where they hold whatever is not yet known. */
export const LOWERING: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'riskUnlikelyUnintelligible', 'notExposed', 'outflowExcluded', 'recipientTrusted', 'recipientTrustedSensitive',
  'basicDetails', 'fewBasicDetails', 'strongHashes', 'slightSpecialCategory', 'notIdentifiable', 'codedData',
  'outageShort', 'restoredInTime',
]); // prettier-ignore
