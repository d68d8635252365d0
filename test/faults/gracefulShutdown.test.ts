import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { keyHash } from '../../channels/identity.ts';
import { NODE_STOP } from '../../embedded/children.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { type RealProcesses, startAll } from '../support/realProcesses.ts';
import { until } from '../support/until.ts';
import { IncidentReader } from './incident.ts';

/** What the supervisor allows before it kills. */
const STOP_LIMIT_MS = NODE_STOP.graceMs;

let rig: RealProcesses;
beforeAll(async () => {
  rig = await startAll(
    sampleOrganisation({
      escalation: [{ people: ['ada'], channels: ['smtp'], delayMinutes: 60 }],
      standIn: undefined,
    }),
  );
});
afterAll(() => rig?.stop());

async function declare(title: string): Promise<IncidentReader> {
  const { status, body } = await rig.processes.client.post('/v1/incidents', {
    title,
    discoveredAt: new Date().toISOString(),
    questions: { channelsCompromised: 'no' },
  });
  expect(status).toBe(201);
  return new IncidentReader(rig.processes.client, body.id);
}

const isRefused = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

test('SIGTERM lets the API finish the request that is under way and take no other, then it ends in order', async () => {
  const incident = await declare('Lost laptop');
  await rig.smtp.waitForMessage(undefined, 20_000); // nothing else of this test is on its way in the next one
  const holder = new pg.Client({ connectionString: rig.database.adminUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select id from incidents where id = $1 for update', [incident.id]);
  const underWay = rig.processes.client.post(`/v1/incidents/${incident.id}/containment`, {
    contained: true,
    how: 'wiped from afar',
  });
  await until('the request to wait for the incident', async () => {
    const { rows } = await holder.query<{ n: string }>(
      `select count(*) as n from pg_stat_activity
        where datname = current_database() and application_name = 'tocsin-api' and wait_event_type = 'Lock'`,
    );
    return Number(rows[0]?.n) > 0;
  });

  const ended = rig.processes.api.end('SIGTERM');
  await until('new connections to be refused', () => isRefused(`${rig.processes.api.url}/healthz`));
  expect(rig.processes.api.exited).toBe(false);
  const released = Date.now();
  await holder.query('rollback');
  await holder.end();
  const { status, body } = await underWay;
  expect(status).toBe(200);
  expect(body.containedAt).not.toBeNull();
  expect(await ended).toBe(0);
  expect(Date.now() - released).toBeLessThan(10_000); // a kept-alive connection lasts 72 s

  await rig.processes.api.start();
  expect(await incident.timeline('containment.recorded')).toHaveLength(1);
});

test('SIGTERM while a delivery hangs drains the worker within its limit, and the next one repeats it under the same key', async () => {
  rig.smtp.behave('hang');
  const before = rig.smtp.attempts();
  const incident = await declare('Bookings table read by a stranger');
  await until('the delivery to hang', () => rig.smtp.attempts() > before);
  const started = Date.now();
  expect(await rig.processes.worker.end('SIGTERM')).toBe(0);
  expect(Date.now() - started).toBeLessThan(STOP_LIMIT_MS);
  // The hanging attempt is on record as failed, and nothing was sent.
  expect(await incident.pages()).toMatchObject([{ deliveries: [{ status: 'failed', attempts: 1 }] }]);

  rig.smtp.behave('accept');
  await rig.processes.worker.start();
  const [page] = await incident.pages();
  const [delivery] = page!.deliveries;
  const hash = keyHash(delivery!.key);
  const mail = await rig.smtp.waitForMessage(
    ({ mail: { headers } }) => headers.get('x-tocsin-key') === hash,
    20_000,
  );
  expect(mail.mail.messageId).toContain(hash);
  await until('the record of it', async () => (await incident.pages())[0]!.deliveries[0]!.status === 'sent');
  expect((await incident.pages())[0]!.deliveries).toMatchObject([{ key: delivery!.key, attempts: 2 }]);
});
