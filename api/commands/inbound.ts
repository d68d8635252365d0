import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Suspected, suspect } from '../../db/changes/suspect.ts';
import { inOrganisation, type Scope } from '../../db/database.ts';
import { findIncidentRow } from '../../db/incidents.ts';
import { findOwnOrganisation } from '../../db/organisations.ts';
import type { InboundSource } from '../../domain/policy/inbound.ts';
import { fromAlertmanager } from '../../domain/suspected/alertmanager.ts';
import { fromJson } from '../../domain/suspected/json.ts';
import { manyLines, type Understood } from '../../domain/suspected/received.ts';
import { fromSentry, isAside } from '../../domain/suspected/sentry.ts';
import { hasBearer, hasSentrySignature, hasWebhookSignature } from '../../domain/suspected/signatures.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';

type WebhookSource = Exclude<InboundSource, { kind: 'mail' }>;

export interface WebhookMessage {
  organisationId: string;
  sourceId: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface Taken extends Suspected {
  reference: string | null;
}

/**
 * A message from monitoring: checked against the secret of its source, understood, and kept.
 * @throws Problem `inboundRefused` for an unknown organisation or source and for a wrong secret, all alike;
 * `inboundUnreadable` where it is kept as it came, because nobody can tell what it says
 */
export async function receiveWebhook(context: ApiContext, message: WebhookMessage): Promise<Taken> {
  if (!UUID.test(message.organisationId)) throw refused();
  const { taken, readable } = await inOrganisation(context.db, message.organisationId, async (scope) => {
    const stored = await findOwnOrganisation(scope, context.keys);
    const source = stored?.organisation.policy.inbound.find(({ id }) => id === message.sourceId);
    if (!source || source.kind === 'mail' || !isGenuine(source, message, context.clock.now()))
      throw refused();
    return take(context, scope, source, message);
  });
  if (!readable) throw unreadable(message.sourceId, taken);
  return taken;
}

async function take(context: ApiContext, scope: Scope, source: WebhookSource, message: WebhookMessage) {
  if (isNoNews(source, message)) return { readable: true, taken: NOTHING };
  const understood = understand(source, message);
  const suspected = await suspect(context, scope, {
    source: source.id,
    kind: source.kind,
    actor: { kind: 'inbound', id: source.id },
    reporter: null,
    understood: understood ?? asItCame(source, message.body),
    receivedAt: context.clock.now(),
    messageKey: messageKeyOf(source, message.headers),
    evidence: {
      mediaType: 'application/json',
      sha256: sha256(message.body),
      size: message.body.length,
      bytes: message.body,
    },
  });
  const row = suspected.incidentId === null ? undefined : await findIncidentRow(scope, suspected.incidentId);
  return { readable: understood !== undefined, taken: { ...suspected, reference: row?.reference ?? null } };
}

const NOTHING: Taken = { outcome: 'nothing', incidentId: null, reference: null };

const refused = (): Problem =>
  new Problem(
    'inboundRefused',
    'Check the address against `bin/tocsin organisation`, and the secret or signature against the policy.',
  );

function unreadable(source: string, { incidentId, reference }: Taken): Problem {
  const detail =
    `This is not what the source "${source}" sends. It was kept as it came, as ${reference ?? 'a suspected incident'}, ` +
    'and somebody is paged. Correct the sender or the pointers of the policy.';
  return new Problem('inboundUnreadable', detail, { extra: { suspectedIncident: incidentId, reference } });
}

const header = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** Does it come from the source that it names? */
function isGenuine(source: WebhookSource, { headers, body }: WebhookMessage, now: Date): boolean {
  const bearer = hasBearer(headers.authorization, source.secret);
  if (source.kind === 'alertmanager') return bearer;
  if (source.kind === 'sentry')
    return hasSentrySignature(header(headers, 'sentry-hook-signature'), source.secret, body);
  return bearer || hasWebhookSignature(signed(headers), source.secret, body, now);
}

const signed = (headers: IncomingHttpHeaders) => ({
  id: header(headers, 'webhook-id'),
  timestamp: header(headers, 'webhook-timestamp'),
  signature: header(headers, 'webhook-signature'),
});

const resourceOf = ({ headers }: WebhookMessage): string => header(headers, 'sentry-hook-resource') ?? '';

const isNoNews = (source: WebhookSource, message: WebhookMessage): boolean =>
  source.kind === 'sentry' && isAside(resourceOf(message));

/** Names one message of senders that number theirs; a repeat of the others is a repeat of the event. */
function messageKeyOf(source: WebhookSource, headers: IncomingHttpHeaders): string | null {
  const id = header(headers, source.kind === 'sentry' ? 'request-id' : 'webhook-id');
  return id === undefined || source.kind === 'alertmanager' ? null : `webhook:${id.slice(0, 500)}`;
}

function understand(source: WebhookSource, message: WebhookMessage): Understood | undefined {
  const payload = parsed(message.body);
  if (payload === undefined) return undefined;
  if (source.kind === 'alertmanager') return fromAlertmanager(payload);
  if (source.kind === 'sentry') return fromSentry(resourceOf(message), payload);
  return fromJson(source, payload, rawKey(message.body));
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
const rawKey = (body: Buffer): string => `raw:${sha256(body)}`;

/** Nothing that a source proved to have sent is lost; the same bytes again are one more of the same. */
const asItCame = (source: WebhookSource, body: Buffer): Understood => ({
  title: `A message of the source "${source.id}" that cannot be read`,
  details: manyLines(body.toString('utf8').slice(0, 2_000)) || null,
  keys: [{ value: rawKey(body) }],
  signal: 'firing',
  occurredAt: null,
});
