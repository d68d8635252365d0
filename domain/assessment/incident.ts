import type { Incident } from '../incident.ts';
import { hasRole } from '../incident.ts';
import { type AssessmentReason, type Proposal, proposalOf } from './assessFacts.ts';
import { type Risk, RISK_RANK } from './levels.ts';

/** A proposal for a whole incident with its reasons; a person decides. */
export interface Assessment {
  personalDataBreach: boolean | null;
  risk: Risk;
  reasons: AssessmentReason[];
}

/**
 * The assessment of one role's tracks: the gravest track decides. Processor tracks carry no risk test (Art. 33(2)), so
 * they count only where the organisation is a controller of nothing.
 */
export function assess(incident: Pick<Incident, 'tracks'>): Assessment {
  const tracks = hasRole(incident, 'controller')
    ? incident.tracks.filter((track) => track.facts.role === 'controller')
    : incident.tracks;
  const results = tracks.map((track) => proposalOf(track.facts));
  const { risk, reasons } = results.reduce((worst, next) =>
    RISK_RANK[next.risk] > RISK_RANK[worst.risk] ? next : worst,
  );
  return { personalDataBreach: anyBreach(results), risk, reasons };
}

function anyBreach(results: Proposal[]): boolean | null {
  if (results.some((result) => result.personalDataBreach === true)) return true;
  return results.some((result) => result.personalDataBreach === null) ? null : false;
}
