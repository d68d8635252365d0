/** Facts in, a proposal with its reasons out; see docs/assessment.md and docs/adr/0007-law-as-data.md. */
export {
  type AssessmentReason,
  assessFacts,
  type FactsAssessment,
  type Proposal,
  proposalOf,
} from './assessFacts.ts';
export type { DutyAnswer } from './duties.ts';
export { assess } from './incident.ts';
