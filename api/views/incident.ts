import { assess } from '../../domain/assessment/index.ts';
import type { IncidentView } from '../../db/incidentChange.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import {
  type ClockProposal,
  isDuty,
  isLate,
  isLateAgainstEarlier,
  isRunning,
  type Reason,
} from '../../domain/obligations.ts';
import { type Recipient, recipientOf } from '../../domain/recipients.ts';
import { dutyById } from '../../domain/regimes/index.ts';
import { stageOuterLimit } from '../../domain/regimes/due.ts';
import { restrictTo } from '../../domain/response/restriction.ts';
import { formatInstant, timeLeft } from '../../domain/time/format.ts';
import { dutyText, reasonText } from '../../templates/catalogue.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import type { ApiContext } from '../context.ts';
import { rotaAt } from '../rota.ts';
import { holdsJson, type Response, responseOf, rolesJson, tasksJson } from './response.ts';
import { insiderWarnings, type Pageable, warningsFor } from './warnings.ts';

export const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

const withText = (reasons: readonly Reason[], language: string) =>
  reasons.map((reason) => ({ ...reason, text: reasonText(reason.code, language) }));

/** The state of one duty as people see it: due instant, time left, who decided what and why. */
export function obligationJson(obligation: StoredObligation, incident: StoredIncident, at: Date) {
  const { timeZone, language } = incident.organisation.policy;
  const left = timeLeft(obligation.dueAt, at, language);
  const running = isRunning(obligation);
  const recipient = recipientOf(obligation, incident);
  return {
    id: obligation.id,
    kind: obligation.kind,
    track: obligation.track,
    duty: obligation.duty,
    stage: obligation.stage,
    recipient: obligation.recipient,
    recipientName: recipient?.name ?? null,
    recipientContact: recipient?.contact ?? null,
    label: labelOf(obligation, recipient, language),
    state: obligation.state,
    applicability: obligation.applicability,
    basis: obligation.basis,
    qualifier: obligation.qualifier,
    ownTarget: obligation.ownTarget,
    startsFrom: obligation.startsFrom,
    startsAt: obligation.startsAt.toISOString(),
    dueAt: obligation.dueAt.toISOString(),
    dueLocal: formatInstant(obligation.dueAt, timeZone, language),
    timeLeft: running ? left.text : '',
    overdue: running && left.overdue,
    late: isLate(obligation, at),
    outerLimitAt: iso(outerLimitOf(obligation, timeZone)),
    earlierDueAt: iso(obligation.earlierDueAt),
    lateAgainstEarlier: isLateAgainstEarlier(obligation, at),
    heldUntil: iso(obligation.heldUntil),
    proposal: obligation.proposal && proposalJson(obligation.proposal, timeZone, language),
    confirmation: obligation.confirmation && {
      ...obligation.confirmation,
      at: obligation.confirmation.at.toISOString(),
    },
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

/** "Tell the controllers (c8)" with the name of that controller. */
function labelOf({ id, recipient }: StoredObligation, named: Recipient | null, language: string): string {
  const label = dutyText(id, language).name;
  const at = recipient === null ? -1 : label.lastIndexOf(recipient);
  if (!named || recipient === null || at < 0) return label;
  return label.slice(0, at) + named.name + label.slice(at + recipient.length);
}

const proposalJson = (proposal: ClockProposal, timeZone: string, language: string) => ({
  ...proposal,
  startsAt: proposal.startsAt.toISOString(),
  dueAt: proposal.dueAt.toISOString(),
  dueLocal: formatInstant(proposal.dueAt, timeZone, language),
  since: proposal.since.toISOString(),
});

/** Reg. 1182/71 Art. 3 gives up to an hour more where it governs a period in hours: shown, never used. */
function outerLimitOf({ duty, stage, startsAt }: StoredObligation, timeZone: string): Date | null {
  const law = duty === null ? undefined : dutyById(duty);
  const found = law?.stages.find((one) => one.id === stage);
  return law && found ? stageOuterLimit(law, found, startsAt, timeZone) : null;
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
    submissions: `${self}/submissions`,
    pages: `${self}/pages`,
    tasks: `${self}/tasks`,
    playbooks: `${self}/playbooks`,
    roles: `${self}/roles`,
    legalHolds: `${self}/legal-holds`,
    restriction: `${self}/restriction`,
    calendar: `${self}/calendar.ics`,
    sheet: `${self}/sheet.pdf`,
  };
}

/** The whole state of one incident, with the server's time and the incident's own. */
export async function incidentJson(context: ApiContext, view: IncidentView) {
  const obligations = await obligationsOf(view.scope, view.incident.id, view.sealer);
  const pageable = await pageableNow(context, view);
  return stateJson(context, view, obligations, { pageable, response: await responseOf(view) });
}

/** People and rota as they are now (ADR 9); rotas run on real time, in a drill as well. */
async function pageableNow(context: ApiContext, { scope, incident, now }: IncidentView): Promise<Pageable> {
  const stored = await findOwnOrganisation(scope, context.keys);
  const rota = await rotaAt(scope, stored?.organisation ?? incident.organisation, now);
  const policy = restrictTo(rota.policy, incident.restrictedTo);
  return { ...rota, policy, drill: incident.drill !== null, waysKnown: true };
}

/** The same from what is in memory; obligations in the order of their deadlines. */
export function stateJson(
  context: ApiContext,
  view: Pick<IncidentView, 'incident' | 'at' | 'now'>,
  obligations: StoredObligation[],
  { pageable, response }: { pageable: Pageable; response: Response },
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
    restrictedTo: incident.restrictedTo,
    excludedChannels: incident.excludedChannels,
    tracks: incident.tracks,
    narrative: incident.narrative,
    assessment: assessmentJson(incident),
    roles: rolesJson(incident, response.roles),
    tasks: tasksJson(incident, response, at),
    legalHolds: holdsJson(response.holds),
    obligations: obligations.filter(isDuty).map((obligation) => obligationJson(obligation, incident, at)),
    incidentTime: at.toISOString(),
    serverTime: view.now.toISOString(),
    warnings: [...warningsFor(context.config, pageable), ...insiderWarnings(incident)],
    links: links(incident.id),
  };
}
