import type { ReasonCode } from './codes.ts';
import { fired, type FiredReason } from './fired.ts';
import type { Completed } from './known.ts';
import { isDeviceGone, isOutflowExcluded, isProtected } from './protection.ts';

/**
 * Who can read the data, in rising order: nobody · nobody as far as logs show after an intruder was inside · a trusted
 * recipient who has deleted them · a few known recipients · strangers, many, or somebody with bad intent.
 */
export type ExposureKind = 'none' | 'residual' | 'contained' | 'limited' | 'wide';

export interface Exposure {
  kind: ExposureKind;
  reasons: FiredReason[];
}

/** As many recipients as one can speak to and rely on, one by one. */
export const FEW_RECIPIENTS = 20;
/** Beyond this, asking for deletion "mitigates nothing reliably" (EDPB Guidelines 01/2021, section 6). */
const KNOWN_RECIPIENTS = 50;

const exposure = (kind: ExposureKind, code: ReasonCode, ...facts: string[]): Exposure => ({
  kind,
  reasons: [fired(code, ...facts)],
});

/** What became of the confidentiality of the data. A backup changes nothing here: it cures availability only. */
export function exposureOf(facts: Completed): Exposure {
  if (isProtected(facts)) return exposure('none', 'riskUnlikelyUnintelligible', 'protection');
  const { kind, reasons } = ofReadableData(facts);
  return { kind, reasons: kind === 'none' ? reasons : [...reasons, ...failedProtection(facts)] };
}

function ofReadableData(facts: Completed): Exposure {
  const confidentiality = facts.cia?.confidentiality;
  if (facts.exfiltration === 'published') return exposure('wide', 'published', 'exfiltration');
  if (confidentiality === 'confirmed') return byRecipients(facts);
  if (isOutflowExcluded(facts)) return excluded(facts);
  if (confidentiality === 'none' && facts.exfiltration === 'n/a' && !isInOtherHands(facts))
    return exposure('none', 'notExposed', 'cia.confidentiality', 'exfiltration');
  return byRecipients(facts);
}

/**
 * "Nobody read it" rests on encryption where somebody else may hold the copy, or where encryption was relied on; without
 * it the data must be taken as read. A lost device counts like a stolen one: its finder is unknown. What only failed to
 * work has left nobody's hands.
 */
function isInOtherHands({ cause, protection, cia }: Completed): boolean {
  if (cause === 'outage' || cause === 'denialOfService') return false;
  if (isDeviceGone(cause) || cause === 'stolenPaper') return true;
  if (cause === 'lostPaper' && cia?.availability === 'permanent') return true;
  return protection?.unintelligible === true;
}

/**
 * An intruder who could read the data also could have tidied the logs: EDPB Guidelines 01/2021 rest the same case on
 * encryption besides, 9/2022 (Annex B, iv) on the analysis alone. Forensic work settles it.
 */
function excluded(facts: Completed): Exposure {
  const intruder = facts.malicious === true && facts.exfiltration === 'excludedByLogs';
  return exposure(intruder ? 'residual' : 'none', 'outflowExcluded', 'exfiltration', 'cia.confidentiality');
}

function byRecipients(facts: Completed): Exposure {
  const { known, trusted, deletionConfirmed, count } = facts.recipients ?? {};
  if (facts.malicious) return known ? byKnownPerson(facts) : byIntruder(facts);
  if (!known) return exposure('wide', 'recipientsUnknown', 'recipients.known', 'cia.confidentiality');
  const number = count ?? 1;
  // Who knows that they can be relied on and have deleted has spoken to them one by one.
  if (trusted && deletionConfirmed && (number <= FEW_RECIPIENTS || facts.recipientsUncounted))
    return exposure('contained', 'recipientTrusted', 'recipients');
  return number > KNOWN_RECIPIENTS && !facts.extentUnknown
    ? exposure('wide', 'manyRecipients', 'recipients.count')
    : exposure('limited', 'recipientNotAssured', 'recipients');
}

const byIntruder = ({ exfiltration }: Completed): Exposure =>
  exfiltration === 'confirmed'
    ? exposure('wide', 'hostileTaken', 'malicious', 'exfiltration', 'recipients.known')
    : exposure('wide', 'hostileExtent', 'malicious', 'exfiltration', 'recipients.known');

const byKnownPerson = ({ cia }: Completed): Exposure =>
  cia?.confidentiality === 'confirmed'
    ? exposure('wide', 'insiderIntentions', 'malicious', 'recipients')
    : exposure('wide', 'insiderMayHave', 'malicious', 'recipients');

/** Protection that was there and does not help says so. */
function failedProtection({ protection }: Completed): FiredReason[] {
  const { atRestOnly, unintelligible, keyCompromised } = protection ?? {};
  if (atRestOnly) return [fired('encryptionReadThrough', 'protection.atRestOnly')];
  return unintelligible && keyCompromised !== false ? [fired('keyNotSafe', 'protection.keyCompromised')] : [];
}
