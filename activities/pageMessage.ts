import { shortLine } from '../channels/identity.ts';
import type { OutboundMessage } from '../channels/types.ts';
import type { DeliveryRow } from '../db/deliveries.ts';
import type { IncidentView } from '../db/incidentChange.ts';
import type { StoredObligation } from '../db/obligations.ts';
import type { PageReason, PageRow } from '../db/pages.ts';
import { isDoubted, isFactless } from '../domain/doubt.ts';
import { toRealTime } from '../domain/drillClock.ts';
import { nextPosition, turnOf } from '../domain/escalation.ts';
import type { Incident } from '../domain/incident.ts';
import { acknowledgeToken } from '../domain/links.ts';
import { isRunning } from '../domain/obligations.ts';
import { contactMethods } from '../domain/policy/contacts.ts';
import { recipientOf } from '../domain/recipients.ts';
import { replyAddressFor } from '../domain/replyAddress.ts';
import { replyToken } from '../domain/replyToken.ts';
import { formatInstant, timeLeft } from '../domain/time/format.ts';
import { renderMessage } from '../templates/catalogue.ts';
import { triggerAlert } from './alert.ts';
import type { ActivityDeps } from './deps.ts';
import type { Recipient } from './recipient.ts';
import type { Asked } from './whom.ts';

/** How long an acknowledge link is honoured, in real time. */
export const LINK_LIFE_MS = 72 * 3_600_000;

export type PageMessage = Pick<
  OutboundMessage,
  | 'subject'
  | 'short'
  | 'text'
  | 'html'
  | 'data'
  | 'alert'
  | 'acknowledgeUrl'
  | 'language'
  | 'replyTo'
  | 'subjectTag'
>;

interface MessageInput {
  page: PageRow;
  /** Open pages for which this one speaks. */
  bundled: PageRow[];
  recipient: Recipient;
  delivery: Pick<DeliveryRow, 'round' | 'step'>;
  asked: Asked;
  obligations: StoredObligation[];
}

/** The text of one page to one person, made at the moment of sending so that the time left is right. */
export function pageMessage(deps: ActivityDeps, view: IncidentView, input: MessageInput): PageMessage {
  const { incident } = view;
  const language = input.recipient.language ?? incident.organisation.policy.language;
  const vars = messageVars(deps, view, input);
  const factless = isFactless(incident);
  const { subject, text, html, ...used } = renderMessage(
    factless ? 'page-without-facts' : 'page',
    language,
    vars,
  );
  const short = shortLine(renderMessage('page-short', language, { ...vars, factless }).text);
  const { acknowledgeUrl } = vars;
  const data = webhookPayload(vars, input, incident, factless);
  const alert = triggerAlert(deps, view, input.page);
  const reply = replyParts(deps, view, input);
  return { subject, text, html, short, acknowledgeUrl, data, alert, ...used, ...reply };
}

/** With these a reply to the mail is known to be this person's answer to this page. */
function replyParts({ reply }: ActivityDeps, { incident }: IncidentView, { page, recipient }: MessageInput) {
  if (!reply || recipient.channel !== 'smtp') return {};
  const { organisationId } = incident;
  const token = replyToken(reply.key, { organisationId, pageId: page.id, personId: recipient.id });
  return { replyTo: replyAddressFor(reply.address, token), subjectTag: token.toUpperCase() };
}

function messageVars(deps: ActivityDeps, view: IncidentView, input: MessageInput) {
  const { incident, now } = view;
  const { page, bundled, recipient, obligations } = input;
  const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
  const subject = obligations.find((obligation) => obligation.id === page.obligationId);
  const named = new Set([page, ...bundled].map(({ obligationId }) => obligationId));
  const { policy } = incident.organisation;
  const dueOf = (obligation: StoredObligation) => ({
    obligation: obligation.id,
    // A task is known by its title.
    whom: obligation.kind === 'task' ? obligation.basis : whomToTell(obligation, incident),
    ...due(view, obligation),
  });
  return {
    drill: incident.drill !== null,
    organisation: incident.organisation.name,
    reference: incident.reference,
    title: incident.title,
    recipient: recipient.name,
    reason: page.reason as PageReason,
    obligation: subject?.id ?? null,
    fromAwareness: subject?.startsFrom === 'aware',
    basis: subject?.basis ?? null,
    whom: subject ? whomToTell(subject, incident) : null,
    ...due(view, subject),
    whatHappened: incident.narrative.whatHappened ?? null,
    physicalDanger: incident.questions.physicalDanger === 'yes',
    acknowledgeUrl: `${deps.baseUrl}/acknowledge/${tokenFor(deps, view, input, expiresAt)}`,
    acknowledgeUntilLocal: formatInstant(expiresAt, policy.timeZone, policy.language),
    replyCounts: deps.reply !== undefined && !isDoubted(incident, 'smtp') && isVerified(input),
    incidentUrl: `${deps.baseUrl}/v1/incidents/${incident.id}`,
    nextStep: nextStep(input),
    doubted: isDoubted(incident, recipient.channel),
    undelivered: page.alarmedAt !== null,
    also: bundled.flatMap((one) =>
      obligations.filter((obligation) => obligation.id === one.obligationId).map(dueOf),
    ),
    othersDue: obligations
      .filter((obligation) => isRunning(obligation) && !named.has(obligation.id))
      .map(dueOf),
  };
}

/** Nobody is told to answer by a reply that would not count. */
function isVerified({ recipient, asked: { whom } }: MessageInput): boolean {
  const person = whom.policy.people.find(({ id }) => id === recipient.id);
  const method = person && contactMethods(person).find(({ id }) => id === recipient.method);
  return method?.channel === 'smtp' && whom.isVerified(recipient.id, method);
}

/** The link says how it was sent: through a way that is doubted later, it does not count. */
function tokenFor(
  deps: ActivityDeps,
  { incident }: IncidentView,
  { page, recipient }: MessageInput,
  expiresAt: Date,
): string {
  const { organisationId, id: incidentId } = incident;
  const { id: personId, channel, method } = recipient;
  const claims = { organisationId, incidentId, pageId: page.id, personId, channel, method, expiresAt };
  return acknowledgeToken(deps.linkKey, claims);
}

/** A controller by name, and how to reach it. */
function whomToTell(obligation: StoredObligation, incident: Incident): string | null {
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
function nextStep({ delivery, asked: { whom, plan } }: MessageInput): string | null {
  const next = turnOf(whom, plan, nextPosition(delivery, plan.steps.length));
  const names = next.contacts.map(({ id }) => whom.policy.people.find((person) => person.id === id)?.name);
  const known = names.filter((name) => name !== undefined);
  return known.length > 0 ? known.join(', ') : null;
}

/** The same message as data. Without facts it is as silent as the mail. */
function webhookPayload(
  vars: ReturnType<typeof messageVars>,
  { page, bundled, recipient, delivery: { round, step }, obligations }: MessageInput,
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
    person: recipient.id,
    round: round + 1,
    step: step + 1,
    bundledPages: bundled.map(({ id }) => id),
    acknowledgeUrl: vars.acknowledgeUrl,
    dueAt: subject ? toRealTime(incident.drill, subject.dueAt).toISOString() : null,
  };
  if (factless) return always;
  return {
    ...always,
    organisation: vars.organisation,
    title: vars.title,
    obligation: vars.obligation,
    also: vars.also.map(({ obligation }) => obligation),
    dueLocal: vars.dueLocal,
    timeLeft: vars.timeLeft,
    overdue: vars.overdue,
    physicalDanger: vars.physicalDanger,
    whatHappened: vars.whatHappened,
  };
}
