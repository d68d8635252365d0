import type { ExplainedAssessment } from '../templates/catalogue.ts';

const DUTIES = [
  ['notifyAuthority', 'Tell the ICO'],
  ['communicateToDataSubjects', 'Tell the people affected'],
  ['notifyControllers', 'Tell the controllers'],
] as const;

const ANSWERS = { required: 'required', notRequired: 'not required', decide: 'a person must decide' };
const STANDINGS = {
  statute: 'law',
  icoGuidance: 'guidance of the ICO',
  persuasive: 'persuasive in the UK',
};
const BREACH = new Map([
  [true, 'yes'],
  [false, 'no'],
  [null, 'not yet known'],
]);

/** The assessment for a person: the result, why, what a person must decide, and what is not known. */
export function assessmentLines(assessment: ExplainedAssessment): string[] {
  return [
    `Personal data breach: ${BREACH.get(assessment.personalDataBreach)}`,
    `Risk to people: ${assessment.risk}`,
    ...DUTIES.map(([duty, name]) => `${name}: ${ANSWERS[assessment[duty]]}`),
    ...exceptionLine(assessment),
    severityLine(assessment),
    ...(assessment.severity?.adjustments.map(
      (step) => `  ${step.by > 0 ? '+' : ''}${step.by} ${step.text}`,
    ) ?? []),
    '',
    'Why',
    ...assessment.reasons.map(
      (reason) => `- ${reason.text} (${reason.source}; ${STANDINGS[reason.standing]})`,
    ),
    ...assessment.decisions.flatMap(decisionLines),
    ...missingLines(assessment),
    '',
    'A proposal from the facts as given. A person decides; this is not legal advice.',
  ];
}

const exceptionLine = ({ art34Exceptions }: ExplainedAssessment): string[] =>
  art34Exceptions.length > 0 ? [`Exceptions met: Art. 34(3)(${art34Exceptions.join('), (')})`] : [];

function severityLine({ severity }: ExplainedAssessment): string {
  if (!severity) return 'ENISA severity: nothing to score';
  const { se, dpc, ei, cb, band, flags } = severity;
  const more = [
    ...(flags.over100 ? ['more than 100 people'] : []),
    ...(flags.unintelligible ? ['unreadable'] : []),
  ];
  const score = `ENISA severity (an aid, not the test): ${se}, ${band} = ${dpc} × ${ei} + ${cb}`;
  return [score, ...more].join('; ');
}

function decisionLines({ about, text, readings }: ExplainedAssessment['decisions'][number]): string[] {
  const name = DUTIES.find(([duty]) => duty === about)?.[1] ?? about;
  return ['', `To decide: ${name}. ${text}`, ...readings.map((r) => `- ${ANSWERS[r.answer]}: ${r.text}`)];
}

const missingLines = ({ missing }: ExplainedAssessment): string[] =>
  missing.length > 0 ? ['', `Not known, and could change this: ${missing.join(', ')}`] : [];
