import { assess } from '../../domain/assessment/index.ts';
import type { IncidentView } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import { isLate, isRunning, type Reason } from '../../domain/obligations.ts';
import { AUTHORITY_HOURS } from '../../domain/plan.ts';
import { outerLimit } from '../../domain/time/parse.ts';
import { formatInstant, timeLeft } from '../../domain/time/format.ts';
import { obligationLabel, reasonText } from '../../templates/catalogue.ts';
import type { ApiContext } from '../context.ts';
import { warningsFor } from './warnings.ts';

export const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

const withText = (reasons: readonly Reason[], language: string) =>
  reasons.map((reason) => ({ ...reason, text: reasonText(reason.code, language) }));

/** The state of one duty as people see it: due instant, time left, who decided what and why. */
export function obligationJson(obligation: StoredObligation, incident: StoredIncident, at: Date) {
  const { timeZone, language } = incident.organisation.policy;
  const left = timeLeft(obligation.dueAt, at, language);
  const running = isRunning(obligation);
  return {
    id: obligation.id,
    kind: obligation.kind,
    label: obligationLabel(obligation.kind, language).name,
    state: obligation.state,
    applicability: obligation.applicability,
    basis: obligation.basis,
    qualifier: obligation.qualifier,
    ownTarget: obligation.ownTarget,
    startsAt: obligation.startsAt.toISOString(),
    dueAt: obligation.dueAt.toISOString(),
    dueLocal: formatInstant(obligation.dueAt, timeZone, language),
    timeLeft: running ? left.text : '',
    overdue: running && left.overdue,
    late: isLate(obligation, at),
    outerLimitAt:
      obligation.kind === 'authority'
        ? outerLimit(obligation.startsAt, AUTHORITY_HOURS, timeZone).toISOString()
        : null,
    clockVersion: obligation.clockVersion,
    reasons: withText(obligation.reasons, language),
    decidedBy: obligation.decidedBy,
    decidedAt: iso(obligation.decidedAt),
    decisionReason: obligation.decisionReason,
    satisfiedAt: iso(obligation.satisfiedAt),
    planUntil: iso(obligation.planUntil),
    plan: obligation.planText,
  };
}

function assessmentJson(incident: StoredIncident) {
  const { personalDataBreach, risk, reasons } = assess(incident);
  return { personalDataBreach, risk, reasons: withText(reasons, incident.organisation.policy.language) };
}

export const summaryJson = (incident: StoredIncident) => ({
  id: incident.id,
  reference: incident.reference,
  revision: incident.revision,
  status: incident.status,
  title: incident.title,
  drill: incident.drill && { ...incident.drill, startedAt: incident.drill.startedAt.toISOString() },
  discoveredAt: incident.discoveredAt.toISOString(),
  awareAt: incident.awareAt.toISOString(),
  declaredAt: incident.declaredAt.toISOString(),
  closedAt: iso(incident.closedAt),
});

function links(id: string): Record<string, string> {
  const self = `/v1/incidents/${id}`;
  return {
    self,
    timeline: `${self}/timeline`,
    notices: `${self}/notices`,
    pages: `${self}/pages`,
    calendar: `${self}/calendar.ics`,
    sheet: `${self}/sheet.pdf`,
  };
}

/** The whole state of one incident, with the server's time and the incident's own. */
export async function incidentJson(context: ApiContext, view: IncidentView) {
  return stateJson(context, view, await obligationsOf(view.scope, view.incident.id, view.sealer));
}

/** The same from what is in memory; obligations in the order of their deadlines. */
export function stateJson(
  context: ApiContext,
  view: Pick<IncidentView, 'incident' | 'at' | 'now'>,
  obligations: StoredObligation[],
) {
  const { incident, at } = view;
  return {
    ...summaryJson(incident),
    factsRevision: incident.factsRevision,
    timeZone: incident.organisation.policy.timeZone,
    occurredFrom: iso(incident.occurredFrom),
    occurredTo: iso(incident.occurredTo),
    containedAt: iso(incident.containedAt),
    scopeAssessedAt: iso(incident.scopeAssessedAt),
    questions: incident.questions,
    tracks: incident.tracks,
    narrative: incident.narrative,
    assessment: assessmentJson(incident),
    obligations: obligations.map((obligation) => obligationJson(obligation, incident, at)),
    incidentTime: at.toISOString(),
    serverTime: view.now.toISOString(),
    warnings: warningsFor(context.config, incident),
    links: links(incident.id),
  };
}
