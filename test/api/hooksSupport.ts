import { createHmac } from 'node:crypto';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { type DeliveryRow, insertIntents, updateDelivery } from '../../db/deliveries.ts';
import { alertKey } from '../../domain/alertKey.ts';
import { acknowledgeToken } from '../../domain/links.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

export const NOW = new Date('2026-02-03T12:00:00Z');
export const PAGERDUTY_SECRET = 'pagerduty-signing-secret';
export const OPSGENIE_SECRET = 'opsgenie-webhook-secret';
export const AUTH_TOKEN = 'twilio-auth-token';

/** The API with an organisation that has both pagers, and one of each that nobody gave a secret. */
export const startHooks = (): Promise<ApiServer> =>
  startApi({
    now: NOW,
    env: { TOCSIN_TWILIO_AUTH_TOKEN: AUTH_TOKEN },
    organisation: sampleOrganisation({
      services: [
        { channel: 'pagerduty', id: 'pager', routingKey: 'r', webhookSecret: PAGERDUTY_SECRET },
        { channel: 'pagerduty', id: 'mute', routingKey: 'r' },
        { channel: 'opsgenie', id: 'genie', apiKey: 'k', webhookSecret: OPSGENIE_SECRET },
        { channel: 'webhook', id: 'hook', url: 'https://hook.example', secret: PAGERDUTY_SECRET },
      ],
    }),
  });

export interface Paged {
  incidentId: string;
  pageId: string;
  alias: string;
  token: string;
}

/** A new incident with its first page. */
export async function paged(server: ApiServer): Promise<Paged> {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Lost laptop',
    discoveredAt: server.time.now.toISOString(),
  });
  const incidentId = body.id as string;
  const pageId = (await pageOf(server, incidentId)).id as string;
  const ids = { organisationId: server.organisationId, incidentId, pageId };
  const expiresAt = new Date(server.time.now.getTime() + 3_600_000);
  return {
    incidentId,
    pageId,
    alias: alertKey(server.linkKey, ids),
    token: acknowledgeToken(server.linkKey, { ...ids, personId: 'ada', expiresAt }),
  };
}

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are asserted on, not typed */
export const pageOf = async (server: ApiServer, incidentId: string): Promise<any> =>
  (await server.api.get(`/v1/incidents/${incidentId}/pages`)).body.items[0];

export const entriesOf = async (server: ApiServer, incidentId: string): Promise<any[]> =>
  (await server.api.get(`/v1/incidents/${incidentId}/timeline?limit=100`)).body.items;

export interface Sent {
  status: number;
  type: string;
  body: any;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Posts exactly these bytes. */
export async function post(
  server: ApiServer,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<Sent> {
  const response = await fetch(server.url + path, { method: 'POST', body, headers });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: type.includes('json') ? JSON.parse(text) : text };
}

export const signPagerDuty = (body: string, secret = PAGERDUTY_SECRET): string =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** As the provider signs: the URL it was given, and every field by name. */
export function signTwilio(path: string, form: Record<string, string>, token = AUTH_TOKEN): string {
  const fields = Object.keys(form).sort().map((name) => name + form[name]); // prettier-ignore
  return createHmac('sha1', token)
    .update(`http://localhost${path}${fields.join('')}`)
    .digest('base64');
}

/** A message that was handed to the telephone provider, as the engine records it. */
export async function sentMessage(
  server: ApiServer,
  pageId: string,
  channel: 'sms' | 'voice',
): Promise<string> {
  const key = `incident/-/1/declared/0/0/${pageId}/${channel}`;
  await asWorker(server, async (scope) => {
    const whom = { contactId: 'ada', channel, method: channel, action: 'trigger' as const };
    const intent = { key, pageId, round: 0, step: 0, ...whom, intendedAt: NOW };
    await insertIntents(scope, [intent]);
    await updateDelivery(scope, key, { status: 'sent', attempts: 1, attemptedAt: NOW, finishedAt: NOW });
  });
  return key;
}

export const storedDelivery = (server: ApiServer, key: string): Promise<DeliveryRow> =>
  asWorker(server, (scope) =>
    scope.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirstOrThrow(),
  );

async function asWorker<T>(server: ApiServer, work: Parameters<typeof inOrganisation<T>>[2]): Promise<T> {
  const db = createDatabase(server.database.workerUrl);
  try {
    return await inOrganisation(db, server.organisationId, work);
  } finally {
    await db.destroy();
  }
}
