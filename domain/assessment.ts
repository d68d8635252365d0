import type { Facts } from './facts.ts';
import type { Incident } from './incident.ts';
import { hasRole } from './incident.ts';
import type { Reason } from './obligations.ts';

export type Risk = 'unlikely' | 'likely' | 'high' | 'undetermined';

/** A proposal with its reasons; a person decides. */
export interface Assessment {
  personalDataBreach: boolean | null;
  risk: Risk;
  reasons: Reason[];
}

const reason = (code: string, source: string, ...facts: string[]): Reason => ({ code, source, facts });

/** Art. 4(12) and Recital 27: a failure of security, personal data, living people. Unknown stays unknown. */
function isBreach(facts: Facts): { answer: boolean | null; reasons: Reason[] } {
  if (facts.securityFailure === false)
    return { answer: false, reasons: [reason('noSecurityFailure', 'UK GDPR Art. 4(12)', 'securityFailure')] };
  if (facts.personalData === false)
    return { answer: false, reasons: [reason('notPersonalData', 'UK GDPR Art. 4(1)', 'personalData')] };
  if (facts.livingIndividuals === false)
    return { answer: false, reasons: [reason('notLivingPeople', 'UK GDPR Recital 27', 'livingIndividuals')] };
  const known = facts.securityFailure && facts.personalData && facts.livingIndividuals;
  return { answer: known ? true : null, reasons: [] };
}

/** Signs of high risk in the sense of EDPB Guidelines 9/2022 section IV and 01/2021. */
function highRiskReasons(facts: Facts): Reason[] {
  const found: Reason[] = [];
  const add = (hit: boolean | null | undefined, code: string, path: string) => {
    if (hit) found.push(reason(code, 'EDPB Guidelines 9/2022, section IV.B', path));
  };
  add(facts.specialCategory, 'riskHighSpecialCategory', 'specialCategory');
  add(facts.criminalOffence, 'riskHighSpecialCategory', 'criminalOffence');
  add(facts.individuals?.children || facts.individuals?.vulnerable, 'riskHighVulnerable', 'individuals');
  add(facts.financial || facts.governmentId, 'riskHighFinancialOrIdentity', 'financial');
  add(
    facts.credentials === 'plaintext' || facts.credentials === 'guessed',
    'riskHighCredentials',
    'credentials',
  );
  return found;
}

/** Art. 34(3)(a) reading: unintelligible to its holder, key safe, and nothing lost that cannot be restored. */
function isProtected(facts: Facts): boolean {
  const unreadable =
    facts.protection?.unintelligible === true &&
    facts.protection.keyCompromised === false &&
    facts.protection.atRestOnly !== true;
  const available = facts.cia?.availability === 'none' || facts.backup?.available === true;
  return unreadable && available && facts.cia?.integrity !== 'permanent';
}

function assessFacts(facts: Facts): Assessment {
  const breach = isBreach(facts);
  if (breach.answer === false)
    return { personalDataBreach: false, risk: 'unlikely', reasons: breach.reasons };
  const personalDataBreach = breach.answer;
  if (isProtected(facts))
    return {
      personalDataBreach,
      risk: 'unlikely',
      reasons: [reason('riskUnlikelyUnintelligible', 'UK GDPR Arts 33(1), 34(3)(a)', 'protection', 'backup')],
    };
  const high = highRiskReasons(facts);
  const exposed =
    facts.cia?.confidentiality === 'confirmed' ||
    facts.exfiltration === 'confirmed' ||
    facts.exfiltration === 'published';
  const lost = facts.cia?.availability === 'permanent' || facts.cia?.integrity === 'permanent';
  if (high.length > 0 && (exposed || lost)) return { personalDataBreach, risk: 'high', reasons: high };
  if (personalDataBreach === null || exposureUnknown(facts) || high.length > 0)
    return {
      personalDataBreach,
      risk: 'undetermined',
      reasons: [reason('unknownFacts', 'UK GDPR Recital 85'), ...high],
    };
  return { personalDataBreach, risk: 'likely', reasons: [reason('riskLikely', 'UK GDPR Art. 33(1)')] };
}

/** Unknown facts never lower a risk: without these answers the risk to people cannot be judged. */
function exposureUnknown(facts: Facts): boolean {
  const answers = [
    facts.criminalOffence,
    facts.individuals?.children,
    facts.individuals?.vulnerable,
    facts.specialCategory,
    facts.financial,
    facts.governmentId,
    facts.credentials,
    facts.cia?.confidentiality,
  ];
  return answers.some((answer) => answer === null || answer === undefined);
}

const RANK: Record<Risk, number> = { unlikely: 0, likely: 1, undetermined: 2, high: 3 };

/**
 * A first, simple assessment of one role's tracks: the gravest track decides. Processor tracks carry no risk test
 * (Art. 33(2)), so they are assessed for "is it a breach" only by their controllers.
 */
export function assess(incident: Pick<Incident, 'tracks'>): Assessment {
  const tracks = hasRole(incident, 'controller')
    ? incident.tracks.filter((track) => track.facts.role === 'controller')
    : incident.tracks;
  const results = tracks.map((track) => assessFacts(track.facts));
  const gravest = results.reduce((worst, next) => (RANK[next.risk] > RANK[worst.risk] ? next : worst));
  return { ...gravest, personalDataBreach: anyBreach(results) };
}

function anyBreach(results: Assessment[]): boolean | null {
  if (results.some((result) => result.personalDataBreach === true)) return true;
  return results.some((result) => result.personalDataBreach === null) ? null : false;
}
