import { assess } from '../assessment/index.ts';
import type { Incident } from '../incident.ts';
import { newestReport } from '../notices/reports.ts';
import type { PlannedObligation } from '../obligations.ts';
import type { Happened, ReportMade } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';

/**
 * Art. 33(4): what a report lacked follows, from the moment at which it was really made. Each report that still lacks
 * something opens one more: `followUp`, `followUp:2` … A final report and a withdrawal open none. What was practised in
 * a drill keeps its number and stands down. When the facts say that it was a breach after all, a report that was
 * withdrawn has to be made good: `followUp:withdrawn`, from the withdrawal.
 */
export const followUpDuties = (incident: Incident, { reports }: Happened): PlannedObligation[] => [
  ...reports
    .filter(opensOne)
    .map((report, n) => followUp(incident, report, n === 0 ? 'followUp' : `followUp:${n + 1}`)),
  ...contradicted(incident, reports),
];

const opensOne = ({ phase, incomplete }: ReportMade): boolean =>
  incomplete && (phase === 'initial' || phase === 'followUp');

function followUp(
  { organisation }: Incident,
  { madeAt, practised }: ReportMade,
  id: string,
): PlannedObligation {
  return {
    ...PLAIN,
    id,
    kind: 'followUp',
    applicability: practised ? 'notRequired' : 'required',
    ...(practised ? { replaced: true as const } : {}),
    reasons: [{ code: 'reportIncomplete', source: 'UK GDPR Art. 33(4)', facts: [] }],
    basis: 'UK GDPR Art. 33(4)',
    qualifier: 'in phases, without undue further delay',
    ownTarget: true,
    startsFrom: 'previousStage',
    startsAt: madeAt,
    dueAt: hoursAfter(madeAt, organisation.policy.followUpTargetHours),
    duty: 'uk-gdpr-33-1',
    stage: 'further-information',
  };
}

function contradicted(incident: Incident, reports: readonly ReportMade[]): PlannedObligation[] {
  const last = newestReport(reports);
  if (last?.phase !== 'withdrawal' || last.practised || assess(incident).personalDataBreach !== true)
    return [];
  return [
    {
      ...followUp(incident, last, 'followUp:withdrawn'),
      reasons: [{ code: 'withdrawnButBreach', source: 'UK GDPR Art. 33(1)', facts: ['securityFailure'] }],
      basis: 'UK GDPR Art. 33(1)',
      qualifier: 'without undue delay',
      // Not "previousStage": whoever withdrew the report does not know of this yet, so it pages.
      startsFrom: 'withdrawal',
    },
  ];
}
