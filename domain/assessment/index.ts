/** Facts in, a proposal with its reasons out; see docs/assessment.md and docs/adr/0007-law-as-data.md. */
export { type AssessmentReason, assessFacts, type FactsAssessment } from './assessFacts.ts';
export { ASSESSMENT_TEXT_CODES, type Standing } from './codes.ts';
export type { Decision, DutyAnswer, DutyName } from './duties.ts';
export { assess, type Assessment } from './incident.ts';
export type { Risk } from './levels.ts';
export { type SeverityInput, SeverityInputError, flagsOf, severityOf } from './severity.ts';
