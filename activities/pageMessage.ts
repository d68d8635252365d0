import type { IncidentView } from '../db/incidentChange.ts';
import type { StoredObligation } from '../db/obligations.ts';
import type { PageRow } from '../db/pages.ts';
import { toRealTime } from '../domain/drillClock.ts';
import { escalationAttempt } from '../domain/escalation.ts';
import type { Incident } from '../domain/incident.ts';
import { acknowledgeToken } from '../domain/links.ts';
import { isRunning } from '../domain/obligations.ts';
import type { Person } from '../domain/organisation.ts';
import { recipientOf } from '../domain/recipients.ts';
import { formatInstant, timeLeft } from '../domain/time/format.ts';
import { renderMessage } from '../templates/catalogue.ts';
import type { ActivityDeps } from './deps.ts';

/** How long an acknowledge link is honoured, in real time. */
export const LINK_LIFE_MS = 72 * 3_600_000;

export interface PageMessage {
  subject: string;
  text: string;
  html: string;
  data: Record<string, unknown>;
}

interface MessageInput {
  page: PageRow;
  person: Person;
  round: number;
  step: number;
  obligations: StoredObligation[];
}

/** Mail or chat may be read by the attacker unless somebody said "no": until then a page carries no facts. */
export const isFactless = (incident: Pick<Incident, 'questions'>): boolean =>
  incident.questions.channelsCompromised !== 'no';

/** The text of one page to one person, made at the moment of sending so that the time left is right. */
export function pageMessage(deps: ActivityDeps, view: IncidentView, input: MessageInput): PageMessage {
  const { incident } = view;
  const { language } = incident.organisation.policy;
  const vars = messageVars(deps, view, input);
  const factless = isFactless(incident);
  const rendered = renderMessage(factless ? 'page-without-facts' : 'page', language, vars);
  return { ...rendered, data: webhookPayload(vars, input, incident, factless) };
}

function messageVars(deps: ActivityDeps, view: IncidentView, input: MessageInput) {
  const { incident, now } = view;
  const { page, person } = input;
  const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
  const { organisationId, id: incidentId } = incident;
  const token = acknowledgeToken(deps.linkKey, {
    organisationId,
    incidentId,
    pageId: page.id,
    personId: person.id,
    expiresAt,
  });
  const subject = input.obligations.find((obligation) => obligation.id === page.obligationId);
  const { policy } = incident.organisation;
  return {
    drill: incident.drill !== null,
    organisation: incident.organisation.name,
    reference: incident.reference,
    title: incident.title,
    recipient: person.name,
    reason: page.reason,
    obligation: subject?.id ?? null,
    fromAwareness: subject?.startsFrom === 'aware',
    basis: subject?.basis ?? null,
    whom: subject ? whom(subject, incident) : null,
    ...due(view, subject),
    whatHappened: incident.narrative.whatHappened ?? null,
    physicalDanger: incident.questions.physicalDanger === 'yes',
    acknowledgeUrl: `${deps.baseUrl}/acknowledge/${token}`,
    acknowledgeUntilLocal: formatInstant(expiresAt, policy.timeZone, policy.language),
    incidentUrl: `${deps.baseUrl}/v1/incidents/${incidentId}`,
    nextStep: nextStep(incident, input),
    othersDue: input.obligations
      .filter((obligation) => isRunning(obligation) && obligation.id !== page.obligationId)
      .map((obligation) => ({
        obligation: obligation.id,
        whom: whom(obligation, incident),
        ...due(view, obligation),
      })),
  };
}

/** A controller by name, and how to reach it. */
function whom(obligation: StoredObligation, incident: Incident): string | null {
  const recipient = recipientOf(obligation, incident);
  return recipient && [recipient.name, recipient.contact].filter(Boolean).join(', ');
}

/** Local times of a drill are shown on the drill's own clock: that is the clock people are practising with. */
function due(view: IncidentView, obligation: StoredObligation | undefined) {
  if (!obligation) return { dueLocal: null, timeLeft: null, overdue: false };
  const { timeZone, language } = view.incident.organisation.policy;
  const left = timeLeft(obligation.dueAt, view.at, language);
  return {
    dueLocal: formatInstant(obligation.dueAt, timeZone, language),
    timeLeft: left.text,
    overdue: left.overdue,
  };
}

/** Who is asked next if this person does not answer. */
function nextStep(incident: Incident, { round, step }: MessageInput): string | null {
  const { policy } = incident.organisation;
  const next = escalationAttempt(
    policy,
    round * policy.escalation.length + step + 1,
    incident.drill !== null,
  );
  const names = next.contacts.map(
    ({ personId }) => policy.people.find((person) => person.id === personId)?.name,
  );
  return names.length > 0 ? names.filter(Boolean).join(', ') : null;
}

/** The same message as data. Without facts it is as silent as the mail. */
function webhookPayload(
  vars: ReturnType<typeof messageVars>,
  { page, person, round, step, obligations }: MessageInput,
  incident: Incident,
  factless: boolean,
): Record<string, unknown> {
  const subject = obligations.find((obligation) => obligation.id === page.obligationId);
  const always = {
    type: 'page',
    page: page.id,
    incident: incident.id,
    reference: incident.reference,
    drill: vars.drill,
    reason: page.reason,
    person: person.id,
    round: round + 1,
    step: step + 1,
    acknowledgeUrl: vars.acknowledgeUrl,
    dueAt: subject ? toRealTime(incident.drill, subject.dueAt).toISOString() : null,
  };
  if (factless) return always;
  return {
    ...always,
    organisation: vars.organisation,
    title: vars.title,
    obligation: vars.obligation,
    dueLocal: vars.dueLocal,
    timeLeft: vars.timeLeft,
    overdue: vars.overdue,
    physicalDanger: vars.physicalDanger,
    whatHappened: vars.whatHappened,
  };
}
